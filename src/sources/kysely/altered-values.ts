import { ExportError } from "../../contracts/export-error.js";
import type { SourceRow } from "./order-key.js";
import type { Alteration, DriverFacts } from "./snapshot-engine.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** Throws when a row holds a value that the driver altered. `relation` names the relation that the rows belong to. */
export type AlteredValueCheck = (rows: readonly SourceRow[], relation?: string) => void;

/** What the rows of a source come through. */
export interface DriverProbe {
  readonly driver: DriverFacts;
  /** Columns and relations that may hold altered values. */
  readonly inexact: ReadonlySet<string>;
}

/** Whether the driver makes numbers of what no number can hold: times without end, integers of a column, integers inside JSON. */
type Cuts = { readonly [Kind in Alteration]: boolean };

const ALL: Cuts = { time: true, integer: true, json: true };

/**
 * Finds out what the host's driver does to integers beyond 2^53 - 1 and to times without end, and gives a check for rows.
 *
 * Every `Date` counts as altered: it has lost microseconds, or was read in the zone of this machine. Other numbers in JSON are as the
 * driver read them, since they promise no more digits than a double has (RFC 8259 §6).
 *
 * @throws ExportError `SOURCE_DRIVER_LOSSY`, by the check, naming the column and the setting to change.
 */
export async function probeDriver(snapshot: Pick<SourceSnapshot, "run">, { driver, inexact }: DriverProbe): Promise<AlteredValueCheck> {
  const [sample] = await snapshot.run(driver.sample);
  const isCut = (kind: Alteration): boolean => alterationOf(sample?.[kind], ALL) !== null;
  const cuts: Cuts = { time: isCut("time"), integer: isCut("integer"), json: isCut("json") };
  return (rows, relation) => {
    if (relation !== undefined && inexact.has(relation)) return;
    for (const row of rows) refuseAltered(row, { cuts, relation, driver, inexact });
  };
}

interface Checking extends DriverProbe {
  readonly cuts: Cuts;
  readonly relation: string | undefined;
}

function refuseAltered(row: SourceRow, { cuts, relation, driver, inexact }: Checking): void {
  for (const [column, value] of Object.entries(row)) {
    const alteration = alterationOf(value, cuts);
    if (alteration === null || (relation === undefined && inexact.has(column))) continue;
    const name = relation === undefined ? column : `${relation}.${column}`;
    const message = `The database driver would alter values of the column "${name}" on the way: ${driver.remedies[alteration]}.`;
    throw new ExportError("SOURCE_DRIVER_LOSSY", { message });
  }
}

function alterationOf(value: unknown, cuts: Cuts): Alteration | null {
  if (typeof value === "number") return alterationOfNumber(value, cuts);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return null;
  if (value instanceof Date) return "time";
  for (const part of Object.values(value)) {
    const found = alterationOf(part, { ...cuts, integer: cuts.json });
    if (found !== null) return found === "integer" ? "json" : found;
  }
  return null;
}

function alterationOfNumber(value: number, cuts: Cuts): Alteration | null {
  if (Math.abs(value) === Infinity) return cuts.time ? "time" : null;
  return cuts.integer && Number.isInteger(value) && !Number.isSafeInteger(value) ? "integer" : null;
}
