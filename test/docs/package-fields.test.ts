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
import { DWC_DP_NAMESPACES } from "../../src/dwc-dp/tables/create-dwc-dp-table.js";
import { DWC_DP_TABLES } from "../../src/dwc-dp/dwc-dp-tables.js";
import * as contextMaps from "../../src/occurrences/dwc-dp/context-maps.js";
import * as eventMaps from "../../src/occurrences/dwc-dp/event-maps.js";
import * as mediaMaps from "../../src/occurrences/dwc-dp/media-maps.js";
import * as occurrenceMaps from "../../src/occurrences/dwc-dp/occurrence-maps.js";

/** Longer ones first: one namespace begins with another. */
const PREFIXES = Object.fromEntries(
  Object.entries(DWC_DP_NAMESPACES).sort(([, one], [, other]) => other.length - one.length),
);

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

test("the page of fields has every table of a Darwin Core Data Package with its fields, in their order", async () => {
  const head = `# Fields of a Darwin Core Data Package of occurrences

This page is made from the maps that write the files, and a test compares both. \`filled\` says whether occurrences have a value for the field: the others
are in the file and empty. [formats.md](formats.md#darwin-core-data-packages) says what the package is for. It follows 1.0_DEV.`;
  const all = Object.values({ ...contextMaps, ...eventMaps, ...mediaMaps, ...occurrenceMaps }) as readonly unknown[];
  const maps = all.filter((one) => typeof one === "object") as readonly TableMap<never, never>[];
  const sections = DWC_DP_TABLES.map((table) => {
    const own = maps.filter((map) => map.table === table);
    expect(own, table.name).toHaveLength(1);
    return own.map(section).join();
  });
  const page = `${[head, ...sections].join("\n\n")}\n`;
  await expect(page).toMatchFileSnapshot(resolve(import.meta.dirname, "../../docs/dwc-dp-fields.md"));
});
