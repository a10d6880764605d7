import type { DwcField } from "../../dwca/tables/dwc-field.js";
import { NAMESPACES } from "../../values/namespaces.js";
import type { DwcaDataset } from "./dwca-dataset.js";
import { captureKey, mediaFormat, mediaOf, mediaTime, mediaType, type OccurrenceMedia } from "../model/media.js";
import { createOccurrenceExtension, type OccurrenceExtension } from "./occurrence-extension.js";

/** A field of an archive's captures and crops. */
export type MediaField = DwcField<OccurrenceMedia, DwcaDataset>;

const { dwc, dcterms, gbif } = NAMESPACES;

/**
 * The fields of multimedia.txt (GBIF's Simple Multimedia), in their order. A crop shows one occurrence and names it. A capture belongs to
 * the event, and is written once for it.
 */
export const MULTIMEDIA_FIELDS: readonly MediaField[] = Object.freeze([
  field(`${dwc}occurrenceID`, ({ kind, occurrence }, dataset) =>
    kind === "crop" ? dataset.occurrenceIdOf(occurrence) : null,
  ),
  field(`${dcterms}type`, mediaType),
  field(`${dcterms}format`, mediaFormat),
  field(`${dcterms}identifier`, ({ url }) => url),
  field(`${dcterms}created`, mediaTime),
  field(`${dcterms}license`, (_media, { license }) => license),
  field(`${dcterms}rightsHolder`, (_media, { rightsHolder }) => rightsHolder),
]);

/**
 * The table multimedia.txt: every capture and crop with an address.
 *
 * @param fields - by default {@link MULTIMEDIA_FIELDS}.
 * @throws TypeError when the fields make no table.
 * @example
 * ```ts
 * export const Archive = createDwcaExporter({
 *   source,
 *   eventFields: [...EVENT_FIELDS, remarks],
 *   extensions: [multimediaTable([...MULTIMEDIA_FIELDS, publisher]), humboldtTable()],
 * });
 * ```
 */
export function multimediaTable(fields: readonly MediaField[] = MULTIMEDIA_FIELDS): OccurrenceExtension {
  return createOccurrenceExtension<OccurrenceMedia>({
    file: "multimedia.txt",
    rowType: `${gbif}Multimedia`,
    fields,
    needs: ["detections"],
    rows: (occurrence) => mediaOf(occurrence).filter(({ url }) => url !== null),
    key: captureKey,
  });
}

function field(term: string, value: NonNullable<MediaField["value"]>): MediaField {
  return Object.freeze({ term, value });
}
