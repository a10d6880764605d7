import type { ErrorDetail } from "../contracts/export-error.js";
import type { ExportWarning } from "../contracts/export-record.js";
import type { JsonObject } from "../contracts/json.js";

/** A table of the file. Cells are texts, as the file has them; those of JSON are JSON. One of more than 10,000 characters ends there with `…`. */
export interface PreviewTable {
  /** The file of an archive; null where the table is the whole file. */
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The rows of one night: those whose event, or whose own date, begins on its date. */
export interface PreviewNight {
  /** `YYYY-MM-DD`; null for rows without such a date. */
  readonly night: string | null;
  readonly count: number;
}

/** The rows of one station. */
export interface PreviewStation {
  /** `dwc:locationID`, else `dwc:locality`, else the coordinates; null for rows without any of them. */
  readonly id: string | null;
  /** `dwc:locality`. */
  readonly name: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly count: number;
}

/** The place and time of the rows. */
export interface PreviewExtent {
  /** In degrees; `west` is above `east` where the box crosses 180°. Null where no row has coordinates. */
  readonly box: { readonly west: number; readonly south: number; readonly east: number; readonly north: number } | null;
  /** `YYYY-MM-DD`, both included. Null where no row has a date. */
  readonly dates: { readonly first: string; readonly last: string } | null;
}

/** A part of a preview that takes time to know. */
export type PreviewPart = "count" | "tables" | "left_out" | "metadata" | "extent" | "nights" | "stations" | "warnings";

/**
 * A preview of an export, made without the export. A part is null where the columns or the source do not give it. It is
 * null too where it was not ready in time: then `unfinished` names it. Tables have the rows that were read.
 */
export interface ExportPreview {
  readonly format: string;
  readonly filtersDisplay: JsonObject;
  readonly count: number | null;
  /** The first rows of each table. */
  readonly tables: readonly PreviewTable[] | null;
  /** Rows that no filter of the request leaves out and that the file will not have. */
  readonly leftOut: { readonly count: number; readonly reasons: Readonly<Record<string, number>> } | null;
  /** The gaps of the dataset's description; the export would be refused for them. Empty for none. */
  readonly metadata: readonly ErrorDetail[] | null;
  readonly extent: PreviewExtent | null;
  /** By date; at most 1,000, then `cut` names them. */
  readonly nights: readonly PreviewNight[] | null;
  /** Those with most rows first; at most 1,000, then `cut` names them. */
  readonly stations: readonly PreviewStation[] | null;
  /** The warnings that the record would have. */
  readonly warnings: readonly ExportWarning[] | null;
  /** Why the file would have no row; null where it has some, or the count is not known. */
  readonly reason: string | null;
  /** Why the export would fail as the rows are now; null where nothing is known of that. */
  readonly problem: {
    readonly code: string;
    readonly message: string;
    readonly details: readonly ErrorDetail[];
  } | null;
  readonly unfinished: readonly PreviewPart[];
  readonly cut: readonly ("nights" | "stations")[];
}
