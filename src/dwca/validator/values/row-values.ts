import type { Found } from "../../checks/found.js";
import type { MappedTable } from "../../reader/archive-descriptor.js";
import { cellText, isEmptyCell, type ScannedRow } from "../../reader/row-scanner.js";
import { sameBytes } from "../keys/key-hash.js";
import type { ValueCode, ValueRule } from "./value-rule.js";

/** Longer values are looked at again in every row. */
const REMEMBERED = 1_024;

/** Applies rules to the values of a table's rows. A row that has the values of the row before it gets its verdict without a look. */
export class RowValues {
  readonly #rules: readonly AppliedRule[];

  constructor(table: MappedTable, rules: readonly ValueRule[], found: Found) {
    this.#rules = rules.filter((rule) => applies(rule, table)).map((rule) => new AppliedRule(rule, table, found));
  }

  check(row: ScannedRow, file: string): void {
    for (const rule of this.#rules) rule.check(row, file);
  }
}

function applies({ terms, rowTypes }: ValueRule, { rowType, fields }: MappedTable): boolean {
  const fits = rowTypes === undefined || rowTypes.includes(rowType);
  return fits && fields.some(({ term }) => terms.includes(term));
}

class AppliedRule {
  readonly #rule: ValueRule;
  readonly #found: Found;
  /** Of each term; -1 where it has no column. */
  readonly #columns: readonly number[];
  readonly #defaults: readonly string[];
  readonly #cells = Buffer.alloc(REMEMBERED);
  readonly #lengths: Int32Array;
  #verdict: { readonly code: ValueCode; readonly at: number }[] = [];
  #values: readonly string[] = [];

  constructor(rule: ValueRule, { fields }: MappedTable, found: Found) {
    this.#rule = rule;
    this.#found = found;
    const mapped = rule.terms.map((term) => fields.find((field) => field.term === term));
    this.#columns = mapped.map((field) => field?.index ?? -1);
    this.#defaults = mapped.map((field) => field?.default ?? "");
    this.#lengths = new Int32Array(rule.terms.length).fill(-1);
  }

  check(row: ScannedRow, file: string): void {
    if (!this.#isRemembered(row)) this.#judge(row);
    for (const { code, at } of this.#verdict) {
      const column = this.#columns[at] ?? -1;
      this.#found(code, {
        file,
        line: row.line,
        ...(column < 0 ? {} : { column }),
        term: this.#rule.terms[at] ?? "",
        value: this.#values[at] ?? "",
      });
    }
  }

  #isRemembered({ bytes, starts, ends, count }: ScannedRow): boolean {
    let from = 0;
    for (let at = 0; at < this.#columns.length; at += 1) {
      const column = this.#columns[at] ?? -1;
      const present = column >= 0 && column < count;
      const start = present ? (starts[column] ?? 0) : 0;
      const length = present ? (ends[column] ?? 0) - start : 0;
      if (this.#rule.presenceOnly === true) {
        if (this.#lengths[at] !== Math.min(length, 1)) return false;
        continue;
      }
      if (length !== this.#lengths[at] || !sameBytes(this.#cells, from, bytes, start, length)) return false;
      from += length;
    }
    return true;
  }

  #judge(row: ScannedRow): void {
    this.#remember(row);
    this.#values = this.#columns.map((column, at) => {
      const text = this.#text(row, column);
      return text === "" ? (this.#defaults[at] ?? "") : text;
    });
    this.#verdict = [];
    this.#rule.check(this.#values, (code, at) => void this.#verdict.push({ code, at }));
  }

  #text(row: ScannedRow, column: number): string {
    if (this.#rule.presenceOnly === true) return column < 0 || isEmptyCell(row, column) ? "" : "x";
    return column < 0 ? "" : cellText(row, column).trim();
  }

  #remember({ bytes, starts, ends, count }: ScannedRow): void {
    let from = 0;
    for (const [at, column] of this.#columns.entries()) {
      const present = column >= 0 && column < count;
      const [start, end] = present ? [starts[column] ?? 0, ends[column] ?? 0] : [0, 0];
      if (this.#rule.presenceOnly === true) {
        this.#lengths[at] = Math.min(end - start, 1);
        continue;
      }
      if (from + end - start > REMEMBERED) {
        this.#lengths.fill(-1);
        return;
      }
      bytes.copy(this.#cells, from, start, end);
      this.#lengths[at] = end - start;
      from += end - start;
    }
  }
}
