import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuiltPackage } from "./build-package.js";

/** What these tests read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The package.json of the package as it was built. */
export async function readManifest({ root }: Pick<BuiltPackage, "root">): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, "package.json"), "utf8")) as Manifest;
}
