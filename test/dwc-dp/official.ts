import { readFileSync } from "node:fs";
import { join } from "node:path";
import ajvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { checkKeys } from "../data-package/check-keys.js";
import { checkTable, type TableSchema } from "../data-package/check-table.js";
import { besideProject } from "../support/beside-project.js";

const beside = besideProject("dwc-dp");
export const absent = beside.absent;
/** The folder of the official table schemas. */
export const OFFICIAL = join(beside.path, "1.0_DEV/table-schemas");

const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** A table schema as the standard's authors publish it. */
export interface OfficialSchema extends TableSchema {
  readonly fields: readonly (TableSchema["fields"][number] & { readonly [member: string]: unknown })[];
  readonly weakPrimaryKey?: string;
  readonly weakForeignKeys?: TableSchema["foreignKeys"];
}

/** The official schema of a table. */
export function officialSchema(name: string): OfficialSchema {
  return json(join(OFFICIAL, `${name}.json`)) as OfficialSchema;
}

/** What the official profile says of a descriptor. */
export function profileIssues(descriptor: unknown): readonly string[] {
  const ajv = new ajvDraft04.default({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  const frictionless = json(join(beside.path, "frictionless-data-package.v1.json")) as object;
  ajv.addSchema(frictionless, "https://specs.frictionlessdata.io/schemas/data-package.json");
  const validate = ajv.compile(json(join(beside.path, "1.0_DEV/dwc-dp-profile.json")) as object);
  validate(descriptor);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Everything that the official files, and DuckDB by their keys, find in a package. */
export async function officialIssues(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const descriptor = JSON.parse(files.get("datapackage.json") ?? "null") as {
    readonly resources: readonly { readonly name: string }[];
  };
  const schemas = Object.fromEntries(descriptor.resources.map(({ name }) => [name, officialSchema(name)]));
  const tables = Object.entries(schemas).flatMap(([name, schema]) =>
    checkTable(files.get(`${name}.csv`) ?? "", schema).map((issue) => `${name}: ${issue}`),
  );
  return [...profileIssues(descriptor), ...tables, ...(await checkKeys(files, schemas))];
}
