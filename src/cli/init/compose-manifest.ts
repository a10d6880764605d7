import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Choice } from "./choices.js";

/** The part of this package's own package.json that is read. npm publishes all of it. */
interface OwnManifest {
  readonly version: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Makes the package.json of an assembly. Versions are those that this package is tested with. */
export function composeManifest(parts: readonly Choice[], packageRoot: string): string {
  const own = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as OwnManifest; // published with us
  const versions: Readonly<Record<string, string>> = { ...own.devDependencies, vasculum: `^${own.version}` };
  const versionsOf = (packages: readonly string[]): object =>
    Object.fromEntries([...packages].sort().map((name) => [name, versions[name]]));
  const manifest = {
    name: "exports-server",
    version: "0.0.0",
    private: true,
    type: "module",
    engines: own.engines,
    scripts: Object.assign({}, ...parts.map(({ scripts }) => scripts)) as object,
    dependencies: versionsOf(parts.flatMap(({ packages }) => packages)),
    devDependencies: versionsOf(parts.flatMap(({ devPackages = [] }) => devPackages)),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
