import { NAMESPACES } from "../../../values/namespaces.js";
import { type DayRange, dayRange, daysOfParts } from "../../../values/calendar.js";
import type { Say, ValueCode, ValueRule } from "./value-rule.js";

const { dwc, dcterms } = NAMESPACES;
const DAY_MS = 86_400_000;

/** The years before which GBIF takes a date to be unlikely. */
const EARLIEST = { recorded: 1600, identified: 1700, georeferenced: 1700, modified: 1970 };

/** Rules for dates. @param today - a moment of the last day that is not in the future, in milliseconds. */
export function dateRules(today: number): readonly ValueRule[] {
  const isUnlikely = ({ from, to }: DayRange, earliest: number): boolean =>
    from > today / DAY_MS + 1 || to < Math.floor(Date.UTC(earliest, 0, 1) / DAY_MS);
  const single = (term: string, earliest: number, [invalid, unlikely]: readonly [ValueCode, ValueCode]): ValueRule => ({
    terms: [term],
    check: ([text = ""], say) => {
      if (text === "") return;
      const days = dayRange(text);
      if (days === null) say(invalid, 0);
      else if (isUnlikely(days, earliest)) say(unlikely, 0);
    },
  });
  return [
    {
      terms: ["eventDate", "year", "month", "day"].map((name) => dwc + name),
      check: ([text = "", year = "", month = "", day = ""], say) => {
        const days = text === "" ? null : dayRange(text);
        if (text !== "" && days === null) say("RECORDED_DATE_INVALID", 0);
        if (days !== null && isUnlikely(days, EARLIEST.recorded)) say("RECORDED_DATE_UNLIKELY", 0);
        checkParts({ days, parts: [year, month, day] }, say);
      },
    },
    single(`${dwc}dateIdentified`, EARLIEST.identified, ["IDENTIFIED_DATE_INVALID", "IDENTIFIED_DATE_UNLIKELY"]),
    single(`${dwc}georeferencedDate`, EARLIEST.georeferenced, [
      "GEOREFERENCED_DATE_INVALID",
      "GEOREFERENCED_DATE_UNLIKELY",
    ]),
    single(`${dcterms}modified`, EARLIEST.modified, ["MODIFIED_DATE_INVALID", "MODIFIED_DATE_UNLIKELY"]),
  ];
}

interface Parts {
  readonly days: DayRange | null;
  readonly parts: readonly [string, string, string];
}

function checkParts({ days, parts: [year, month, day] }: Parts, say: Say): void {
  if (year === "") return;
  const parts = daysOfParts(year, month, day);
  if (parts === null) say("RECORDED_DATE_INVALID", 1);
  else if (days !== null && (parts.to < days.from || parts.from > days.to)) say("RECORDED_DATE_MISMATCH", 1);
}
