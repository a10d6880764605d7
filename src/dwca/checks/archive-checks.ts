import type { ArchiveCheck } from "./archive-check.js";
import { DESCRIPTOR_CHECKS } from "./descriptor-checks.js";
import { METADATA_CHECKS } from "./metadata-checks.js";
import { ROW_CHECKS } from "./row-checks.js";
import { VALUE_CHECKS } from "./value-checks.js";
import { ZIP_CHECKS } from "./zip-checks.js";

/**
 * Every code that a validation may report, in the order in which an archive is read. Codes that GBIF's validator has too are spelled as
 * there; they are stable.
 */
export const ARCHIVE_CHECKS = Object.freeze({
  ...ZIP_CHECKS,
  ...DESCRIPTOR_CHECKS,
  ...METADATA_CHECKS,
  ...ROW_CHECKS,
  ...VALUE_CHECKS,
}) satisfies Readonly<Record<string, ArchiveCheck>>;

/** A code of {@link ARCHIVE_CHECKS}. */
export type ArchiveCheckCode = keyof typeof ARCHIVE_CHECKS;
