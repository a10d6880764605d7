import type { ArchiveCheckCode } from "./archive-checks.js";

/** The place of a finding. */
export interface Place {
  /** The entry's name in the zip; without it, the archive as a whole. */
  readonly file?: string;
  /** From 1; a row that spans lines is named by its first. */
  readonly line?: number;
  /** From 0, as in `meta.xml`. */
  readonly column?: number;
  /** The IRI of a term. */
  readonly term?: string;
  /** The value there; a report shows it on request only. */
  readonly value?: string;
  /** The number of findings; by default 1. */
  readonly count?: number;
}

/** Takes what a check finds. */
export type Found = (code: ArchiveCheckCode, place?: Place) => void;
