import { ExportError } from "../contracts/export-error.js";
import { dayRange } from "../values/calendar.js";
import { incomplete } from "./incomplete.js";

/**
 * The time at which a package was made, as datapackage.json has it: that of the newest change, to the second, so that the same data give the
 * same text. A day counts from midnight UTC.
 *
 * @throws ExportError `METADATA_INCOMPLETE` for no timestamp.
 */
export function packageCreated(timestamp: string | undefined): string {
  const [, date = "", time = ""] = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T(.*))?$/.exec(timestamp ?? "") ?? [];
  if (dayRange(date) === null) throw new ExportError("METADATA_INCOMPLETE", { details: [UNDATED] });
  const offset = /(?:Z|[+-]\d\d:\d\d)$/.exec(time)?.[0] ?? "Z";
  const clock = (/^\d\d:\d\d(?::\d\d)?/.exec(time)?.[0] ?? "00:00").padEnd(8, ":00");
  return `${`${date}-01-01`.slice(0, "YYYY-MM-DD".length)}T${clock}${offset}`;
}

const UNDATED = incomplete(
  "updatedAt",
  "The package needs a date of the last change: neither a row nor the project has one.",
);
