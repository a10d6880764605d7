import { mapTable, type TableMap } from "../../data-package/table-map.js";
import { DWC_DP } from "../../dwc-dp/dwc-dp-tables.js";
import { mediaFormat, mediaType } from "../model/media.js";
import { type DwcDpDataset, dwcDpId, type MediumLink, type MediumRow } from "./dwc-dp-rows.js";

/** The map by which pictures and regions fill the table of media. A region is part of its picture, in parts of its width and height. */
export const MEDIA_MAP: TableMap<MediumRow, DwcDpDataset> = mapTable(DWC_DP.MEDIA, {
  media_pk: (medium: MediumRow, dataset) => mediumKey(medium, dataset),
  mediaID: (medium: MediumRow, dataset) => mediumKey(medium, dataset),
  derivedFromMediaID: ({ kind, url, capture }, dataset) =>
    kind === "detection" && url !== null && capture !== null ? dwcDpId(dataset, "capture", capture.id) : null,
  isPartOfMediaID: ({ region, capture }, dataset) => region && capture && dwcDpId(dataset, "capture", capture.id),
  mediaType: (medium) => mediaType({ url: medium.url ?? medium.capture?.url ?? null }),
  createDate: ({ createDate }) => createDate,
  accessURI: ({ url }) => url,
  format: (medium) => mediaFormat(medium),
  pixelXDimension: ({ kind, capture }) => (kind === "capture" ? pixels(capture?.width) : null),
  pixelYDimension: ({ kind, capture }) => (kind === "capture" ? pixels(capture?.height) : null),
  xFrac: ({ region }) => region?.x,
  yFrac: ({ region }) => region?.y,
  heightFrac: ({ region }) => region?.height,
  widthFrac: ({ region }) => region?.width,
  provenance_fk: (_medium, dataset) => dwcDpId(dataset, "provenance"),
  usagePolicy_fk: (_medium, dataset) => dwcDpId(dataset, "usagePolicy"),
});

/** The key of a picture or region. */
export function mediumKey({ kind, id }: Pick<MediumRow, "kind" | "id">, dataset: DwcDpDataset): string {
  return dwcDpId(dataset, kind, id);
}

/** The map by which pictures belong to nights. */
export const EVENT_MEDIA_MAP: TableMap<MediumLink, DwcDpDataset> = mapTable(DWC_DP.EVENT_MEDIA, {
  media_fk: ({ medium }, dataset) => mediumKey(medium, dataset),
  event_fk: ({ event }, dataset) => dwcDpId(dataset, "event", event.id),
});

/** The map by which pictures and regions show occurrences. */
export const OCCURRENCE_MEDIA_MAP: TableMap<MediumLink, DwcDpDataset> = mapTable(DWC_DP.OCCURRENCE_MEDIA, {
  media_fk: ({ medium }, dataset) => mediumKey(medium, dataset),
  occurrence_fk: ({ occurrence }, dataset) => dwcDpId(dataset, "occurrence", occurrence.id),
});

function pixels(size: number | null | undefined): number | null {
  return size != null && Number.isInteger(size) && size >= 1 ? size : null;
}
