import type { Scope } from "./scope.js";

/** The effect of a sensitivity policy on the rows of a snapshot. */
export interface SnapshotProtection {
  /** The size in degrees of the coarsest grid to which places are generalised; null where there is none. */
  readonly grid: number | null;
}

/** The options that open a {@link DataSource}. */
export interface OpenOptions {
  /** Names whose rows are read. The source itself applies it, after all filters. */
  readonly scope: Scope;
  /** Reaches every await of the snapshot: once aborted, pending and later calls reject with its reason. */
  readonly signal: AbortSignal;
  /** The most rows a batch may hold; at least 1. */
  readonly batchSize: number;
  /** Receives what the reader of a file should know of the rows as they are read; see {@link ExportRun.warn}. By default nobody hears it. */
  readonly warn?: ((code: string, count: number, sample?: string) => void) | undefined;
  /** Whether the user may have exact places of records that a sensitivity policy protects. By default nobody may. */
  readonly mayReadExact?: (() => Promise<boolean>) | undefined;
  /**
   * The most bytes of a row; by default 16 MiB. A source that can tell does not read a larger one whole. It leaves out
   * values, in whose place no format finds anything that it can write.
   */
  readonly maxRowBytes?: number | undefined;
}

/**
 * Rows that a query leaves out although no filter of the request asks for it, counted by reason: `{ no_event: 12 }`. A
 * row is counted under one reason.
 */
export type LeftOutRows = Readonly<Record<string, number>>;

/** One consistent view of a source. Two reads of it see the same rows, whatever others write meanwhile. */
export interface Snapshot<Row, Query> extends AsyncDisposable {
  /** Counts the rows that `batches(query)` gives. */
  count(query: Query): Promise<number>;
  /**
   * The rows of the query, in a fixed order by a unique key, in batches of 1 to `batchSize` rows. May be read again, and
   * several times at once unless the source says otherwise; an early `return` frees what the iteration held.
   *
   * @throws ExportError `SOURCE_ORDER_NOT_UNIQUE` when the order key repeats.
   */
  batches(query: Query): AsyncIterable<readonly Row[]>;
  /**
   * Counts the rows that the query leaves out unasked, while `batches` may be under way; null where the source must not say. Absent where it
   * cannot know.
   */
  leftOut?(query: Query): Promise<LeftOutRows | null>;
  /**
   * The effect of a sensitivity policy on its rows, known once they are counted. Absent or null where no policy changes
   * anything.
   */
  readonly protection?: SnapshotProtection | null;
}

/**
 * A place that rows come from: the host's database, a folder of files, an array. `Query` is the source's own value for
 * a restricted selection of rows, a Kysely builder or plain data. Filter backends narrow it.
 */
export interface DataSource<Row, Query> {
  /** The unrestricted query. Does no I/O. */
  queryset(): Query;
  /** Opens one consistent view, which the caller must dispose of. */
  open(options: OpenOptions): Promise<Snapshot<Row, Query>>;
  /** The project's name for the file name; without this method, or for null, the file is named after the project's id. */
  projectName?(scope: Scope, signal: AbortSignal): Promise<string | null>;
}
