import type { CsvColumn } from "../formats/csv.js";
import { boxHeight, boxLabel, boxWidth } from "./box.js";
import { durationBetween } from "./duration.js";
import { eventLabel } from "./event-label.js";
import type { Occurrence, Person } from "./occurrence.js";
import type { OccurrenceNeed } from "./occurrence-query.js";
import { personLabel } from "./person-label.js";
import { timestampLabel } from "./timestamp-label.js";

/** A column of an occurrence file. */
export interface OccurrenceCsvColumn extends CsvColumn<Occurrence> {
  /** What the column reads beyond an occurrence's own columns. */
  readonly needs: readonly OccurrenceNeed[];
}

/** What may differ between one host's columns and another's. */
export interface OccurrenceCsvColumnOptions {
  /** `"agreed_with_user"` writes that user's e-mail address, where there is one. By default no address appears anywhere. */
  readonly emails?: "agreed_with_user" | undefined;
}

/**
 * The columns of `occurrences_simple_csv`, in their order. People go by their display name, or `user:<id>` when it is empty or holds an
 * e-mail address.
 */
export function occurrenceCsvColumns({ emails }: OccurrenceCsvColumnOptions = {}): readonly OccurrenceCsvColumn[] {
  const agreedWith = emails === "agreed_with_user" ? emailOrLabel : personLabel;
  return Object.freeze([
    column("id", [], (row) => row.id),
    column("event_id", [], (row) => row.event?.id),
    column("event_name", [], (row) => row.event && eventLabel(row.event)),
    column("deployment_id", [], (row) => row.deployment?.id),
    column("deployment_name", [], (row) => row.deployment?.name),
    column("project_id", [], (row) => row.project.id),
    column("project_name", [], (row) => row.project.name),
    column("determination_id", [], (row) => row.determination?.id),
    column("determination_name", [], (row) => row.determination?.name),
    float("determination_score", [], (row) => row.determinationScore),
    column("verification_status", ["identificationFacts"], isVerified),
    column("best_machine_prediction_name", ["bestPrediction"], (row) => row.bestPrediction?.taxon?.name),
    column("best_machine_prediction_algorithm", ["bestPrediction"], (row) => row.bestPrediction?.algorithm?.name),
    float("best_machine_prediction_score", ["bestPrediction"], (row) => row.bestPrediction?.score),
    column("verified_by", ["identificationFacts"], (row) => personLabel(row.bestIdentification?.user)),
    column("participant_count", ["identificationFacts"], (row) => row.participantCount),
    column("agreed_with_algorithm", ["identificationFacts"], (row) => row.bestIdentification?.agreedWithAlgorithm?.name),
    column("agreed_with_user", ["identificationFacts"], (row) => agreedWith(row.bestIdentification?.agreedWithUser)),
    column("determination_matches_machine_prediction", ["bestPrediction"], matchesPrediction),
    column("detections_count", ["detectionFacts"], (row) => row.detectionsCount),
    column("first_appearance_timestamp", ["detectionFacts"], (row) => row.firstAppearance && timestampLabel(row.firstAppearance)),
    column("last_appearance_timestamp", ["detectionFacts"], (row) => row.lastAppearance && timestampLabel(row.lastAppearance)),
    column("duration", ["detectionFacts"], (row) => durationBetween(row.firstAppearance, row.lastAppearance)?.label),
    column("best_detection_url", ["bestDetection"], (row) => row.bestDetection?.url),
    column("best_detection_bbox", ["bestDetection"], (row) => boxLabel(row.bestDetection?.bbox)),
    float("best_detection_width", ["bestDetection"], (row) => boxWidth(row.bestDetection?.bbox)),
    float("best_detection_height", ["bestDetection"], (row) => boxHeight(row.bestDetection?.bbox)),
    column("best_detection_capture_url", ["bestDetection"], (row) => row.bestDetection?.capture?.url),
  ]);
}

type Value = OccurrenceCsvColumn["value"];

function column(name: string, needs: readonly OccurrenceNeed[], value: Value): OccurrenceCsvColumn {
  return Object.freeze({ name, needs: Object.freeze(needs), value });
}

function float(name: string, needs: readonly OccurrenceNeed[], value: Value): OccurrenceCsvColumn {
  return Object.freeze({ ...column(name, needs, value), type: "float" });
}

function isVerified({ bestIdentification }: Occurrence): boolean {
  return bestIdentification != null;
}

function matchesPrediction({ determination, bestPrediction }: Occurrence): boolean | null {
  if (determination == null || bestPrediction?.taxon == null) return null;
  return determination.id === bestPrediction.taxon.id;
}

function emailOrLabel(person: Person | null | undefined): string | null {
  return person?.email || personLabel(person);
}
