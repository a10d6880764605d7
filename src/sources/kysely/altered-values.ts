import { ExportError } from "../../contracts/export-error.js";
import type { SourceRow } from "./order-key.js";
import type { Alteration, DriverAlterations } from "./snapshot-dialect.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** Whether the driver makes numbers of what no number can hold: times without end, integers of a column, those inside JSON, decimals. */
export type Cuts = { readonly [Kind in Alteration]: boolean };

const ALL: Cuts = { time: true, integer: true, json: true, decimal: true };

/** Of a decimal with more digits, a number may lose some (ECMA-262 §6.1.6.1: a number is an IEEE 754 double). */
const KEPT_DIGITS = 15;

/**
 * Finds out what the host's driver does to integers beyond 2^53 - 1, to decimals and to times without end.
 *
 * @throws ExportError `SOURCE_FAILED`.
 */
export async function probeDriver(
  snapshot: Pick<SourceSnapshot, "run">,
  { sample }: Pick<DriverAlterations, "sample">,
): Promise<Cuts> {
  const [values] = await snapshot.run(sample);
  const isCut = (kind: Alteration): boolean => alterationOf(values?.[kind], ALL) !== null;
  return { time: isCut("time"), integer: isCut("integer"), json: isCut("json"), decimal: isCut("decimal") };
}

/** The columns that rows are checked for, and those that may be altered. */
export interface AlteredValues {
  readonly cuts: Cuts;
  readonly remedies: DriverAlterations["remedies"];
  /** The relation of the rows, for the message. */
  readonly relation: string | undefined;
  /** Columns that may hold altered values. */
  readonly inexact: ReadonlySet<string>;
}

/**
 * Refuses a row with a value that the driver altered.
 *
 * Every `Date` counts as altered: it has lost microseconds, or was read in the zone of this machine. Other numbers in JSON are as the
 * driver read them, since they promise no more digits than a double has (RFC 8259 §6). Of a driver that makes numbers of decimals, each
 * number with more than 15 digits is refused that is no safe integer. So are doubles with as many; a decimal that was rounded to fewer passes.
 *
 * @throws ExportError `SOURCE_DRIVER_LOSSY`, naming the column and the setting to change.
 */
export function refuseAltered(row: SourceRow, { relation, remedies, inexact, cuts }: AlteredValues): void {
  for (const column in row) {
    const value = row[column];
    const alteration = typeof value === "string" ? null : alterationOf(value, cuts);
    if (alteration === null || inexact.has(column)) continue;
    const name = relation === undefined ? column : `${relation}.${column}`;
    const message = `The database driver would alter values of the column "${name}" on the way: ${remedies[alteration]}.`;
    throw new ExportError("SOURCE_DRIVER_LOSSY", { message });
  }
}

function alterationOf(value: unknown, cuts: Cuts): Alteration | null {
  if (typeof value === "number") return alterationOfNumber(value, cuts);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return null;
  if (value instanceof Date) return "time";
  for (const part of Object.values(value)) {
    const found = alterationOf(part, { ...cuts, integer: cuts.json, decimal: false });
    if (found !== null) return found === "integer" ? "json" : found;
  }
  return null;
}

function alterationOfNumber(value: number, cuts: Cuts): Alteration | null {
  if (Math.abs(value) === Infinity) return cuts.time ? "time" : null;
  if (Number.isSafeInteger(value)) return null;
  if (cuts.integer && Number.isInteger(value)) return "integer";
  return cuts.decimal && digitsOf(value) > KEPT_DIGITS ? "decimal" : null;
}

function digitsOf(value: number): number {
  return value.toExponential().replace(/e.*$/, "").replace(/[-.]/g, "").length;
}
