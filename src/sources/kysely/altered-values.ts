import type { CompiledQuery } from "kysely";
import { ExportError } from "../../contracts/export-error.js";
import { declaredTypes } from "./declared-types.js";
import type { SourceRow } from "./order-key.js";
import type { Alteration, SnapshotEngine } from "./snapshot-engine.js";
import type { SourceSnapshot } from "./source-snapshot.js";
import { typeSamples } from "./type-samples.js";

/** Throws when a row holds a value that the driver altered. */
export type AlteredValueCheck = (rows: readonly SourceRow[]) => void;

/**
 * Gives the check for the rows of a select, the source's own or those of the relation named; throws already when the driver would alter
 * values of a type that a column declares. Types are asked for once per relation.
 */
export type AlteredValueChecks = (select: CompiledQuery, relation?: string) => Promise<AlteredValueCheck>;

/** What the rows of a source come through. */
export interface DriverProbe {
  readonly engine: Pick<SnapshotEngine, "driver" | "declaresTypes">;
  /** Columns and relations that may hold altered values. */
  readonly inexact: ReadonlySet<string>;
}

/** Whether the driver makes numbers of what no number can hold: times without end, integers of a column, those inside JSON, decimals. */
type Cuts = { readonly [Kind in Alteration]: boolean };

const ALL: Cuts = { time: true, integer: true, json: true, decimal: true };

/** Of a decimal with more digits, a number may lose some (ECMA-262 §6.1.6.1: a number is an IEEE 754 double). */
const KEPT_DIGITS = 15;

const DOUBLE = /^(real|double precision)(\[\])?$/;

/**
 * Finds out what the host's driver does to integers beyond 2^53 - 1, to decimals and to times without end, and gives checks for rows.
 *
 * Every `Date` counts as altered: it has lost microseconds, or was read in the zone of this machine. Other numbers in JSON are as the
 * driver read them, since they promise no more digits than a double has (RFC 8259 §6).
 *
 * PostgreSQL says which columns are decimals and times, and they are refused whatever they hold; an infinity in a column of doubles is
 * one. MySQL does not say it: of a driver that makes numbers of decimals, each number with more than 15 digits is refused that is no
 * safe integer. So are doubles with as many; a decimal that was rounded to fewer passes.
 *
 * @throws ExportError `SOURCE_DRIVER_LOSSY`, by a check, naming the column and the setting to change.
 */
export async function probeDriver(snapshot: Pick<SourceSnapshot, "run">, { engine, inexact }: DriverProbe): Promise<AlteredValueChecks> {
  const { driver, declaresTypes } = engine;
  const [sample] = await snapshot.run(driver.sample);
  const isCut = (kind: Alteration): boolean => alterationOf(sample?.[kind], ALL) !== null;
  const cuts: Cuts = { time: isCut("time"), integer: isCut("integer"), json: isCut("json"), decimal: !declaresTypes && isCut("decimal") };
  const checkFor = async (select: CompiledQuery, relation?: string): Promise<AlteredValueCheck> => {
    if (relation !== undefined && inexact.has(relation)) return () => {};
    const types: ReadonlyMap<string, string> = declaresTypes ? await declaredTypes(snapshot, select) : new Map();
    const checking = { relation, remedies: driver.remedies, inexact: relation === undefined ? inexact : new Set<string>() };
    refuseAltered(await typeSamples(snapshot, types), { ...checking, cutsOf: () => ALL });
    const endless = { ...cuts, time: false };
    const cutsOf = (column: string): Cuts => (DOUBLE.test(types.get(column) ?? "") ? endless : cuts);
    return (rows) => rows.forEach((row) => refuseAltered(row, { ...checking, cutsOf }));
  };
  const checks = new Map<string | undefined, Promise<AlteredValueCheck>>();
  return async (select, relation) => {
    const check = checks.get(relation) ?? checkFor(select, relation);
    checks.set(relation, check);
    return await check;
  };
}

interface Checking {
  readonly relation: string | undefined;
  readonly remedies: SnapshotEngine["driver"]["remedies"];
  readonly inexact: ReadonlySet<string>;
  cutsOf(column: string): Cuts;
}

function refuseAltered(row: SourceRow, { relation, remedies, inexact, cutsOf }: Checking): void {
  for (const [column, value] of Object.entries(row)) {
    const alteration = alterationOf(value, cutsOf(column));
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
