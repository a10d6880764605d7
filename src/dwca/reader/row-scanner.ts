import { isUtf8 } from "node:buffer";
import type { Dialect } from "./archive-descriptor.js";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;

/**
 * The row that a scanner has reached. It is one object for all rows, and holds until the next; cells are ranges of `bytes`, in UTF-8.
 */
export interface ScannedRow {
  readonly bytes: Buffer;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The number of cells in the row. */
  readonly count: number;
  /** The line where the row begins, from 1. */
  readonly line: number;
  /** The position where the row begins in `bytes`; it ends before its line break. */
  readonly from: number;
  readonly to: number;
  /** Whether a cell holds a line end; a carriage return; another control character. */
  readonly lineBreak: boolean;
  readonly carriageReturn: boolean;
  readonly control: boolean;
  /** Whether its end is the one that the dialect names. */
  readonly asDeclared: boolean;
  /** Whether text follows a closed enclosure, or the file ends within one. */
  readonly broken: boolean;
  /** Whether its bytes are no UTF-8. */
  readonly invalidText: boolean;
}

/** A cell as text; empty where the row has no such cell. */
export function cellText({ bytes, starts, ends, count }: ScannedRow, index: number): string {
  return index < count && index < starts.length ? bytes.toString("utf8", starts[index], ends[index]) : "";
}

/** Whether a cell is empty or missing. */
export function isEmptyCell({ starts, ends, count }: ScannedRow, index: number): boolean {
  return index >= count || index >= starts.length || starts[index] === ends[index];
}

/** Whether a row is a blank line. */
export function isBlank({ count, from, to }: ScannedRow): boolean {
  return count === 1 && from === to;
}

/**
 * Cuts bytes into rows and cells. Works on bytes: making a text of every cell takes ten times as long, and most cells are only looked at.
 * A row that is not whole waits for the next bytes.
 */
export class RowScanner implements ScannedRow {
  bytes: Buffer = Buffer.alloc(0);
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  count = 0;
  line = 1;
  from = 0;
  to = 0;
  lineBreak = false;
  carriageReturn = false;
  control = false;
  asDeclared = true;
  broken = false;
  invalidText = false;
  readonly #dialect: Dialect;
  readonly #mostBytes: number;
  #lines = 0;
  /** Bytes that wait behind those of a row without an end: it is scanned again when there are twice as many. */
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  /** Whether all rows that end in these bytes are UTF-8, which is asked once for all of them. */
  #sound = true;
  /** The cells of a row in which enclosures are doubled. */
  readonly #doubled: number[] = [];

  /** @param most - bytes of a row; cells that are kept, beyond which they are only counted. */
  constructor(dialect: Dialect, most: { readonly bytes: number; readonly cells: number }) {
    this.#dialect = dialect;
    this.#mostBytes = most.bytes;
    this.starts = new Int32Array(most.cells);
    this.ends = new Int32Array(most.cells);
  }

  /** Gives every row that ends in these bytes. @returns false once a row is too long: nothing more can be read. */
  push(chunk: Buffer, onRow: (row: ScannedRow) => void): boolean {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    const left = this.bytes.length - this.from;
    const short = this.#waitingBytes < left || this.#scan(false, onRow);
    return short && this.bytes.length - this.from + this.#waitingBytes <= this.#mostBytes;
  }

  /** Gives the last row, which may have no end. @returns false when a row is too long. */
  finish(onRow: (row: ScannedRow) => void): boolean {
    return this.#scan(true, onRow);
  }

  #scan(atEnd: boolean, onRow: (row: ScannedRow) => void): boolean {
    this.#join();
    const whole = atEnd ? this.bytes.length : this.bytes.lastIndexOf(this.#dialect.lineEnd) + 1;
    this.#sound = isUtf8(this.bytes.subarray(this.from, Math.max(this.from, whole)));
    while (this.from < this.bytes.length) {
      this.#reset();
      const next = this.#dialect.enclosure === null ? this.#plainRow(atEnd) : this.#enclosedRow(atEnd);
      if (next < 0) break;
      if (this.to - this.from > this.#mostBytes) return false;
      onRow(this);
      this.line += this.#lines;
      this.from = next;
    }
    return true;
  }

  #join(): void {
    const left = this.bytes.subarray(this.from);
    const [first] = this.#waiting;
    this.bytes =
      left.length === 0 && this.#waiting.length === 1 && first ? first : Buffer.concat([left, ...this.#waiting]);
    this.from = 0;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  #reset(): void {
    this.count = 0;
    this.#lines = 1;
    this.lineBreak = this.carriageReturn = this.control = this.broken = false;
    this.asDeclared = true;
    this.#doubled.length = 0;
  }

  /** @returns where the next row begins; -1 when this one is not whole. */
  #plainRow(atEnd: boolean): number {
    const { separator, lineEnd } = this.#dialect;
    const { bytes, starts, ends } = this;
    const last = starts.length - 1;
    let count = 0;
    starts[0] = this.from;
    for (let at = this.from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      // One comparison for nearly every byte: a separator beyond the controls costs a second.
      if (byte >= SPACE && byte !== separator) continue;
      if (byte === separator) {
        if (count < last) {
          ends[count] = at;
          starts[count + 1] = at + 1;
        }
        count += 1;
      } else if (byte === lineEnd) {
        return this.#endRow(count, at, at + 1);
      } else if (byte === CARRIAGE_RETURN) {
        if (bytes[at + 1] !== LINE_FEED && at + 1 < bytes.length) this.carriageReturn = true;
      } else this.control = true;
    }
    return atEnd ? this.#endRow(count, bytes.length, bytes.length) : -1;
  }

  #enclosedRow(atEnd: boolean): number {
    let at = this.from;
    for (let count = 0; ; count += 1) {
      const kept = Math.min(count, this.starts.length - 1);
      at = this.bytes[at] === this.#dialect.enclosure ? this.#enclosedCell(at, kept) : this.#bareCell(at, kept);
      if (at < 0 || at >= this.bytes.length) {
        if (!atEnd) return -1;
        if (at < 0) this.#breakOff(kept);
        return this.#endRow(count, this.bytes.length, this.bytes.length, false);
      }
      if (this.bytes[at] !== this.#dialect.separator) return this.#endRow(count, at, at + 1, false);
      at += 1;
    }
  }

  /** @returns where the separator or the row's end stands, or the bytes end. */
  #bareCell(from: number, cell: number): number {
    const { separator, lineEnd } = this.#dialect;
    const { bytes } = this;
    let at = from;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte >= SPACE && byte !== separator) continue;
      if (byte === separator || byte === lineEnd) break;
      if (byte !== CARRIAGE_RETURN) this.control = true;
      else if (bytes[at + 1] !== LINE_FEED && at + 1 < bytes.length) this.carriageReturn = true;
    }
    this.starts[cell] = from;
    this.ends[cell] = this.#withoutReturn(from, at);
    return at;
  }

  /** @returns as for a bare cell; -1 when the enclosure is not closed. Doubled enclosures are halved in place, once it is. */
  #enclosedCell(from: number, cell: number): number {
    const { bytes } = this;
    const enclosure = this.#dialect.enclosure ?? 0;
    let doubled = 0;
    let close = bytes.indexOf(enclosure, from + 1);
    while (close >= 0 && bytes[close + 1] === enclosure) {
      doubled += 1;
      close = bytes.indexOf(enclosure, close + 2);
    }
    this.starts[cell] = from + 1;
    if (close < 0) return -1;
    this.#noteControls(from + 1, close);
    this.ends[cell] = close;
    const after = this.#afterEnclosure(close + 1);
    if (doubled > 0) this.#doubled.push(cell);
    return after;
  }

  #afterEnclosure(from: number): number {
    const { separator, lineEnd } = this.#dialect;
    for (let at = from; at < this.bytes.length; at += 1) {
      const byte = this.bytes[at] ?? 0;
      if (byte === separator || byte === lineEnd) return at;
      if (byte !== CARRIAGE_RETURN) this.broken = true;
    }
    return this.bytes.length;
  }

  #noteControls(from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      const byte = this.bytes[at] ?? 0;
      if (byte >= SPACE) continue;
      if (byte === LINE_FEED) {
        this.lineBreak = true;
        this.#lines += 1;
      } else if (byte === CARRIAGE_RETURN) this.carriageReturn ||= this.bytes[at + 1] !== LINE_FEED;
      else this.control ||= byte !== this.#dialect.separator;
    }
  }

  #breakOff(cell: number): void {
    this.broken = true;
    this.ends[cell] = this.bytes.length;
  }

  #endRow(lastCell: number, end: number, next: number, plain = true): number {
    const { bytes, ends } = this;
    const kept = Math.min(lastCell, ends.length - 1);
    const to = this.#withoutReturn(this.from, end);
    if (plain) ends[kept] = to;
    this.asDeclared = end >= bytes.length || to < end === this.#dialect.carriageReturns;
    this.to = to;
    this.count = lastCell + 1;
    this.invalidText = !this.#sound && !isUtf8(bytes.subarray(this.from, to));
    for (const cell of this.#doubled.splice(0)) this.#halve(cell);
    return next;
  }

  /** Before a `\n`, a `\r` belongs to the end of the row. */
  #withoutReturn(from: number, end: number): number {
    const returns = this.#dialect.lineEnd === LINE_FEED && end > from && this.bytes[end - 1] === CARRIAGE_RETURN;
    return returns ? end - 1 : end;
  }

  #halve(cell: number): void {
    const { bytes } = this;
    const [from = 0, to = 0] = [this.starts[cell], this.ends[cell]];
    let write = from;
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0;
      bytes[write] = byte;
      write += 1;
      if (byte === this.#dialect.enclosure) at += 1;
    }
    this.ends[cell] = write;
  }
}
