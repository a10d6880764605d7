import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type BuiltPackage, run } from "./build-package.js";
import { readManifest } from "./manifest.js";

const HOST = join(import.meta.dirname, "consumers/jest-host.cjs");
const JEST = "jest@^30.5.2";
const PATIENCE_MS = 300_000;

/** A host whose tests run under Jest, whose CommonJS takes the `.cjs` files and can neither require nor import an ES module. */
export function testUnderJest(built: () => BuiltPackage): void {
  describe("installed beside Jest", () => {
    let host: string;

    beforeAll(async () => {
      host = await mkdtemp(join(tmpdir(), "vasculum-jest-"));
      const { devDependencies } = await readManifest(built());
      const packages = [built().tarball, `kysely@${devDependencies.kysely}`, JEST];
      await writeFile(join(host, "package.json"), JSON.stringify({ name: "a-host", private: true }));
      await run("npm", ["install", ...packages, "--no-audit", "--no-fund", "--prefer-offline", "--silent"], host);
      await copyFile(HOST, join(host, "host.test.js"));
    }, PATIENCE_MS);

    afterAll(async () => {
      await rm(host, { recursive: true, force: true });
    });

    test("every door is required, and writes and reads files", async () => {
      await run(built().node, [join(host, "node_modules/jest/bin/jest.js")], host);
    });
  });
}
