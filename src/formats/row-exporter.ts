import type { Snapshot } from "../contracts/data-source.js";
import type { OptionValues, RowFormat } from "../contracts/row-format.js";
import { BaseExporter } from "../core/exporters/base-exporter.js";

/** An exporter of one table, whose columns depend on whether a sensitivity policy changes anything. */
export abstract class RowExporter<Row, Query> extends BaseExporter<Row, Query> {
  #snapshot: Snapshot<Row, Query> | null = null;

  /** Columns that say what a policy has done: left out where it changes nothing, and the request does not name them. */
  get policyColumns(): readonly string[] {
    return [];
  }

  protected override async chosenFormat(): Promise<RowFormat<Row>> {
    const chosen = await super.chosenFormat();
    if (this.#snapshot?.protection) return chosen;
    return withoutColumns(chosen, this.dataExport.options, this.policyColumns);
  }

  protected override withSnapshot<Result>(use: (snapshot: Snapshot<Row, Query>) => Promise<Result>): Promise<Result> {
    return super.withSnapshot((snapshot) => {
      this.#snapshot = snapshot;
      return use(snapshot);
    });
  }
}

/** The format without some of its columns, unless the request chose among them. */
function withoutColumns<Row>(format: RowFormat<Row>, options: OptionValues, left: readonly string[]): RowFormat<Row> {
  const { columns, configure } = format;
  if (left.length === 0 || columns === undefined || configure === undefined) return format;
  if (options[columns.option] !== undefined) return format;
  const names = columns.names.filter((name) => !left.includes(name));
  return configure.call(format, { ...options, [columns.option]: names });
}
