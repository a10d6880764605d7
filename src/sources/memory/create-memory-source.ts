import type { DataSource, OpenOptions, Snapshot } from "../../contracts/data-source.js";
import type { Id } from "../../contracts/id.js";
import type { Scope } from "../../contracts/scope.js";
import { MemoryView } from "./memory-view.js";
import { uniqueOrder } from "./unique-order.js";

/** A selection of a memory source's rows: those it says yes to. A filter backend narrows it with `(row) => query(row) && …`. */
export type MemoryQuery<Row> = (row: Row) => boolean;

/** The options of a memory source. */
export interface MemorySourceOptions<Row> {
  /** The row's unique key. Rows come in its order: numbers by size, then texts by code point. */
  key(row: Row): Id;
  /** Whether the row is the scope's; `() => true` where everybody may have every row. Asked once per row when a snapshot opens. */
  inScope(row: Row, scope: Scope): boolean;
}

/**
 * Rows of a list: for tests, and for rows that a host has at hand anyway.
 *
 * A snapshot is a copy of the list: rows that the host adds, replaces or removes later are not seen. Rows themselves are taken as
 * values, never copied: replace one rather than change it.
 *
 * @example
 * ```ts
 * const animalSource = createMemorySource(
 *   events.flatMap(({ animals }) => animals),
 *   { key: ({ observationID }) => observationID, inScope: (_, scope) => isOurs(scope) },
 * );
 * ```
 */
export function createMemorySource<Row>(
  rows: readonly Row[],
  options: MemorySourceOptions<NoInfer<Row>>,
): DataSource<Row, MemoryQuery<Row>> {
  return Object.freeze({
    queryset: () => () => true,
    open: async (opening: OpenOptions) => openSnapshot(rows, options, opening),
  });
}

function openSnapshot<Row>(
  rows: readonly Row[],
  options: MemorySourceOptions<Row>,
  opening: OpenOptions,
): Snapshot<Row, MemoryQuery<Row>> {
  const view = new MemoryView(opening);
  const mine = rows.filter((row) => options.inScope(row, opening.scope));
  return {
    count: async (query) => (view.check(), mine.filter(query).length),
    batches: (query) =>
      view.batches(
        () => uniqueOrder(mine.filter(query), (row) => options.key(row)),
        (row) => row,
      ),
    [Symbol.asyncDispose]: async () => view.close(),
  };
}
