/** The rules that a validation checks: those of Darwin Core's text guide, or also those of GBIF. */
export type ArchiveLevel = "structure" | "gbif";

/**
 * A part of the archive that a check reads. A stage that cannot be reached leaves its checks undone, and the report
 * lists them.
 */
export type ArchiveStage = "zip" | "descriptor" | "metadata" | "rows";

/** The facts of every issue with one code. */
export interface ArchiveCheck {
  /** An error makes the archive invalid; a warning does not. */
  readonly severity: "error" | "warning";
  /** The level from which on it is checked. */
  readonly from: ArchiveLevel;
  readonly stage: ArchiveStage;
  /** States the fault, as a sentence. */
  readonly sentence: string;
  /** Names the remedy, as a sentence. */
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
