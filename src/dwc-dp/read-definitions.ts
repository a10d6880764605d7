import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ErrorDetail, ExportError } from "../contracts/export-error.js";
import type { PackageTable } from "../data-package/package-table.js";
import type { DwcDpDefinition } from "./dwc-dp-schema.js";

/**
 * Reads the official definitions of tables, `<table>.json`, from a folder of the host.
 *
 * @throws ExportError `METADATA_INCOMPLETE` for a file that is missing, cannot be read, or has other fields than the table.
 */
export async function readDefinitions(
  folder: string,
  tables: readonly PackageTable[],
): Promise<ReadonlyMap<string, DwcDpDefinition>> {
  const read = await Promise.all(
    tables.map(async (table) => [table.name, await readDefinition(folder, table)] as const),
  );
  const details = read.flatMap(([name, definition]): readonly ErrorDetail[] =>
    typeof definition === "string" ? [{ path: ["definitions", name], code: "invalid", message: definition }] : [],
  );
  if (details.length > 0) throw new ExportError("METADATA_INCOMPLETE", { details });
  return new Map(
    read.flatMap(([name, definition]) => (typeof definition === "string" ? [] : [[name, definition] as const])),
  );
}

/** The definition, or the problem with it. */
async function readDefinition(folder: string, { name, fields }: PackageTable): Promise<DwcDpDefinition | string> {
  const given: unknown = await readFile(join(folder, `${name}.json`), "utf8")
    .then((text): unknown => JSON.parse(text))
    .catch(() => null);
  if (typeof given !== "object" || given === null) return `The definition of ${name} is missing, or is not JSON.`;
  const definition = given as DwcDpDefinition; // an object
  const names = Array.isArray(definition["fields"]) ? definition["fields"].map((field) => nameOf(field)) : [];
  const isOurs = names.length === fields.length && fields.every((field, index) => field.name === names[index]);
  return isOurs ? definition : `The definition of ${name} has other fields than version 1.0_DEV.`;
}

function nameOf(field: unknown): unknown {
  return typeof field === "object" && field !== null && "name" in field ? field.name : null;
}
