import type { z } from "zod";
import type { ErrorDetail, ExportError } from "./export-error.js";
import type { FilterParams, FilterRules } from "./filter-backend.js";
import type { Id } from "./id.js";
import type { PreviewListener } from "./preview-listener.js";
import type { FileFormat, OptionValues } from "./row-format.js";
import type { Scope } from "./scope.js";

/** The export an exporter works for. */
export interface ExportSpec {
  /** Null while a request is being checked: nothing is stored yet. */
  readonly id: Id | null;
  readonly projectId: Id;
  readonly userId: Id;
  readonly format: string;
  /** As the exporter's filter backends parsed them, each key by its own. */
  readonly filters: FilterParams;
  /** The request's choices, as the exporter's own schema of options parsed them. */
  readonly options: OptionValues;
}

/** The run that core hands to an exporter: what to export, and how to report what becomes of it. */
export interface ExportRun {
  readonly dataExport: ExportSpec;
  readonly scope: Scope;
  /** Aborted on cancel, lost lease, limit and shutdown; must reach every await. */
  readonly signal: AbortSignal;
  /**
   * The largest size of the finished file, in bytes; absent for no limit. Core looks at the finished file. An exporter
   * may stop earlier.
   */
  readonly maxBytes?: number;
  /** Creates a private, empty temp file (mode 0600) and returns its path. Core deletes it when the attempt ends, however it ends. */
  tempFile(name: string): Promise<string>;
  /**
   * Announces how many rows the snapshot counts. The export fails with `COUNT_MISMATCH` unless exported + skipped reach
   * it exactly.
   */
  expected(total: number): void;
  /** `count` more rows have been written. @throws ExportError `ROW_LIMIT`. */
  exported(count: number): void;
  /** One more row could not be written and is left out; the error names row and column. */
  skipped(error: ExportError): void;
  /** Something happened `count` more times that the reader should know; becomes a warning on the record. */
  warn(code: string, count: number, sample?: string): void;
  /** Whether the user may have exact places of records that a sensitivity policy protects; absent for no. */
  mayReadExact?(): Promise<boolean>;
}

/** An exporter at work. */
export interface Exporter {
  /** The filters this exporter takes. Called before `export`, and alone when a request is checked. */
  getFilterBackends(): readonly FilterRules[];
  /** The schema of what a request may choose beside filters, every key optional. Absent, or undefined, for nothing. */
  getOptions?(): z.ZodObject | undefined;
  /** Names the kind of file it makes. Core calls it where the class has no static `fileFormat`. */
  getFormat?(): FileFormat;
  /**
   * Checks what can be known before rows are read. Called when a request is checked, once the user is authorized, and again when the
   * job starts.
   *
   * @throws ExportError `INVALID_OPTIONS`, `METADATA_INCOMPLETE`: the request is refused, or the export fails.
   */
  preflight?(): Promise<void>;
  /** Opens the source and closes it again. Rejects when it cannot be read. Called by a check of the service; absent where nothing is read. */
  probe?(): Promise<void>;
  /** Counts the rows that an export would have now, for the estimate shown at once. */
  count(): Promise<number>;
  /**
   * Reads what a preview shows, as `export` would write it, and writes nothing. Ends when the listener has enough, or all is read. Absent
   * where nothing but the count can be shown.
   */
  preview?(listener: PreviewListener): Promise<void>;
  /** Names the job; by default `Export <format>`. */
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
  /** The file extension without a dot: `csv`. By default what the exporter's `getFormat` says. */
  readonly fileFormat?: string | undefined;
  /** The media type of the file, as in RFC 6838; by default the format's, else the one of well-known extensions. */
  readonly contentType?: string | undefined;
  /** Goes into the file name: `<project>_<label>_export-<id>.<ext>`. */
  readonly filenameLabel?: string | undefined;
}

/** Finds exporters by format key; an ExportRegistry is one. */
export interface ExporterLookup {
  /** @throws ExportError `UNKNOWN_FORMAT`, which names the keys that exist. */
  getExporter(format: string): ExporterClass;
  /** The keys, in the order of registration. */
  getSupportedFormats(): readonly string[];
}
