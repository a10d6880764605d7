import type { Snapshot } from "../contracts/data-source.js";
import type { ExportRun } from "../contracts/exporter.js";
import type { FilterParams } from "../contracts/filter-backend.js";
import type { AboutTexts, OptionValues, RowFormat } from "../contracts/row-format.js";
import { BaseExporter } from "../core/exporters/base-exporter.js";
import { WarningCounts } from "./warning-counts.js";

/** An exporter of one table, whose columns depend on whether a sensitivity policy changes anything. */
export abstract class RowExporter<Row, Query> extends BaseExporter<Row, Query> {
  readonly #warnings: WarningCounts;
  #snapshot: Snapshot<Row, Query> | null = null;
  #title: string | null = null;

  constructor(run: ExportRun) {
    const warnings = new WarningCounts();
    super(noting(run, warnings));
    this.#warnings = warnings;
  }

  /** Reads texts about the data, for a format that has a place for them; by default the project's name is the title. */
  protected readonly aboutTexts?: ((snapshot: Snapshot<Row, Query>) => Promise<AboutTexts>) | undefined;

  /** Columns that say what a policy has done: left out where it changes nothing, and the request does not name them. */
  get policyColumns(): readonly string[] {
    return [];
  }

  protected override async chosenFormat(): Promise<RowFormat<Row>> {
    const chosen = await super.chosenFormat();
    const left = this.#snapshot?.protection ? [] : this.policyColumns;
    return await this.#withAbout(withoutColumns(chosen, this.dataExport.options, left));
  }

  async #withAbout(format: RowFormat<Row>): Promise<RowFormat<Row>> {
    if (format.withAbout === undefined || this.#snapshot === null) return format;
    const texts = (await this.aboutTexts?.(this.#snapshot)) ?? { title: this.#title };
    const { filters } = this.dataExport;
    const told = this.#snapshot.protection ? namesOf(filters) : filters;
    return format.withAbout({ texts, filters: told, warnings: () => this.#warnings.all });
  }

  protected override async withSnapshot<Result>(
    use: (snapshot: Snapshot<Row, Query>) => Promise<Result>,
  ): Promise<Result> {
    // Before the snapshot takes a connection, which may be the only one.
    if (this.aboutTexts === undefined && this.getFormat().withAbout !== undefined)
      this.#title = await this.projectName();
    return await super.withSnapshot((snapshot) => {
      this.#snapshot = snapshot;
      return use(snapshot);
    });
  }
}

/** Filters without their values: a value may name a sensitive place, and no row in the file would say that it is one. */
function namesOf(filters: FilterParams): FilterParams {
  return Object.fromEntries(Object.keys(filters).map((name) => [name, "withheld"]));
}

/** The format without some of its columns, unless the request chose among them. */
function withoutColumns<Row>(format: RowFormat<Row>, options: OptionValues, left: readonly string[]): RowFormat<Row> {
  const { columns, configure } = format;
  if (left.length === 0 || columns === undefined || configure === undefined) return format;
  if (options[columns.option] !== undefined) return format;
  const names = columns.names.filter((name) => !left.includes(name));
  return configure.call(format, { ...options, [columns.option]: names });
}

/** The run, whose warnings are counted too. */
function noting(run: ExportRun, warnings: WarningCounts): ExportRun {
  return {
    ...run,
    warn(code, count, sample) {
      warnings.add(code, count, sample ?? null);
      run.warn(code, count, sample);
    },
    skipped(error) {
      warnings.add("ROWS_SKIPPED", 1, error.details[0]?.path.join("/") ?? null);
      run.skipped(error);
    },
  };
}
