import type { ErrorDetail, ExportError } from "./export-error.js";
import type { FilterRules } from "./filter-backend.js";
import type { Id } from "./id.js";
import type { JsonObject } from "./json.js";
import type { Scope } from "./scope.js";

/** The export an exporter works for. */
export interface ExportSpec {
  /** Null while a request is being checked: nothing is stored yet. */
  readonly id: Id | null;
  readonly projectId: Id;
  readonly userId: Id;
  readonly format: string;
  /** Accepted by the exporter's filter backends. */
  readonly filters: JsonObject;
}

/** What core hands to an exporter: what to export, and how to say what becomes of it. */
export interface ExportRun {
  readonly dataExport: ExportSpec;
  readonly scope: Scope;
  /** Aborted on cancel, lost lease, limit and shutdown; must reach every await. */
  readonly signal: AbortSignal;
  /** Creates a private, empty temp file (mode 0600) and returns its path. Core deletes it when the attempt ends, however it ends. */
  tempFile(name: string): Promise<string>;
  /** How many rows the snapshot counts. The export fails with `COUNT_MISMATCH` unless exported + skipped reach it exactly. */
  expected(total: number): void;
  /** `count` more rows have been written. @throws ExportError `ROW_LIMIT`. */
  exported(count: number): void;
  /** One more row could not be written and is left out; the error names row and column. */
  skipped(error: ExportError): void;
  /** Something happened `count` more times that the reader should know; becomes a warning on the record. */
  warn(code: string, count: number, sample?: string): void;
}

/** An exporter at work. */
export interface Exporter {
  /** The filters this exporter takes. Called before `export`, and alone when a request is checked. */
  getFilterBackends(): readonly FilterRules[];
  /** How many rows an export would have now; for the estimate shown at once. */
  count(): Promise<number>;
  /** What the job is called; by default `Export <format>`. */
  jobName?(): string;
  /** The project's name for the file name, or null. */
  projectName(): Promise<string | null>;
  /** Writes the file and returns its path, which must be one that `run.tempFile` gave. */
  export(): Promise<string>;
  /** Looks at the finished file before it is uploaded; any issue fails the export with `FILE_CHECK_FAILED`. */
  check?(path: string): Promise<readonly ErrorDetail[]>;
}

/** A class that makes one kind of file. Structural, so that classes of another copy of the package register too. */
export interface ExporterClass {
  new (run: ExportRun): Exporter;
  /** The file extension without a dot: `csv`. */
  readonly fileFormat: string;
  /** The media type of the file, as in RFC 6838; by default the one of well-known extensions. */
  readonly contentType?: string;
  /** Goes into the file name: `<project>_<label>_export-<id>.<ext>`. */
  readonly filenameLabel?: string;
}
