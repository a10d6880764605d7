import type { LeftOutRows } from "../contracts/data-source.js";
import type { ErrorDetail, ExportError } from "../contracts/export-error.js";
import type { ExportWarning } from "../contracts/export-record.js";
import type { PreviewedTable, PreviewListener } from "../contracts/preview-listener.js";
import type { DraftListener } from "../core/exporters/draft-exporter.js";
import type { ExportPreview, PreviewPart } from "./export-preview.js";
import { type CoverageTerm, PreviewCoverage } from "./preview-coverage.js";

/** The number of rows that are shown of each table. */
const SHOWN = 20;

/** The longest text of a cell that is shown whole. */
const LONGEST = 10_000;

/** Gathers the parts of a preview as they become known. */
export class PreviewParts implements PreviewListener {
  readonly #rows = new Map<PreviewedTable, (readonly string[])[]>();
  readonly #coverage = new PreviewCoverage();
  readonly #warnings = new Map<string, ExportWarning>();
  #count: number | null = null;
  #leftOut: LeftOutRows | null | undefined;
  #metadata: readonly ErrorDetail[] | null = null;
  #problem: ExportPreview["problem"] = null;
  #isRead = false;
  #hasAllRows = false;
  #isCut = false;

  /** Returns the listener that hears of the rows that the exporter reads. */
  get listener(): DraftListener {
    return {
      warn: (code, count, sample) => this.#warn(code, count, sample ?? null),
      skipped: (error) => this.#warn("ROWS_SKIPPED", 1, error.details[0]?.path.join("/") ?? null),
    };
  }

  get hasFirstRows(): boolean {
    return this.#rows.size > 0 && [...this.#rows.values()].every(({ length }) => length >= SHOWN);
  }

  /** Tables without a place and a time are read no further than they are shown. */
  get hasEnough(): boolean {
    return this.hasFirstRows && !this.#coverage.has("eventDate", "decimalLatitude", "locationID", "locality");
  }

  onCount(count: number): void {
    this.#count = count;
  }

  onLeftOut(rows: LeftOutRows | null): void {
    this.#leftOut = rows;
  }

  onTable(table: PreviewedTable): void {
    this.#rows.set(table, []);
    this.#coverage.addTable(table);
  }

  onRow(table: PreviewedTable, cells: readonly string[]): void {
    const rows = this.#rows.get(table);
    if (rows !== undefined && rows.length < SHOWN) rows.push(cells.map(shortened));
    this.#coverage.add(table, cells);
  }

  onCut(): void {
    this.#isCut = true;
  }

  onMetadata(issues: readonly ErrorDetail[]): void {
    this.#metadata = issues;
  }

  /** The rows cannot be written as they are. */
  onProblem({ code, message, details }: ExportError): void {
    this.#problem = { code, message, details };
  }

  /** Nothing more will come. @param isWhole - whether all rows were read. */
  end(): void {
    this.#isRead = true;
    this.#hasAllRows = !this.hasEnough && !this.#isCut;
  }

  /** The preview, as far as it is known. */
  preview({ format, filtersDisplay }: Pick<ExportPreview, "format" | "filtersDisplay">): ExportPreview {
    const isCovered = this.#isRead && this.#hasAllRows && this.#problem === null;
    const has = (...terms: readonly CoverageTerm[]) => isCovered && this.#coverage.has(...terms);
    return {
      format,
      filtersDisplay,
      count: this.#count,
      tables: this.#tables,
      leftOut: this.#leftOut == null ? null : { count: totalOf(this.#leftOut), reasons: this.#leftOut },
      metadata: this.#metadata,
      extent: has("eventDate", "decimalLatitude") ? this.#coverage.extent : null,
      nights: has("eventDate") ? this.#coverage.nights : null,
      stations: has("decimalLatitude", "locationID", "locality") ? this.#coverage.stations : null,
      warnings: isCovered ? [...this.#warnings.values()] : null,
      reason: this.#count === 0 ? reasonOf(this.#leftOut ?? {}) : null,
      problem: this.#problem,
      unfinished: this.#unfinished,
      cut: isCovered ? this.#coverage.cut : [],
    };
  }

  get #tables(): ExportPreview["tables"] {
    const isKnown = this.#isRead || [...this.#rows.values()].some(({ length }) => length > 0);
    if (this.#rows.size === 0 || !isKnown) return null;
    return [...this.#rows].map(([{ name, columns }, rows]) => ({
      name,
      columns: columns.map((column) => column.name),
      rows,
    }));
  }

  get #unfinished(): readonly PreviewPart[] {
    if (this.#isRead) return [];
    const isKnown: readonly (readonly [PreviewPart, boolean])[] = [
      ["count", this.#count !== null],
      ["tables", this.hasFirstRows],
      ["left_out", this.#leftOut !== undefined],
      ["metadata", this.#metadata !== null],
      ...(["extent", "nights", "stations", "warnings"] as const).map((part) => [part, false] as const),
    ];
    return isKnown.filter(([, known]) => !known).map(([part]) => part);
  }

  #warn(code: string, count: number, sample: string | null): void {
    const known = this.#warnings.get(code) ?? { code, count: 0, sample };
    this.#warnings.set(code, { ...known, count: known.count + count });
  }
}

function shortened(cell: string): string {
  return cell.length > LONGEST ? `${cell.slice(0, LONGEST)}…` : cell;
}

function totalOf(rows: LeftOutRows): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0);
}

function reasonOf(leftOut: LeftOutRows): string {
  const reasons = Object.entries(leftOut).filter(([, count]) => count > 0);
  if (reasons.length === 0) return "No row matches the filters.";
  const list = reasons.map(([reason, count]) => `${reason.replaceAll("_", " ")}: ${count}`).join(", ");
  return `The filters match ${totalOf(leftOut)} rows, and all of them are left out: ${list}.`;
}
