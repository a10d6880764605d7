import { readFileSync } from "node:fs";
import { join } from "node:path";
import ajvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { checkKeys } from "../data-package/check-keys.js";
import { checkTable, type TableSchema } from "../data-package/check-table.js";
import { besideProject } from "../support/beside-project.js";

export const official = besideProject("camtrap-dp");
const frictionless = besideProject("dwc-dp/frictionless-data-package.v1.json");
export const absent = official.absent ?? frictionless.absent;

const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** What the official profile says of a descriptor. */
export function profileIssues(descriptor: unknown): readonly string[] {
  const ajv = new ajvDraft04.default({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addSchema(json(frictionless.path) as object, "https://specs.frictionlessdata.io/schemas/data-package.json");
  ajv.addSchema({ type: "object" }, "http://json.schemastore.org/geojson.json");
  const validate = ajv.compile(json(join(official.path, "camtrap-dp-profile.json")) as object);
  validate(descriptor);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The official schemas of the three tables. */
export function officialSchemas(): Readonly<Record<string, TableSchema>> {
  const names = ["deployments", "media", "observations"];
  return Object.fromEntries(
    names.map((name) => [name, json(join(official.path, `${name}-table-schema.json`)) as TableSchema]),
  );
}

/** Everything that the official files, and DuckDB by their keys, find in a package. */
export async function officialIssues(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const descriptor = JSON.parse(files.get("datapackage.json") ?? "null") as {
    readonly resources: readonly { readonly name: string; readonly schema?: string | TableSchema }[];
  };
  const schemas = { ...officialSchemas() } as Record<string, TableSchema>;
  for (const { name, schema } of descriptor.resources) if (typeof schema === "object") schemas[name] = schema;
  const tables = Object.entries(schemas).flatMap(([name, schema]) =>
    checkTable(files.get(`${name}.csv`) ?? "", schema).map((issue) => `${name}: ${issue}`),
  );
  return [...profileIssues(descriptor), ...tables, ...(await checkKeys(files, schemas))];
}
