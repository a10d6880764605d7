import { type PackageRow, rowOf } from "../../data-package/package-rows.js";
import type { OccurrenceEvent } from "../model/occurrence.js";
import { recordersOf } from "./agents.js";
import type { DwcDpDataset } from "./dwc-dp-rows.js";
import { EVENT_MAP, SURVEY_MAP, SURVEY_ROLE_MAP, SURVEY_TARGET_LINK_MAP } from "./event-maps.js";

/** The rows of a night: an event, and the survey that it was. */
export function* nightRows(
  event: OccurrenceEvent,
  { facts }: DwcDpDataset,
): Generator<PackageRow<DwcDpDataset>, void, undefined> {
  const { id, deployment, protection } = event;
  yield rowOf(EVENT_MAP, { kind: "event", id, name: null, deployment, event, protection });
  yield rowOf(SURVEY_MAP, event);
  if (facts.targetTaxonomicScope !== undefined) yield rowOf(SURVEY_TARGET_LINK_MAP, event);
  for (const [index, agent] of recordersOf(facts).entries())
    yield rowOf(SURVEY_ROLE_MAP, { target: event, agent, role: "recorder", order: index + 1 });
}
