import { DEPLOYMENTS } from "../../camtrap-dp/deployments-table.js";
import { MEDIA } from "../../camtrap-dp/media-table.js";
import { OBSERVATIONS } from "../../camtrap-dp/observations-table.js";
import { mapTable, type TableMap } from "../../data-package/table-map.js";
import { urn } from "../../values/urn.js";
import { mediaFormat } from "../model/media.js";
import type { Deployment } from "../model/occurrence.js";
import { individualCount } from "../model/occurrence-details.js";
import { personLabel } from "../model/person-label.js";
import { rankName } from "../model/taxon-ranks.js";
import type { CamtrapDataset, DeploymentRow, MediaRow, ObservationRow, OpinionRow } from "./camtrap-rows.js";
import { CLASSIFICATIONS } from "./classifications-table.js";
import { LIFE_STAGES, SEXES, wordOf } from "./vocabulary.js";

type Kind =
  "deployment" | "location" | "event" | "occurrence" | "capture" | "detection" | "identification" | "prediction";

function id({ namespace, projectId }: CamtrapDataset, kind: Kind, own: string | number): string {
  return urn(namespace, kind, projectId, own);
}

/** The identifier of a deployment. */
export function deploymentId(deployment: Deployment, dataset: CamtrapDataset): string {
  return id(dataset, "deployment", deployment.id);
}

/** The map by which deployments fill their table. */
export const DEPLOYMENT_MAP: TableMap<DeploymentRow, CamtrapDataset> = mapTable(DEPLOYMENTS, {
  deploymentID: ({ deployment }, dataset) => deploymentId(deployment, dataset),
  locationID: ({ deployment }, dataset) => id(dataset, "location", deployment.id),
  locationName: ({ deployment }) => deployment.name,
  latitude: ({ latitude }) => latitude,
  longitude: ({ longitude }) => longitude,
  coordinateUncertainty: ({ deployment }) => metres(deployment.coordinateUncertaintyInMeters),
  deploymentStart: ({ start }) => start,
  deploymentEnd: ({ end }) => end,
  timestampIssues: ({ isCoarse }) => (isCoarse ? true : null),
  deploymentComments: ({ note, isCoarse }) =>
    [SPAN, ...(isCoarse ? [COARSE] : []), ...(note === null ? [] : [note])].join(" "),
});

const SPAN = "Start and end are those of the first and last record in this package.";
const COARSE = "Some times are only known to the day, month or year: they are written as its first and last second.";

/** The map by which captures fill the table of media. */
export const MEDIA_MAP: TableMap<MediaRow, CamtrapDataset> = mapTable(MEDIA, {
  mediaID: ({ capture }, dataset) => id(dataset, "capture", capture.id),
  deploymentID: ({ deployment }, dataset) => deploymentId(deployment, dataset),
  captureMethod: (_row, { captureMethod }) => captureMethod,
  timestamp: ({ timestamp }) => timestamp,
  filePath: ({ url }) => url,
  filePublic: () => true,
  fileName: ({ url }) => /([^/?#]+)(?:[?#].*)?$/.exec(url.replace(/^\w+:\/\/[^/]*/, ""))?.[1],
  fileMediatype: ({ url }, { mediaType }) => mediaFormat({ url }) ?? mediaType,
});

/** The map by which occurrences, detections and empty nights fill the table of observations. An occurrence is an event of its own. */
export const OBSERVATION_MAP: TableMap<ObservationRow, CamtrapDataset> = mapTable(OBSERVATIONS, {
  observationID: (row, dataset) => observationId(row, dataset),
  deploymentID: ({ deployment }, dataset) => deploymentId(deployment, dataset),
  mediaID: ({ capture }, dataset) => capture && id(dataset, "capture", capture.id),
  eventID: ({ occurrence, nightId }, dataset) =>
    occurrence === null ? nightOf(nightId, dataset) : id(dataset, "occurrence", occurrence.id),
  eventStart: ({ span }) => span.start,
  eventEnd: ({ span }) => span.end,
  observationLevel: ({ kind }) => (kind === "media" ? "media" : "event"),
  observationType: ({ type }) => type,
  scientificName: ({ occurrence }) => occurrence?.determination?.name,
  count: ({ kind, occurrence }) => (kind === "event" && occurrence !== null ? individualCount(occurrence) : null),
  lifeStage: ({ occurrence }) => wordOf(occurrence?.lifeStage, LIFE_STAGES),
  sex: ({ occurrence }) => wordOf(occurrence?.sex, SEXES),
  bboxX: ({ region }) => region?.x,
  bboxY: ({ region }) => region?.y,
  bboxWidth: ({ region }) => region?.width,
  bboxHeight: ({ region }) => region?.height,
  classificationMethod: ({ consensus }) => consensus.method,
  classifiedBy: ({ consensus }) => consensus.by,
  classificationTimestamp: ({ consensus }) => consensus.timestamp,
  classificationProbability: ({ consensus }) => consensus.probability,
  observationTags: ({ nightId }, dataset) => (nightId === null ? null : `night:${nightOf(nightId, dataset)}`),
  observationComments: ({ comments }) => comments.join(" "),
});

/** The map by which all that is not the consensus fills its table. */
export const CLASSIFICATION_MAP: TableMap<OpinionRow, CamtrapDataset> = mapTable(CLASSIFICATIONS, {
  classificationID: ({ opinion }, dataset) =>
    opinion.kind === "prediction"
      ? id(dataset, "prediction", opinion.classification.id)
      : id(dataset, "identification", opinion.identification.id),
  observationID: ({ occurrence }, dataset) => id(dataset, "occurrence", occurrence.id),
  mediaID: ({ capture }, dataset) => capture && id(dataset, "capture", capture.id),
  classificationMethod: ({ opinion }) => (opinion.kind === "prediction" ? "machine" : "human"),
  classifiedBy: ({ opinion }) =>
    opinion.kind === "prediction" ? opinion.classification.algorithm?.name : personLabel(opinion.identification.user),
  classificationTimestamp: ({ timestamp }) => timestamp,
  scientificName: ({ opinion }) => taxonOf(opinion)?.name,
  taxonRank: ({ opinion }) => rankName(taxonOf(opinion)?.rank ?? ""),
  classificationProbability: ({ opinion }) => (opinion.kind === "prediction" ? scoreOf(opinion) : null),
  isTerminal: ({ opinion }) => (opinion.kind === "prediction" ? opinion.classification.terminal : null),
  isWithdrawn: ({ opinion }) => (opinion.kind === "identification" ? opinion.identification.withdrawn : null),
  classificationComments: ({ opinion }) => (opinion.kind === "identification" ? opinion.identification.comment : null),
});

function taxonOf(opinion: OpinionRow["opinion"]) {
  return opinion.kind === "prediction" ? opinion.classification.taxon : opinion.identification.taxon;
}

/** NaN is no score. */
function scoreOf({ classification }: Extract<OpinionRow["opinion"], { kind: "prediction" }>): number | null {
  return Number.isNaN(classification.score) ? null : classification.score;
}

function observationId({ kind, id: own, nightId }: ObservationRow, dataset: CamtrapDataset): string {
  if (kind === "blank") return `${nightOf(nightId, dataset)}:blank`;
  return id(dataset, kind === "event" ? "occurrence" : "detection", own);
}

function nightOf(nightId: string | number | null, dataset: CamtrapDataset): string {
  return nightId === null ? "" : id(dataset, "event", nightId);
}

/** A whole number from 1. */
function metres(uncertainty: number | null | undefined): number | null {
  return uncertainty == null || !(uncertainty > 0) ? null : Math.ceil(uncertainty);
}
