import type { PackageValue } from "../data-package/table-map.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";
import type { GuardedRow, RowGuard } from "../sensitivity/terms/guarded-row.js";
import type { Treatment } from "../sensitivity/terms/treatment-of.js";
import { type CamtrapDeploymentField, DEPLOYMENTS } from "./deployments-table.js";
import { GuardedFields, isCoarse, type Values } from "./guarded-fields.js";
import { type CamtrapMediaField, MEDIA } from "./media-table.js";
import { type CamtrapObservationField, OBSERVATIONS } from "./observations-table.js";

/** An observation, and the ids of the media that are written with it. */
export interface GuardedObservation<Row> extends GuardedRow<Row> {
  readonly media: ReadonlySet<string>;
}

/** Deployments: those of sensitive rows stand at the centre of a cell, and their comment says so. */
export class GuardedDeployments<Row> extends GuardedFields<Row, CamtrapDeploymentField> {
  readonly fields: Values<GuardedRow<Row>, CamtrapDeploymentField>;

  constructor(given: Values<Row, CamtrapDeploymentField>, policy: SensitivityPolicy) {
    super(DEPLOYMENTS, given, policy);
    const values = this.values({});
    const uncertainty = this.value("coordinateUncertainty", undefined, "uncertainty");
    this.fields = {
      ...values,
      coordinateUncertainty: (row, context) => whole(uncertainty(row, context)),
      ...this.moments(values, { deploymentStart: "start", deploymentEnd: "end" }),
      timestampIssues: (row, context) =>
        row.guard.category === null
          ? given.timestampIssues?.(row.row, context)
          : isCoarse(values.deploymentStart?.(row, context)),
      deploymentComments: this.value("deploymentComments", undefined, "generalizationNote"),
    };
  }
}

/** Media: only those of rows that are public as they are. */
export class GuardedMedia<Row> extends GuardedFields<Row, CamtrapMediaField> {
  readonly fields: Values<GuardedRow<Row>, CamtrapMediaField>;

  constructor(given: Values<Row, CamtrapMediaField>, policy: SensitivityPolicy) {
    super(MEDIA, given, policy);
    this.fields = this.values({});
  }

  shows(row: Row, { category, withholds }: RowGuard): boolean {
    return category === null && !this.factsOf(row).media.some(withholds);
  }

  idOf(row: Row): string {
    return this.text(row, "mediaID");
  }
}

/** Of fields without a term that say nothing of a place. */
const KEPT: Readonly<Partial<Record<CamtrapObservationField, Treatment>>> = {
  ...{ observationLevel: "public", observationType: "public", cameraSetupType: "public" },
  ...{ classificationMethod: "public", classificationProbability: "public" },
};

/** Observations: those of a medium go with it, others lose their link to it. */
export class GuardedObservations<Row> extends GuardedFields<Row, CamtrapObservationField> {
  readonly fields: Values<GuardedObservation<Row>, CamtrapObservationField>;

  constructor(given: Values<Row, CamtrapObservationField>, policy: SensitivityPolicy) {
    super(OBSERVATIONS, given, policy);
    const values = this.values(KEPT);
    this.fields = {
      ...values,
      mediaID: ({ row, media }) => (media.has(this.text(row, "mediaID")) ? this.text(row, "mediaID") : null),
      ...this.moments(values, { eventStart: "start", eventEnd: "end", classificationTimestamp: "start" }),
    };
  }

  /** @param media - the ids of those that are written. */
  shows(row: Row, media: ReadonlySet<string>): boolean {
    const id = this.text(row, "mediaID");
    return id === "" || media.has(id) || this.text(row, "observationLevel") !== "media";
  }
}

/** An integer of metres, as the standard wants it. */
function whole(metres: PackageValue): PackageValue {
  return typeof metres === "number" ? Math.ceil(metres) : metres;
}
