import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { defineConfig } from "tsup";

/**
 * Packages that are ES modules alone. Jest's CommonJS, and Node before 20.19, can neither require nor import one, so that the CommonJS
 * files hold copies of them; an ES module imports the packages themselves.
 */
const ESM_ONLY = ["p-limit", "archiver"];

/** The page's files as a module, so that the package reads no file of its own, whoever bundles it. */
function pageFiles(folder: string): string {
  const texts = readdirSync(join(folder, "static")).map((name) => [
    name,
    readFileSync(join(folder, "static", name), "utf8"),
  ]);
  return `export const PAGE_FILES = ${JSON.stringify(Object.fromEntries(texts))};`;
}

export default defineConfig({
  entry: ["src/*.ts"],
  format: ["esm", "cjs"],
  target: "node20",
  platform: "node",
  splitting: true,
  treeshake: true,
  clean: true,
  sourcemap: true,
  // `node:crypto` stays that: bundlers and other runtimes know it by no other name.
  removeNodeProtocol: false,
  // Left to the plugin, which knows the format.
  noExternal: [/.*/],
  esbuildPlugins: [
    {
      name: "page-files",
      setup(build) {
        build.onLoad({ filter: /[\\/]page[\\/]page-files\.ts$/ }, ({ path }) => ({
          contents: pageFiles(dirname(path)),
        }));
      },
    },
    {
      name: "packages",
      setup(build) {
        const cjs = build.initialOptions.outExtension?.[".js"] === ".cjs";
        build.onResolve({ filter: /^[^.]/ }, ({ kind, importer, path }) => {
          const copied = cjs && ESM_ONLY.includes(path);
          if (kind === "entry-point" || importer.includes("node_modules") || copied) return undefined;
          return { path, external: true };
        });
      },
    },
  ],
  plugins: [
    {
      name: "require-on-demand",
      // Jest's CommonJS has no `import()`. What it loads is CommonJS by now.
      renderChunk(code) {
        if (this.format !== "cjs") return undefined;
        return { code: code.replace(/\bimport\(("[^"]+")\)/g, "Promise.resolve().then(() => require($1))") };
      },
    },
  ],
  dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
});
