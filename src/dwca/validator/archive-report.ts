import type { ArchiveCheckCode } from "../checks/archive-checks.js";

/** One kind of issue in one place, with the number of times it was found there. */
export interface ArchiveIssue {
  readonly code: ArchiveCheckCode;
  /** An error makes the archive invalid; a warning does not. */
  readonly level: "error" | "warning";
  /** The entry in the zip; null for the archive as a whole. */
  readonly file: string | null;
  /** The first line where it was found, from 1; null where there is none. */
  readonly line: number | null;
  /** From 0, as in `meta.xml`; null where it is no column. */
  readonly column: number | null;
  /** The IRI of the term; null where it is none. */
  readonly term: string | null;
  /** The number of times it was found in this file, column and term. */
  readonly count: number;
  /** The text in the first line, at most 100 characters. Present only where values were asked for. */
  readonly value?: string;
}

/** The rows of a table. */
export interface TableRows {
  readonly rowType: string;
  readonly files: readonly string[];
  /** Without header lines and blank lines. */
  readonly rows: number;
}

/** The findings of a validation. */
export interface ArchiveReport {
  /** Whether no error was found. */
  readonly valid: boolean;
  /** Errors first, then warnings, each in the order of the codes. At most as many as were asked for. */
  readonly issues: readonly ArchiveIssue[];
  /** The number of issues that the list leaves out. */
  readonly omitted: number;
  /** The codes that were not looked for: they need more than the archive, or an error kept the validation from them. */
  readonly notChecked: readonly string[];
  /** Rows of all tables. */
  readonly rows: number;
  readonly tables: readonly TableRows[];
}
