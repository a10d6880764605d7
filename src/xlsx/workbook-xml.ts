import { attributeText } from "./xlsx-text.js";

/** A sheet of a workbook, in its order. */
export interface SheetEntry {
  readonly name: string;
  /** The cells that have a filter; null for none. */
  readonly range: string | null;
}

const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Lists the sheets of a workbook. */
export function workbookXml(sheets: readonly SheetEntry[]): string {
  const listed = sheets.map(
    ({ name }, index) => `<sheet name="${attributeText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const filters = sheets.flatMap(({ name, range }, index) =>
    range === null
      ? []
      : `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${attributeText(rangeOf(name, range))}</definedName>`,
  );
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${listed.join("")}</sheets><definedNames>${filters.join("")}</definedNames></workbook>`;
}

/** Says which part is which sheet; after them the styles. */
export function workbookRels(sheets: readonly SheetEntry[]): string {
  const parts = sheets.map((_, index) => relation(index + 1, "worksheet", `worksheets/sheet${index + 1}.xml`));
  const styles = relation(sheets.length + 1, "styles", "styles.xml");
  return `<Relationships xmlns="${PACKAGE}/relationships">${parts.join("")}${styles}</Relationships>`;
}

/** Says which part is the workbook. */
export const PACKAGE_RELS = `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, "officeDocument", "xl/workbook.xml")}</Relationships>`;

/** Names the type of each part. */
export function contentTypes(sheets: readonly SheetEntry[]): string {
  const parts = [
    ["workbook", "sheet.main"],
    ["styles", "styles"],
    ...sheets.map((_, index) => [`worksheets/sheet${index + 1}`, "worksheet"]),
  ];
  const overrides = parts.map(
    ([part, type]) => `<Override PartName="/xl/${part}.xml" ContentType="${TYPE}.${type}+xml"/>`,
  );
  const defaults = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`;
  return `<Types xmlns="${PACKAGE}/content-types">${defaults}${overrides.join("")}</Types>`;
}

function relation(id: number, type: string, target: string): string {
  return `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
}

function rangeOf(name: string, range: string): string {
  const fixed = range.replace(/([A-Z]+)(\d+)/g, "$$$1$$$2");
  return `'${name.replaceAll("'", "''")}'!${fixed}`;
}
