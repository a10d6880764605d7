import type { OccurrenceNeed } from "../../occurrences/model/occurrence-query.js";
import { predictions } from "./classifications.js";
import { FACTS, factsOf } from "./detection-facts.js";
import { detectionsWith } from "./detections.js";
import { identificationsWith } from "./identifications.js";
import type { Relation } from "./relation.js";

const OF_DETECTIONS: readonly OccurrenceNeed[] = [...FACTS, "detections", "predictions"];

/** The fewest relations that read what a query needs. */
export function relationsFor(needs: readonly OccurrenceNeed[]): readonly Relation[] {
  const wanted = new Set(needs);
  const isWanted = (need: OccurrenceNeed): boolean => wanted.has(need);
  return [...ofDetections(wanted, isWanted), ...ofIdentifications(wanted, isWanted)];
}

type Wanted = (need: OccurrenceNeed) => boolean;

function ofDetections(wanted: ReadonlySet<OccurrenceNeed>, isWanted: Wanted): readonly Relation[] {
  if (wanted.has("detections")) return [detectionsWith(OF_DETECTIONS.filter(isWanted))];
  return [...(FACTS.some(isWanted) ? [factsOf(wanted)] : []), ...(wanted.has("predictions") ? [predictions] : [])];
}

function ofIdentifications(wanted: ReadonlySet<OccurrenceNeed>, isWanted: Wanted): readonly Relation[] {
  const needs: readonly OccurrenceNeed[] = ["identificationFacts", "identifications"];
  return needs.some(isWanted) ? [identificationsWith(wanted)] : [];
}
