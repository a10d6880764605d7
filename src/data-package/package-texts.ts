import { ExportError } from "../contracts/export-error.js";
import type { RowErrorListener } from "../contracts/row-format.js";
import type { Spool } from "../packages/spool.js";
import { rowKey } from "../rows/row-key.js";
import { PackageRows, type TableTexts } from "./package-rows.js";
import type { PackagePass } from "./package-spec.js";
import type { PackageTable } from "./package-table.js";
import type { Warn } from "./row-encoder.js";

/** The parts of which the texts of tables are made. */
export interface PackageReading<Row, Context> {
  readonly tables: readonly PackageTable[];
  /** The names of tables that the request leaves out: keys of them may stay. By default none. */
  readonly leftOut?: readonly string[];
  readonly pass: PackagePass<Row, Context>;
  readonly batches: AsyncIterable<readonly Row[]>;
  readonly spool: Spool;
  readonly warn: Warn;
  readonly onRowError: RowErrorListener;
  /** A row is written: its cells in the order of the fields. */
  readonly onRow?: (table: PackageTable, cells: readonly string[]) => void;
  /** The names of tables of which a row that comes again in another group is left out later. */
  readonly shared?: readonly string[] | undefined;
  /** Keys of a shared table came again. */
  readonly onRepeated?: (table: string, keys: ReadonlySet<string>) => void;
  /** The most parts that are read before the source's rows; more are left out, and then keys may point at nothing. By default all are read. */
  readonly mostBefore?: number;
  /** Parts before the source's rows are left out. */
  readonly onCut?: () => void;
}

/** The lines of all tables, part by part: those before the rows of the source, those of each batch, those after. */
export async function* packageTexts<Row, Context>(
  reading: PackageReading<Row, Context>,
): AsyncGenerator<TableTexts, void, undefined> {
  const { pass, batches, onRowError, onRow, mostBefore = Infinity, onCut } = reading;
  const hear = (table: PackageTable, cells: readonly string[]): void => {
    pass.onRow?.(table, cells);
    onRow?.(table, cells);
  };
  let parts = 0;
  const isCut = () => parts >= mostBefore;
  await using rows = new PackageRows(reading.tables, pass.context, { ...reading, isCut, onRow: hear });
  for await (const items of pass.before?.() ?? []) {
    yield merged(items.map(({ key, group = null, rows: own }) => rows.linesOf(own, { key, group })));
    await rows.flush();
    parts += 1;
    if (isCut()) break;
  }
  if (isCut()) onCut?.();
  let position = 0;
  for await (const batch of batches) {
    const parts: TableTexts[] = [];
    for (const row of batch) {
      const key = rowKey(row, (position += 1));
      try {
        const group = pass.groupOf?.(row) ?? `row ${position}`;
        parts.push(
          rows.linesOf(
            derived(() => pass.rowsOf(row), key),
            { key, group },
          ),
        );
      } catch (error) {
        if (!ExportError.is(error) || error.code !== "ROW_ENCODING") throw error;
        onRowError(error);
      }
    }
    yield merged(parts);
    await rows.flush();
  }
  for (const { key, rows: last } of pass.after?.() ?? []) yield rows.linesOf(last, { key, group: null });
  await rows.finish();
}

/** The rows of an item. What a map throws makes the item unwritable. */
function* derived<Item>(derive: () => Iterable<Item>, key: string | number): Generator<Item, void, undefined> {
  try {
    yield* derive();
  } catch (cause) {
    if (ExportError.is(cause)) throw cause;
    const message = "The rows of the package could not be derived.";
    throw new ExportError("ROW_ENCODING", { details: [{ path: ["rows", key], code: "unreadable", message }], cause });
  }
}

function merged(parts: readonly TableTexts[]): TableTexts {
  const texts = new Map<string, string>();
  for (const part of parts) for (const [name, text] of part) texts.set(name, (texts.get(name) ?? "") + text);
  return texts;
}
