import { expect, test } from "vitest";
import { checkDwcTables, createDwcTable, type DwcTableSpec } from "../../../src/dwca/tables/dwc-table.js";
import { metaXml } from "../../../src/dwca/writer/meta-xml.js";
import { NAMESPACES } from "../../../src/values/namespaces.js";

const { dwc, dcterms, gbif } = NAMESPACES;

interface Row {
  readonly id: string;
}

const EVENT: DwcTableSpec<Row> = {
  file: "event.txt",
  rowType: `${dwc}Event`,
  id: `${dwc}eventID`,
  fields: [
    { term: `${dwc}eventID`, value: ({ id }) => id },
    { term: `${dcterms}license`, default: "CC0" },
  ],
};
const MEDIA: DwcTableSpec<Row> = {
  file: "multimedia.txt",
  rowType: `${gbif}Multimedia`,
  id: ({ id }) => id,
  fields: [{ term: `${dcterms}identifier`, value: ({ id }) => id }],
};

test.each<[string, Partial<DwcTableSpec<Row>>, RegExp]>([
  ["a misspelt term", { fields: [...EVENT.fields, { term: `${dwc}eventid`, default: "" }] }, /Perhaps "dwc:eventID"/],
  [
    "a term with https",
    { fields: [...EVENT.fields, { term: "https://rs.tdwg.org/dwc/terms/day", default: "" }] },
    /Perhaps "dwc:/,
  ],
  ["a term that is not an IRI", { fields: [...EVENT.fields, { term: "day", default: "" }] }, /prefixed name such as/],
  ["a class for a property", { fields: [...EVENT.fields, { term: `${dwc}Event`, default: "" }] }, /no term/],
  ["a term twice", { fields: [...EVENT.fields, ...EVENT.fields] }, /twice/],
  ["a field without value and default", { fields: [...EVENT.fields, { term: `${dwc}day` }] }, /neither/],
  ["a row type that nobody registered", { rowType: "http://rs.gbif.org/terms/1.0/MeasurementOrFact" }, /no row type/],
  ["an id that is no field", { id: `${dwc}occurrenceID` }, /no column for its id/],
  ["an id without a column", { id: `${dcterms}license` }, /no column for its id/],
  ["a file in a folder", { file: "a/event.txt" }, /named like/],
  ["a file that is another part of the archive", { file: "meta.xml" }, /named like/],
])("%s is refused", (_name, change, message) => {
  const create = () => createDwcTable({ ...EVENT, ...change });
  expect(create).toThrow(TypeError);
  expect(create).toThrow(message);
});

test("terms of namespaces that are not listed pass", () => {
  const table = createDwcTable({
    ...EVENT,
    fields: [...EVENT.fields, { term: "http://example.org/terms/moonPhase", value: () => "full" }],
  });
  expect(table.columns.map(({ name }) => name)).toEqual(["eventID", "moonPhase"]);
});

test("two tables of one file or one row type are refused, and a core whose id has no term", () => {
  const [event, media] = [createDwcTable(EVENT), createDwcTable(MEDIA)];
  expect(() => checkDwcTables(event, [media])).not.toThrow();
  expect(() => checkDwcTables(event, [createDwcTable({ ...MEDIA, file: "Event.txt" })])).toThrow(/the file event.txt/);
  expect(() => checkDwcTables(event, [createDwcTable({ ...EVENT, file: "other.txt" })])).toThrow(/the row type/);
  expect(() => checkDwcTables(media, [])).toThrow(TypeError);
});

test("meta.xml says everything, and the core's id is a field too", async () => {
  expect(await metaXml(createDwcTable(EVENT), [createDwcTable(MEDIA)])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">
  <core rowType="${dwc}Event" encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1">
    <files>
      <location>event.txt</location>
    </files>
    <id index="0"/>
    <field index="0" term="${dwc}eventID"/>
    <field term="${dcterms}license" default="CC0"/>
  </core>
  <extension rowType="${gbif}Multimedia" encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1">
    <files>
      <location>multimedia.txt</location>
    </files>
    <coreid index="0"/>
    <field index="1" term="${dcterms}identifier"/>
  </extension>
</archive>
`);
});
