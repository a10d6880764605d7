import type { CsvColumn } from "../../formats/csv.js";
import { boxHeight, boxLabel, boxWidth } from "../model/box.js";
import { durationBetween } from "../model/duration.js";
import { eventLabel } from "../model/event-label.js";
import type { Occurrence, Person } from "../model/occurrence.js";
import type { OccurrenceNeed } from "../model/occurrence-query.js";
import { basisOfRecord, detailsInOrder, individualCount, type OccurrenceDetail } from "../model/occurrence-details.js";
import { personLabel } from "../model/person-label.js";
import { timestampLabel } from "../model/timestamps.js";

/** A column of an occurrence file. */
export interface OccurrenceCsvColumn extends CsvColumn<Occurrence> {
  /** The relations and facts that the column reads beyond an occurrence's own columns. */
  readonly needs: readonly OccurrenceNeed[];
}

/** The differences between one host's columns and another's. */
export interface OccurrenceCsvColumnOptions {
  /** `"agreed_with_user"` writes that user's e-mail address, where there is one. By default no address appears anywhere. */
  readonly emails?: "agreed_with_user" | undefined;
  /** The details of the source, which get columns after the others; by default none. */
  readonly details?: readonly OccurrenceDetail[] | undefined;
}

/**
 * The columns of `occurrences_simple_csv`, in their order. People go by their display name, or `user:<id>` when it is empty or holds an
 * e-mail address. `details` adds `individual_count`, `sex`, `life_stage`, `basis_of_record`, `remarks`, in this order.
 *
 * @throws TypeError for a name that is no detail.
 * @example
 * ```ts
 * const columns = occurrenceCsvColumns().filter(({ name }) => wanted.includes(name));
 * ```
 */
export function occurrenceCsvColumns({
  emails,
  details,
}: OccurrenceCsvColumnOptions = {}): readonly OccurrenceCsvColumn[] {
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
    column(
      "agreed_with_algorithm",
      ["identificationFacts"],
      (row) => row.bestIdentification?.agreedWithAlgorithm?.name,
    ),
    column("agreed_with_user", ["identificationFacts"], (row) => agreedWith(row.bestIdentification?.agreedWithUser)),
    column("determination_matches_machine_prediction", ["bestPrediction"], matchesPrediction),
    column("detections_count", ["detectionFacts"], (row) => row.detectionsCount),
    column(
      "first_appearance_timestamp",
      ["detectionFacts"],
      (row) => row.firstAppearance && timestampLabel(row.firstAppearance),
    ),
    column(
      "last_appearance_timestamp",
      ["detectionFacts"],
      (row) => row.lastAppearance && timestampLabel(row.lastAppearance),
    ),
    column("duration", ["detectionFacts"], (row) => durationBetween(row.firstAppearance, row.lastAppearance)?.label),
    column("best_detection_url", ["bestDetection"], (row) => row.bestDetection?.url),
    column("best_detection_bbox", ["bestDetection"], (row) => boxLabel(row.bestDetection?.bbox)),
    float("best_detection_width", ["bestDetection"], (row) => boxWidth(row.bestDetection?.bbox)),
    float("best_detection_height", ["bestDetection"], (row) => boxHeight(row.bestDetection?.bbox)),
    column("best_detection_capture_url", ["bestDetection"], (row) => row.bestDetection?.capture?.url),
    ...detailsInOrder(details).map((detail) => DETAIL_COLUMNS[detail]),
  ]);
}

const DETAIL_COLUMNS: { readonly [Detail in OccurrenceDetail]: OccurrenceCsvColumn } = {
  count: column("individual_count", [], individualCount),
  sex: column("sex", [], (row) => row.sex),
  lifeStage: column("life_stage", [], (row) => row.lifeStage),
  basisOfRecord: column("basis_of_record", [], basisOfRecord),
  remarks: column("remarks", [], (row) => row.remarks),
};

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
