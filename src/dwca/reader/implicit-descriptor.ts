import type { ArchiveDescriptor, Dialect, MappedField } from "./archive-descriptor.js";
import type { OpenArchive } from "./open-archive.js";
import { VOCABULARIES } from "../tables/terms.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { archiveError, refuse } from "./archive-error.js";
import { isDebris } from "./find-root.js";
import { cellText, type ScannedRow } from "./row-scanner.js";
import { scanTable } from "./scan-table.js";

const { dwc } = NAMESPACES;
/** Row types by the first of these terms that the header names. */
const ROW_TYPES: readonly (readonly [string, string])[] = [
  ["occurrenceID", "Occurrence"],
  ["basisOfRecord", "Occurrence"],
  ["eventID", "Event"],
  ["taxonID", "Taxon"],
  ["scientificName", "Taxon"],
];

/**
 * Describes an archive without `meta.xml`: one file of text whose header line names terms (Darwin Core text guide §1.2).
 *
 * @throws ExportError `ARCHIVE_INVALID` when there is not exactly one such file, or its header names no term.
 */
export async function implicitDescriptor(archive: OpenArchive): Promise<ArchiveDescriptor> {
  const names = [...archive.entries.keys()].filter((name) => !isDebris(name));
  const [file, ...others] = names.filter((name) => !/\.xml$/i.test(name));
  if (file === undefined || others.length > 0) throw archiveError("DWCA_META_XML_NOT_FOUND");
  const metadata = names.find((name) => /(?:^|\/)(?:eml|metadata)\.xml$/i.test(name)) ?? null;
  const tabs = await readHeader(archive, file, TABS);
  const dialect = tabs.length > 1 ? TABS : COMMAS;
  const fields = fieldsOf(tabs.length > 1 ? tabs : await readHeader(archive, file, COMMAS));
  const rowType = ROW_TYPES.find(([name]) => fields.some(({ term }) => term === dwc + name))?.[1];
  if (rowType === undefined) throw archiveError("CORE_ROWTYPE_UNDETERMINED", { file });
  const id = fields.find(({ term }) => term === `${dwc}${rowType.toLowerCase()}ID`);
  const core = { rowType: dwc + rowType, files: [file], idIndex: id?.index ?? null, fields, dialect, line: 1 };
  return { core, extensions: [], metadata };
}

const TABS: Dialect = {
  encoding: "utf-8",
  separator: 9,
  lineEnd: 10,
  carriageReturns: false,
  enclosure: null,
  headerLines: 1,
};
const COMMAS: Dialect = { ...TABS, separator: 44, enclosure: 34 };

async function readHeader(archive: OpenArchive, file: string, dialect: Dialect): Promise<readonly string[]> {
  let header: readonly string[] | null = null;
  const visitor = {
    header: (row: ScannedRow) => {
      header = Array.from({ length: Math.min(row.count, row.starts.length) }, (_cell, index) => cellText(row, index));
    },
    row: () => undefined,
  };
  const table = { rowType: "", files: [file], idIndex: null, fields: [], dialect, line: 1 };
  for await (const _ of scanTable(archive, table, visitor, { found: refuse })) if (header !== null) break;
  return header ?? [];
}

function fieldsOf(header: readonly string[]): readonly MappedField[] {
  return header.flatMap((name, index) => {
    const term = termOf(name.trim());
    return term === null ? [] : [{ term, index, default: "", line: 1 }];
  });
}

function termOf(name: string): string | null {
  const known = VOCABULARIES.find(
    ({ namespace, properties }) =>
      properties.has(name) || (name.startsWith(namespace) && properties.has(name.slice(namespace.length))),
  );
  if (known === undefined) return null;
  return known.properties.has(name) ? known.namespace + name : name;
}
