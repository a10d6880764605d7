import { type RawEntry, rawZip } from "./raw-zip.js";

const DWC = "http://rs.tdwg.org/dwc/terms/";
const DCTERMS = "http://purl.org/dc/terms/";

/** The text of an archive's files, by their names. */
export type ArchiveFiles = Readonly<Record<string, string | Uint8Array>>;

const EVENT = [
  "eventID",
  "eventDate",
  "year",
  "samplingProtocol",
  "decimalLatitude",
  "decimalLongitude",
  "geodeticDatum",
];
const MORE_EVENT = [
  "coordinateUncertaintyInMeters",
  "coordinatePrecision",
  "countryCode",
  "continent",
  "minimumElevationInMeters",
  "maximumElevationInMeters",
  "minimumDepthInMeters",
  "maximumDepthInMeters",
  "georeferencedDate",
];
/** The columns of event.txt. */
export const EVENT_COLUMNS: readonly string[] = [...EVENT, ...MORE_EVENT]
  .map((name) => DWC + name)
  .concat(`${DCTERMS}references`);
/** The columns of occurrence.txt. */
export const OCCURRENCE_COLUMNS: readonly string[] = [
  ...["eventID", "occurrenceID", "basisOfRecord", "occurrenceStatus", "individualCount", "scientificName"].map(
    (name) => DWC + name,
  ),
  `${DWC}dateIdentified`,
  `${DCTERMS}modified`,
];
/** The columns of multimedia.txt, after the id. */
export const MEDIA_COLUMNS: readonly string[] = ["identifier", "created"].map((name) => DCTERMS + name);

const EVENT_ROWS = [
  "e1\t2023-06-18/2023-06-19\t2023\tlight trap\t51.5\t4.76\tWGS84\t30\t0.001\tGB\tEurope\t10\t20\t0\t1\t2023-06-20\thttps://example.org/e1",
  "e2\t2023-06-19T20:00:00Z\t\tlight trap\t\t\t\t\t\t\t\t\t\t\t\t\t",
];
const OCCURRENCE_ROWS = [
  "e1\to1\tMachineObservation\tpresent\t1\tNoctua pronuba\t2023-07-01\t2024-01-01",
  "e2\to2\tMachineObservation\tabsent\t0\tAgrotis segetum\t\t",
];
const MEDIA_ROWS = ["e1\thttps://media.example.org/1.jpg\t2023-06-18T22:00:00Z"];

const name = (term: string): string => term.slice(term.lastIndexOf("/") + 1);
const lines = (header: readonly string[], rows: readonly string[]): string =>
  [header.join("\t"), ...rows].map((line) => `${line}\n`).join("");

/** The attributes of a table that say how its rows are written. */
export const DIALECT =
  'encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1"';

const fields = (terms: readonly string[], from = 0): string =>
  terms.map((term, index) => `\n    <field index="${index + from}" term="${term}"/>`).join("");

const META = `<?xml version="1.0" encoding="UTF-8"?>
<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">
  <core ${DIALECT} rowType="${DWC}Event">
    <files><location>event.txt</location></files>
    <id index="0"/>${fields(EVENT_COLUMNS)}
  </core>
  <extension ${DIALECT} rowType="${DWC}Occurrence">
    <files><location>occurrence.txt</location></files>
    <coreid index="0"/>${fields(OCCURRENCE_COLUMNS)}
  </extension>
  <extension ${DIALECT} rowType="http://rs.gbif.org/terms/1.0/Multimedia">
    <files><location>multimedia.txt</location></files>
    <coreid index="0"/>${fields(MEDIA_COLUMNS, 1)}
  </extension>
</archive>
`;

const EML = `<?xml version="1.0" encoding="UTF-8"?>
<eml:eml xmlns:eml="https://eml.ecoinformatics.org/eml-2.2.0" packageId="p1" system="http://gbif.org" scope="system">
  <dataset>
    <title>Moths of the night</title>
    <creator><organizationName>The Museum</organizationName></creator>
    <pubDate>2024-01-01</pubDate>
    <abstract><para>Moths that came to the light of a trap with a camera.</para></abstract>
    <intellectualRights><para><ulink url="http://creativecommons.org/licenses/by/4.0/legalcode"><citetitle>CC BY 4.0</citetitle></ulink></para></intellectualRights>
    <contact><organizationName>The Museum</organizationName></contact>
  </dataset>
</eml:eml>
`;

/** An archive in which there is nothing to find. */
export const SOUND_FILES: ArchiveFiles = {
  "meta.xml": META,
  "eml.xml": EML,
  "event.txt": lines(EVENT_COLUMNS.map(name), EVENT_ROWS),
  "occurrence.txt": lines(OCCURRENCE_COLUMNS.map(name), OCCURRENCE_ROWS),
  "multimedia.txt": lines(["coreid", ...MEDIA_COLUMNS.map(name)], MEDIA_ROWS),
};

/** The entries of a zip of these files. */
export function entriesOf(files: ArchiveFiles): readonly RawEntry[] {
  return Object.entries(files).map(([file, data]) => ({ name: file, data }));
}

/** The archive of these files. */
export function archiveOf(files: ArchiveFiles): Buffer {
  return rawZip(entriesOf(files));
}

/** The sound archive's files with a text of one of them replaced. @throws when the text is missing. */
export function changed(file: string, from: string, to: string): ArchiveFiles {
  const text = String(SOUND_FILES[file]);
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  return { ...SOUND_FILES, [file]: text.replace(from, to) };
}

/** The sound archive's files without one. */
export function without(file: string): ArchiveFiles {
  return Object.fromEntries(Object.entries(SOUND_FILES).filter(([key]) => key !== file));
}

/** The sound archive's files with a cell of a table's first row replaced. */
export function withCell(file: string, column: string, value: string, row = 1): ArchiveFiles {
  const text = String(SOUND_FILES[file]).split("\n");
  const index = (text[0] ?? "").split("\t").indexOf(column);
  if (index < 0) throw new Error(`${file} has no column ${column}`);
  const cells = (text[row] ?? "").split("\t");
  cells[index] = value;
  text[row] = cells.join("\t");
  return { ...SOUND_FILES, [file]: text.join("\n") };
}
