import type { FormatColumn, RowFormat } from "../contracts/row-format.js";
import { treatmentOf, type Treatment } from "../sensitivity/terms/treatment-of.js";
import { checkColumns } from "./check-columns.js";
import type { ColumnType } from "./column-type.js";
import type { TypedColumn } from "./typed-column.js";
import { TypedReader, type TypedRow } from "./typed-reader.js";
import { type ReadCell, typedCell } from "./typed-cell.js";
import { typedText } from "./typed-text.js";
import { WarningCounts } from "./warning-counts.js";

/** The own part of a format with types: its options, and its bytes. */
export interface TypedFormatSpec<Row> extends Pick<
  RowFormat<Row>,
  "fileFormat" | "contentType" | "options" | "configure" | "withAbout"
> {
  /** The same format over other columns. */
  over<Other>(columns: readonly TypedColumn<Other>[]): RowFormat<Other>;
  /** Reads a cell; by default as the type of its column has it. */
  readonly cell?: ReadCell | undefined;
  /** Writes the file's bytes. `warnings` knows those of the rows so far. */
  write(batches: AsyncIterable<readonly TypedRow<Row>[]>, warnings: WarningCounts): AsyncIterable<Uint8Array>;
}

/** A format that reads its rows by the types of their columns. @throws TypeError when there is no column, or a name repeats. */
export function createTypedFormat<Row>(
  columns: readonly TypedColumn<Row>[],
  { over, write, cell = typedCell, ...rest }: TypedFormatSpec<Row>,
): RowFormat<Row> {
  const checked = checkColumns(columns);
  return Object.freeze<RowFormat<Row>>({
    ...rest,
    columns: Object.freeze({
      option: "columns",
      names: Object.freeze(checked.map(({ name }) => name)),
      terms: Object.freeze(checked.map(({ term }) => term ?? null)),
    }),
    withColumns: <Other>(change: (given: readonly FormatColumn<Row>[]) => readonly FormatColumn<Other>[]) =>
      // The columns hold values of the given ones, texts, numbers and null.
      over((change(checked) as readonly TypedColumn<Other>[]).map(publicColumn)),
    async *cells(batches, onRowError, options) {
      const reader = new TypedReader<Row>(checked, cell, onRowError, options);
      for await (const batch of batches) yield reader.read(batch).map(({ cells }) => textsOf(cells, checked));
    },
    encode(batches, onRowError, options) {
      const warnings = new WarningCounts(options?.onWarning);
      const reader = new TypedReader<Row>(checked, cell, onRowError, { ...options, onWarning: warnings.add });
      return write(typedBatches(batches, reader), warnings);
    },
  });
}

function textsOf<Row>(cells: TypedRow["cells"], columns: readonly TypedColumn<Row>[]): readonly string[] {
  return columns.map(({ type = "text" }, index) => typedText(cells[index] ?? null, type));
}

async function* typedBatches<Row>(
  batches: AsyncIterable<readonly Row[]>,
  reader: TypedReader<Row>,
): AsyncGenerator<readonly TypedRow<Row>[], void, undefined> {
  for await (const batch of batches) yield reader.read(batch);
}

/** Treatments by which a policy writes text: surrogates of ids, dates without days, words for places. */
const AS_TEXT: ReadonlySet<Treatment> = new Set(["id", "station", "date", "place", "text", "media"]);
const NUMBERS: ReadonlySet<Treatment> = new Set(["latitude", "longitude", "uncertainty"]);

/** A column whose cells a policy has decided about; see {@link AS_TEXT}. */
function publicColumn<Row>(column: TypedColumn<Row>): TypedColumn<Row> {
  return { ...column, type: publicType(treatmentOf(column.term), column.type) };
}

function publicType(treatment: Treatment, type: ColumnType | undefined): ColumnType {
  if (AS_TEXT.has(treatment)) return "text";
  return type ?? (NUMBERS.has(treatment) ? "float" : "text");
}
