import {
  createPackageTable,
  type FieldConstraints,
  type PackageField,
  type PackageForeignKey,
  type PackageTable,
} from "../../data-package/package-table.js";
import { NAMESPACES } from "../../values/namespaces.js";

/** The namespaces of the terms, by prefix. */
export const DWC_DP_NAMESPACES = {
  ...NAMESPACES,
  dwciri: "http://rs.tdwg.org/dwc/iri/",
  ecoiri: "http://rs.tdwg.org/eco/iri/",
  xmp: "http://ns.adobe.com/xap/1.0/",
  xmpRights: "http://ns.adobe.com/xap/1.0/rights/",
  exif: "http://ns.adobe.com/exif/1.0/",
  photoshop: "http://ns.adobe.com/photoshop/1.0/",
  mo: "http://purl.org/ontology/mo/",
  min: "http://rs.tdwg.org/mineralogy/terms/",
} as const;

type Prefix = keyof typeof DWC_DP_NAMESPACES;

/** A field: its name, its term, its type (by default text) and its constraints. */
export type DwcDpField = readonly [
  name: string,
  term: `${Prefix}:${string}`,
  type?: PackageField["type"],
  constraints?: FieldConstraints,
];

/** Names the row itself. */
export const KEY = Object.freeze({ required: true, unique: true });
/** Points at a row that must be there. */
export const NEEDED = Object.freeze({ required: true, unique: false });
/** Points at a row, where there is one. */
export const LINK = Object.freeze({ required: false, unique: false });

/** Makes a table of Darwin Core Data Package 1.0_DEV, its fields in the official order. @throws TypeError for keys that are no fields. */
export function createDwcDpTable<const Fields extends readonly DwcDpField[]>(table: {
  readonly name: string;
  readonly fields: Fields;
  readonly primaryKey?: Fields[number][0];
  readonly identity?: readonly Fields[number][0][];
  readonly foreignKeys?: readonly PackageForeignKey[];
  readonly weakPrimaryKey?: Fields[number][0];
  readonly weakForeignKeys?: readonly PackageForeignKey[];
  readonly repeats?: "once" | "grouped";
}): PackageTable<Fields[number][0]> {
  const fields = table.fields.map(([name, term, type = "string", constraints]): PackageField<Fields[number][0]> => ({
    ...{ name, type, format: "default" },
    ...(constraints === undefined ? {} : { constraints }),
    term: expanded(term),
  }));
  return createPackageTable<Fields[number][0]>({ ...table, fields });
}

function expanded(term: DwcDpField[1]): string {
  const at = term.indexOf(":");
  return DWC_DP_NAMESPACES[term.slice(0, at) as Prefix] + term.slice(at + 1); // its type says so
}
