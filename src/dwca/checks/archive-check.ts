/** How much a validation asks of an archive: what Darwin Core's text guide asks, or what GBIF asks beyond it. */
export type ArchiveLevel = "structure" | "gbif";

/** What a check reads. A stage that cannot be reached leaves its checks undone, and the report lists them. */
export type ArchiveStage = "zip" | "descriptor" | "metadata" | "rows";

/** What is true of every issue with one code. */
export interface ArchiveCheck {
  /** An error makes the archive invalid; a warning does not. */
  readonly severity: "error" | "warning";
  /** The level from which on it is checked. */
  readonly from: ArchiveLevel;
  readonly stage: ArchiveStage;
  /** What is wrong, as a sentence. */
  readonly sentence: string;
  /** What to do about it, as a sentence. */
  readonly remedy: string;
}

/** Describes a check whose issue makes the archive invalid. */
export function error(from: ArchiveLevel, stage: ArchiveStage, [sentence, remedy]: readonly [string, string]) {
  return Object.freeze({ severity: "error", from, stage, sentence, remedy } as const satisfies ArchiveCheck);
}

/** Describes a check whose issue leaves the archive valid. */
export function warning(from: ArchiveLevel, stage: ArchiveStage, [sentence, remedy]: readonly [string, string]) {
  return Object.freeze({ severity: "warning", from, stage, sentence, remedy } as const satisfies ArchiveCheck);
}
