import { expect, test } from "vitest";
import { tableSchema } from "../../src/data-package/package-resource.js";
import { type DwcDpDefinition, dwcDpSchema } from "../../src/dwc-dp/dwc-dp-schema.js";
import { createDwcDpTable } from "../../src/dwc-dp/tables/create-dwc-dp-table.js";
import { DWC_DP_TABLES } from "../../src/dwc-dp/dwc-dp-tables.js";
import { absent, officialSchema } from "./official.js";

test.for(DWC_DP_TABLES)(
  "$name has the fields, types, constraints, terms and keys of the official schema, in its order",
  (table, { skip }) => {
    skip(absent !== null, `${absent}`);
    const official = officialSchema(table.name);
    const fields = official.fields.map(({ name, type, format, constraints, ...field }) => ({
      ...{ name, type, format },
      ...(constraints === undefined ? {} : { constraints }),
      term: field["dcterms:isVersionOf"],
    }));
    expect(table.fields).toEqual(fields);
    expect(table.primaryKey).toBe(official.primaryKey);
    expect(table.weakPrimaryKey).toBe(official.weakPrimaryKey);
    const listed = (keys: typeof table.foreignKeys = []) =>
      keys.map(({ field: own, table: resource, predicate }) => ({
        fields: own,
        predicate,
        reference: { resource: resource === table.name ? "" : resource, fields: expect.any(String) },
      }));
    expect(listed(table.foreignKeys)).toEqual(official.foreignKeys ?? []);
    expect(listed(table.weakForeignKeys)).toEqual(official.weakForeignKeys ?? []);
  },
);

test("every table has a key, or fields by which its rows come once", () => {
  for (const table of DWC_DP_TABLES) expect(table.primaryKey ?? table.identity, table.name).toBeDefined();
});

test("a key of a table that is not written stands in no schema", () => {
  const identification = DWC_DP_TABLES.find(({ name }) => name === "identification");
  const { foreignKeys } = tableSchema(identification!, DWC_DP_TABLES) as {
    readonly foreignKeys: readonly { readonly fields: string }[];
  };
  expect(foreignKeys.map(({ fields }) => fields)).toEqual(["identificationProtocol_fk", "media_fk", "occurrence_fk"]);
});

test.for(DWC_DP_TABLES)("$name has the same keys in a description with definitions and without", (table, { skip }) => {
  skip(absent !== null, `${absent}`);
  const members = (schema: object) =>
    Object.entries(schema).filter(
      ([member, value]) => /keys?$/i.test(member) && !(Array.isArray(value) && value.length === 0),
    );
  const definition = officialSchema(table.name) as object as DwcDpDefinition;
  expect(members(dwcDpSchema(table, DWC_DP_TABLES, undefined))).toEqual(
    members(dwcDpSchema(table, DWC_DP_TABLES, definition)),
  );
});

test("a table whose key is no field is refused", () => {
  const make = () =>
    createDwcDpTable({ name: "event", fields: [["eventID", "dwc:eventID"]], primaryKey: "id" as never });
  expect(make).toThrow(/no field id/);
});
