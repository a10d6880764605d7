import type { DwcTable } from "../tables/dwc-table.js";
import { xmlText } from "../metadata/xml-text.js";

const DIALECT = {
  "@encoding": "UTF-8",
  // Backslash and letter: a literal tab, even as a character reference, reads as no delimiter at all in GBIF's reader.
  "@fieldsTerminatedBy": "\\t",
  "@linesTerminatedBy": "\\n",
  "@fieldsEnclosedBy": "",
  "@ignoreHeaderLines": "1",
};

/** The archive's descriptor (Darwin Core text guide §2), every attribute stated where readers' defaults differ. */
export function metaXml(
  core: DwcTable<unknown, unknown>,
  extensions: readonly DwcTable<unknown, unknown>[],
): Promise<string> {
  return xmlText({
    archive: {
      "@xmlns": "http://rs.tdwg.org/dwc/text/",
      "@metadata": "eml.xml",
      core: tableElement(core, "id"),
      extension: extensions.map((table) => tableElement(table, "coreid")),
    },
  });
}

function tableElement(table: DwcTable<unknown, unknown>, idElement: "id" | "coreid"): object {
  const columns = table.columns.flatMap(({ field }, index) =>
    field === null ? [] : fieldElement(field, { "@index": index }),
  );
  return {
    "@rowType": table.rowType,
    ...DIALECT,
    files: { location: table.file },
    [idElement]: { "@index": table.idIndex },
    field: [...columns, ...table.constants.map((field) => fieldElement(field, {}))],
  };
}

type FieldAttributes = Pick<
  DwcTable<unknown, unknown>["constants"][number],
  "term" | "default" | "vocabulary" | "delimitedBy"
>;

function fieldElement(field: FieldAttributes, index: object): object {
  return {
    ...index,
    "@term": field.term,
    "@default": field.default,
    "@vocabulary": field.vocabulary,
    "@delimitedBy": field.delimitedBy,
  };
}
