import { NAMESPACES } from "../../values/namespaces.js";
import { dwcaIdentifier, type DwcaDataset } from "./dwca-dataset.js";
import { captureKey, mediaFormat, mediaOf, mediaTime, mediaType, type OccurrenceMedia } from "../model/media.js";
import type { MediaField } from "./multimedia-table.js";
import { createOccurrenceExtension, type OccurrenceExtension } from "./occurrence-extension.js";
import { regionOf } from "../model/region.js";

const { dwc, dcterms, dc, ac } = NAMESPACES;
const XMP = "http://ns.adobe.com/xap/1.0/";
const EXIF = "http://ns.adobe.com/exif/1.0/";

/** The fields of audiovisual.txt (Audiovisual Core), in their order. Captures and crops have identifiers of their own. */
export const AUDIOVISUAL_FIELDS: readonly MediaField[] = Object.freeze([
  field(`${dwc}occurrenceID`, occurrenceId),
  Object.freeze({ ...field(`${dcterms}identifier`, mediaId), identifies: true }),
  field(`${dc}type`, mediaType),
  field(`${dc}format`, mediaFormat),
  field(`${ac}accessURI`, ({ url }) => url),
  field(`${XMP}CreateDate`, mediaTime),
  field(`${EXIF}PixelXDimension`, ({ kind, capture }) => (kind === "capture" ? capture?.width : null)),
  field(`${EXIF}PixelYDimension`, ({ kind, capture }) => (kind === "capture" ? capture?.height : null)),
  field(`${ac}derivedFrom`, (media, dataset) => (media.kind === "crop" ? captureId(media, dataset) : null)),
  field(`${ac}associatedObservationReference`, occurrenceId),
  field(`${dcterms}rights`, (_media, { license }) => license),
  field(`${XMP}rights/Owner`, (_media, { rightsHolder }) => rightsHolder),
]);

/**
 * The fields that place a crop on its capture, as parts of its width and height from the top left (Audiovisual Core: regions of interest).
 * For `audiovisualTable([...AUDIOVISUAL_FIELDS, ...REGION_FIELDS])`.
 */
export const REGION_FIELDS: readonly MediaField[] = Object.freeze([
  field(`${ac}isROIOf`, (media, dataset) => regionOf(media) && captureId(media, dataset)),
  field(`${ac}xFrac`, (media) => regionOf(media)?.x),
  field(`${ac}yFrac`, (media) => regionOf(media)?.y),
  field(`${ac}widthFrac`, (media) => regionOf(media)?.width),
  field(`${ac}heightFrac`, (media) => regionOf(media)?.height),
]);

/**
 * The table audiovisual.txt, for hosts that want more of their media than multimedia.txt holds: every capture and crop with an address.
 *
 * @param fields - by default {@link AUDIOVISUAL_FIELDS}.
 * @throws TypeError when the fields make no table.
 * @example extensions: [audiovisualTable(), emofTable(), identificationTable(), effort, crops],
 */
export function audiovisualTable(fields: readonly MediaField[] = AUDIOVISUAL_FIELDS): OccurrenceExtension {
  return createOccurrenceExtension<OccurrenceMedia>({
    file: "audiovisual.txt",
    rowType: `${ac}Multimedia`,
    fields,
    needs: ["detections"],
    rows: (occurrence) => mediaOf(occurrence).filter(({ url }) => url !== null),
    key: captureKey,
  });
}

function occurrenceId({ kind, occurrence }: OccurrenceMedia, dataset: DwcaDataset): string | null {
  return kind === "crop" ? dataset.occurrenceIdOf(occurrence) : null;
}

function mediaId(media: OccurrenceMedia, dataset: DwcaDataset): string | null {
  return media.kind === "crop" ? dwcaIdentifier(dataset, "detection", media.detection.id) : captureId(media, dataset);
}

function captureId({ capture }: OccurrenceMedia, dataset: DwcaDataset): string | null {
  return capture && dwcaIdentifier(dataset, "capture", capture.id);
}

function field(term: string, value: NonNullable<MediaField["value"]>): MediaField {
  return Object.freeze({ term, value });
}
