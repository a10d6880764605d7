import type { ColumnType } from "../../formats/column-type.js";
import type { TypedColumn } from "../../formats/typed-column.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import { coordinates } from "../model/coordinates.js";
import type { Occurrence } from "../model/occurrence.js";
import type { OccurrenceNeed } from "../model/occurrence-query.js";
import { occurrenceCsvColumns, type OccurrenceCsvColumnOptions } from "./occurrence-csv-columns.js";

/** A column of an occurrence file whose cells have types. */
export interface OccurrenceTypedColumn extends TypedColumn<Occurrence> {
  /** Names what the column reads beyond an occurrence's own columns. */
  readonly needs: readonly OccurrenceNeed[];
}

/** The differences between one host's typed columns and another's. */
export interface OccurrenceTypedColumnOptions extends OccurrenceCsvColumnOptions {
  /** The source's ids: whole numbers or text. */
  readonly idType: "number" | "string";
  /** With a policy, ids and times are text where it may write surrogates and months. */
  readonly policy?: Pick<SensitivityPolicy, "mode" | "dates"> | undefined;
}

interface Kind {
  readonly type?: ColumnType | "id" | "record id" | "station id" | "time";
  readonly term?: string;
  readonly unit?: string;
}

/** Types, terms and units of columns; those not named are text of no term. */
const KINDS: Readonly<Record<string, Kind>> = {
  id: { type: "record id", term: "dwc:occurrenceID" },
  event_id: { type: "record id", term: "dwc:eventID" },
  deployment_id: { type: "station id", term: "dwc:locationID" },
  deployment_name: { term: "dwc:locality" },
  project_id: { type: "id" },
  determination_id: { type: "id", term: "dwc:taxonID" },
  determination_name: { term: "dwc:scientificName" },
  determination_score: { type: "float" },
  verification_status: { type: "boolean" },
  best_machine_prediction_score: { type: "float" },
  verified_by: { term: "dwc:identifiedBy" },
  participant_count: { type: "int32" },
  determination_matches_machine_prediction: { type: "boolean" },
  detections_count: { type: "int32" },
  first_appearance_timestamp: { type: "time" },
  last_appearance_timestamp: { type: "time" },
  best_detection_width: { type: "float", unit: "pixel" },
  best_detection_height: { type: "float", unit: "pixel" },
  individual_count: { type: "int64", term: "dwc:individualCount" },
  sex: { term: "dwc:sex" },
  life_stage: { term: "dwc:lifeStage" },
  basis_of_record: { term: "dwc:basisOfRecord" },
  remarks: { term: "dwc:occurrenceRemarks" },
};

/**
 * The columns of `occurrences_parquet` and `occurrences_xlsx`, in their order: those of `occurrences_simple_csv` with types, terms and units, then
 * `decimal_latitude`, `decimal_longitude` and `coordinate_uncertainty_in_meters` of the station.
 *
 * @throws TypeError for a name that is no detail.
 * @example
 * ```ts
 * const columns = occurrenceTypedColumns({ idType: source.idType }).filter(({ name }) => wanted.has(name));
 * ```
 */
export function occurrenceTypedColumns(options: OccurrenceTypedColumnOptions): readonly OccurrenceTypedColumn[] {
  const typed = occurrenceCsvColumns(options).map((column) => {
    const { type, ...kind } = KINDS[column.name] ?? {};
    return Object.freeze({ ...column, ...kind, type: typeOf(type, options) });
  });
  return Object.freeze([...typed, ...PLACE]);
}

const PLACE: readonly OccurrenceTypedColumn[] = [
  place("decimal_latitude", "dwc:decimalLatitude", "degree", ({ deployment }) => coordinates(deployment)?.latitude),
  place("decimal_longitude", "dwc:decimalLongitude", "degree", ({ deployment }) => coordinates(deployment)?.longitude),
  place("coordinate_uncertainty_in_meters", "dwc:coordinateUncertaintyInMeters", "m", ({ deployment }) =>
    coordinates(deployment) === null ? null : deployment?.coordinateUncertaintyInMeters,
  ),
];

function place(
  name: string,
  term: string,
  unit: string,
  value: (row: Occurrence) => number | null | undefined,
): OccurrenceTypedColumn {
  return Object.freeze({ name, term, unit, type: "float", needs: Object.freeze([]), value });
}

function typeOf(type: Kind["type"], { idType, policy }: OccurrenceTypedColumnOptions): ColumnType {
  const id = idType === "number" ? "int64" : "text";
  if (type === "id") return id;
  if (type === "record id") return policy?.mode === "detach" ? "text" : id;
  if (type === "station id") return policy === undefined ? id : "text";
  if (type === "time") return policy === undefined || policy.dates === "exact" ? "timestamp" : "text";
  return type ?? "text";
}
