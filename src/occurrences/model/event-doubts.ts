import { doubtfulCoordinates } from "./coordinates.js";
import type { OccurrenceEvent } from "./occurrence.js";
import { compareTimestamps, endsOf } from "./timestamps.js";

/**
 * Returns the codes of warnings for an event that an archive does not write as the source has it, or that is hardly
 * meant so. They are `COORDINATES_INVALID`, `COORDINATES_ZERO`, and `EVENT_ENDS_BEFORE_START`, whose end is not
 * written.
 */
export function eventDoubts({ start, end, deployment }: OccurrenceEvent): readonly string[] {
  const place = doubtfulCoordinates(deployment);
  const endsBefore = end !== null && compareTimestamps(endsOf(start).start, end) > 0;
  return [...(place === null ? [] : [place]), ...(endsBefore ? ["EVENT_ENDS_BEFORE_START"] : [])];
}
