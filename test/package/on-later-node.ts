import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { LATER_KYSELY } from "../nodes/find-node.js";
import type { BuiltPackage } from "./build-package.js";
import { readManifest } from "./manifest.js";

const INSTALLED = resolve(import.meta.dirname, "../../node_modules");

/** The same build for another program of Node, in a copy of its own where the Kysely of later Nodes is installed. */
export async function onLaterNode(built: BuiltPackage, node: string): Promise<BuiltPackage> {
  const root = await mkdtemp(join(tmpdir(), "vasculum-package-"));
  const dispose = () => rm(root, { recursive: true, force: true });
  try {
    await cp(join(built.root, "dist"), join(root, "dist"), { recursive: true });
    await linkPackages(join(root, "node_modules"));
    const { version } = JSON.parse(await readFile(join(LATER_KYSELY, "package.json"), "utf8")) as { version: string };
    const manifest = await readManifest(built);
    const devDependencies = { ...manifest.devDependencies, kysely: version };
    await writeFile(join(root, "package.json"), JSON.stringify({ ...manifest, devDependencies }));
    return { root, tarball: built.tarball, node, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Links what is installed into a folder; the later Kysely in place of the other. */
async function linkPackages(folder: string): Promise<void> {
  await mkdir(folder);
  for (const name of await readdir(INSTALLED)) {
    await symlink(name === "kysely" ? LATER_KYSELY : join(INSTALLED, name), join(folder, name));
  }
}
