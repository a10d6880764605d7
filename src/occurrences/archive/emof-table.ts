import type { DwcField } from "../../dwca/tables/dwc-field.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { urn } from "../../values/urn.js";
import { boxLabel } from "../model/box.js";
import type { Named, Occurrence } from "../model/occurrence.js";
import type { DwcaDataset } from "./dwca-dataset.js";
import { createOccurrenceExtension, type OccurrenceExtension } from "./occurrence-extension.js";

/** Something that an algorithm measured of an occurrence. */
export interface OccurrenceMeasurement {
  readonly occurrence: Occurrence;
  readonly type: "classificationScore" | "detectionScore" | "boundingBox";
  readonly value: number | string;
  readonly unit: string;
  readonly determinedBy: Named | null;
  readonly method: string;
  readonly remarks: string | null;
}

/** A field of an archive's measurements. */
export type MeasurementField = DwcField<OccurrenceMeasurement, DwcaDataset>;

const { dwc, obis } = NAMESPACES;

/** The fields of emof.txt (OBIS's Extended Measurement or Fact), in their order. */
export const EMOF_FIELDS: readonly MeasurementField[] = Object.freeze([
  Object.freeze({ ...field(`${dwc}measurementID`, measurementId), identifies: true }),
  field(`${dwc}occurrenceID`, ({ occurrence }, dataset) => dataset.occurrenceIdOf(occurrence)),
  field(`${dwc}measurementType`, ({ type }) => type),
  field(`${dwc}measurementValue`, ({ value }) => value),
  field(`${dwc}measurementUnit`, ({ unit }) => unit),
  field(`${dwc}measurementDeterminedBy`, ({ determinedBy }) => determinedBy?.name),
  field(`${dwc}measurementMethod`, ({ method }) => method),
  field(`${dwc}measurementRemarks`, ({ remarks }) => remarks),
]);

/**
 * The table emof.txt: of each occurrence the score of its best prediction, and the score and box of its best detection, as far as the
 * source has them.
 *
 * @param fields - by default {@link EMOF_FIELDS}.
 * @throws TypeError when the fields make no table.
 * @example extensions: [audiovisualTable(), emofTable(), identificationTable(), effort, crops],
 */
export function emofTable(fields: readonly MeasurementField[] = EMOF_FIELDS): OccurrenceExtension {
  return createOccurrenceExtension<OccurrenceMeasurement>({
    file: "emof.txt",
    rowType: `${obis}ExtendedMeasurementOrFact`,
    fields,
    needs: ["bestPrediction", "bestDetection"],
    rows: measurementsOf,
  });
}

const CLASSIFIED = "Score that the classifier gave to its best prediction, from 0 to 1";
const DETECTED = "Score that the detector gave to its best detection, from 0 to 1";
const BOXED = "Corners [x1, y1, x2, y2] of the box around the animal, from the top left of the capture";

/** Written out rather than spread from parts: there are three for each occurrence. */
function* measurementsOf(occurrence: Occurrence): Generator<OccurrenceMeasurement, void, undefined> {
  const { bestPrediction: said, bestDetection: seen } = occurrence;
  if (said != null && isNumber(said.score)) {
    const { score: value, algorithm: determinedBy, taxon } = said;
    const remarks = taxon && `prediction: ${taxon.name}`;
    const type = "classificationScore";
    yield { occurrence, type, value, unit: "dimensionless", determinedBy, method: CLASSIFIED, remarks };
  }
  if (seen == null) return;
  const { score: value, algorithm: determinedBy, capture } = seen;
  const remarks = capture?.url ? `capture: ${capture.url}` : null;
  if (isNumber(value)) {
    const type = "detectionScore";
    yield { occurrence, type, value, unit: "dimensionless", determinedBy, method: DETECTED, remarks };
  }
  const box = boxLabel(seen.bbox);
  if (box === null) return;
  yield { occurrence, type: "boundingBox", value: box, unit: "pixels", determinedBy, method: BOXED, remarks };
}

function isNumber(score: number | null): score is number {
  return Number.isFinite(score);
}

function measurementId({ occurrence, type }: OccurrenceMeasurement, { namespace, projectId }: DwcaDataset): string {
  return urn(namespace, "measurement", projectId, occurrence.id, type);
}

function field(term: string, value: NonNullable<MeasurementField["value"]>): MeasurementField {
  return Object.freeze({ term, value });
}
