import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/*.ts"],
  format: ["esm", "cjs"],
  target: "node20",
  platform: "node",
  splitting: true,
  treeshake: true,
  clean: true,
  sourcemap: true,
  // Nothing of another package is ever copied into ours, be it a dependency, a peer or what a host brings.
  skipNodeModulesBundle: true,
  // `node:crypto` stays that: bundlers and other runtimes know it by no other name.
  removeNodeProtocol: false,
  dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
});
