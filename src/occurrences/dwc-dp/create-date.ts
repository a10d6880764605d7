import type { Warn } from "../../data-package/row-encoder.js";
import type { ClassifiedDetection, Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import type { DwcDpDataset } from "./dwc-dp-rows.js";

interface Pictured {
  readonly occurrence: Occurrence;
  readonly event: OccurrenceEvent;
  readonly dataset: DwcDpDataset;
  readonly warn: Warn;
}

/**
 * The time of a detection's picture, as W3C's date and time formats want it: with an offset. Where nobody knows the offset it is the day alone,
 * with a warning.
 *
 * @throws ExportError `METADATA_INCOMPLETE` for what is no zone.
 */
export function createDateOf(
  { capture, timestamp: detected }: ClassifiedDetection,
  { occurrence, event, dataset, warn }: Pictured,
): string | null {
  const timestamp = capture?.timestamp ?? detected;
  const [, day, time, fraction = "", offset] = TIME.exec(timestamp ?? "") ?? [];
  if (timestamp == null || day === undefined || time === undefined || offset !== undefined) return timestamp;
  const deployment = occurrence.deployment ?? event.deployment;
  const zone = deployment && dataset.zones.of(deployment);
  if (zone !== null) return `${day}T${time}${fraction}${zone.offsetOf(`${day}T${time.padEnd(8, ":00")}`)}`;
  warn("TIMES_LEFT_OUT", 1, `media, ${occurrence.id}`);
  return day;
}

const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;
