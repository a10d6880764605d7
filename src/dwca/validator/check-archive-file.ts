import type { ErrorDetail } from "../../contracts/export-error.js";
import type { ArchiveLevel } from "../checks/archive-check.js";
import { ARCHIVE_CHECKS } from "../checks/archive-checks.js";
import type { ArchiveIssue } from "./archive-report.js";
import { validateArchive } from "./validate-archive.js";

/** The options of a check of a file that vasculum made. */
export interface CheckArchiveFileOptions {
  /** By default `structure`. */
  readonly level?: ArchiveLevel;
  /** Bytes of all files before they were zipped, as their writer counted them. */
  readonly inflated: number;
  /** The directory for ids that memory cannot hold; by default the system's directory for temporary files. */
  readonly scratchDirectory?: string;
  readonly signal?: AbortSignal;
}

/** The findings in a file that vasculum made, as a record of an export keeps them. Holds no value of the file. */
export interface ArchiveFileCheck {
  /** The first ten errors, for an ExportError `ARCHIVE_INVALID`; none in a valid archive. */
  readonly errors: readonly ErrorDetail[];
  /** By code, for the record's warnings. */
  readonly warnings: readonly { readonly code: string; readonly count: number; readonly sample: string }[];
}

const MOST_ERRORS = 10;
/** An export without rows says so itself, and a table that has none for the rows of an export is no fault. */
const EMPTY_TABLE = "TABLE_WITHOUT_ROWS";
/** An archive of zeros and constants compresses to less than any limit for files of unknown origin. */
const OWN = { ratio: Number.POSITIVE_INFINITY, xml: Number.POSITIVE_INFINITY };

/**
 * Checks an archive that was just written, before it is uploaded. Its sizes are known, so they are the limits.
 *
 * @throws Node's own error when the file cannot be opened; the signal's reason.
 * @example const { errors, warnings } = await checkArchiveFile(path, { level: "gbif", inflated });
 */
export async function checkArchiveFile(path: string, options: CheckArchiveFileOptions): Promise<ArchiveFileCheck> {
  const { level = "structure", inflated, ...rest } = options;
  const limits = { ...OWN, inflated: Math.max(1, inflated) };
  const { issues } = await validateArchive(path, { level, limits, ...rest });
  const errors = issues.filter((issue) => issue.level === "error").slice(0, MOST_ERRORS);
  return { errors: errors.map(detailOf), warnings: warningsOf(issues) };
}

function detailOf({ code, file, line, column, term }: ArchiveIssue): ErrorDetail {
  const path = [file, line, column, term].filter((part) => part !== null);
  return { path, code, message: ARCHIVE_CHECKS[code].sentence };
}

function warningsOf(issues: readonly ArchiveIssue[]): ArchiveFileCheck["warnings"] {
  const warnings = new Map<string, { code: string; count: number; sample: string }>();
  for (const { code, level, file, line, count } of issues) {
    if (level !== "warning" || code === EMPTY_TABLE) continue;
    const known = warnings.get(code);
    if (known !== undefined) known.count += count;
    else warnings.set(code, { code, count, sample: [file, line].filter((part) => part !== null).join(":") });
  }
  return [...warnings.values()];
}
