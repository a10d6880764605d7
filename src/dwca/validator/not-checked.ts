import { ARCHIVE_CHECKS } from "../checks/archive-checks.js";
import type { ArchiveLevel, ArchiveStage } from "../checks/archive-check.js";
import { NOT_CHECKED_HERE } from "../checks/not-checked-here.js";

/** The stages that a validation came to. */
export type Reached = readonly ArchiveStage[];

/** The codes that a validation did not look for: those of the other level, of stages it never came to, and those that are never checked. */
export function notChecked(level: ArchiveLevel, reached: Reached): readonly string[] {
  const left = Object.entries(ARCHIVE_CHECKS).filter(
    ([, { from, stage }]) => !reached.includes(stage) || (from === "gbif" && level !== "gbif"),
  );
  return [...left.map(([code]) => code), ...NOT_CHECKED_HERE.flatMap(({ codes }) => codes)];
}
