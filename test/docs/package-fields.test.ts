import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { PackageTable } from "../../src/data-package/package-table.js";
import type { TableMap } from "../../src/data-package/table-map.js";
import {
  CLASSIFICATION_MAP,
  DEPLOYMENT_MAP,
  MEDIA_MAP,
  OBSERVATION_MAP,
} from "../../src/occurrences/camtrap-dp/camtrap-maps.js";
import { NAMESPACES } from "../../src/values/namespaces.js";

const PREFIXES = { ...NAMESPACES, xmp: "http://ns.adobe.com/xap/1.0/" };

function short(iri: string): string {
  const known = Object.entries(PREFIXES).find(([, namespace]) => iri.startsWith(namespace));
  expect(known, `${iri} is of no known namespace`).toBeDefined();
  return `${known?.[0]}:${iri.slice(known?.[1].length)}`;
}

/** The fields that occurrences fill; the others are there and empty. */
function section({ table, values }: TableMap<never, never>): string {
  const fields = table.fields.map(({ name, type, constraints, term }, index) => {
    const filled = values[index] === null ? "" : constraints?.required === true ? "always" : "yes";
    return `| \`${name}\` | ${type} | ${filled} | ${term === undefined ? "" : `\`${short(term)}\``} |`;
  });
  const head = ["| field | type | filled | term |", "|---|---|---|---|"];
  return [`## ${table.name}.csv`, "", keysOf(table), "", ...head, ...fields].join("\n");
}

function keysOf({ primaryKey, foreignKeys = [] }: PackageTable): string {
  const links = foreignKeys.map(({ field, table }) => `\`${field}\` points at ${table}`);
  return [`Key: ${primaryKey === undefined ? "none" : `\`${primaryKey}\``}.`, ...links.map((link) => `${link}.`)].join(
    " ",
  );
}

/** To write the page: run this test with `-u`. */
test("the page of fields has every table of a Camtrap DP with its fields, in their order", async () => {
  const head = `# Fields of a Camtrap DP of occurrences

This page is made from the maps that write the files, and a test compares both. \`filled\` says whether occurrences have a value for the field: the others
are in the file and empty. [formats.md](formats.md#camera-traps) says what the package is for. \`classifications.csv\` is a table of our own.`;
  const maps = [DEPLOYMENT_MAP, MEDIA_MAP, OBSERVATION_MAP, CLASSIFICATION_MAP] as readonly TableMap<never, never>[];
  const page = `${[head, ...maps.map(section)].join("\n\n")}\n`;
  await expect(page).toMatchFileSnapshot(resolve(import.meta.dirname, "../../docs/camtrap-fields.md"));
});
