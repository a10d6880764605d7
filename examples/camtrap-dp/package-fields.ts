import type { CamtrapPackage, Medium, Observation } from "./read-package.js";

type Deployment = CamtrapPackage["deployments"][number];

/** The fields of deployments, by their names in Camtrap DP. */
export const DEPLOYMENT = {
  deploymentID: (row: Deployment) => row.deploymentID,
  locationID: (row: Deployment) => row.locationID,
  locationName: (row: Deployment) => row.locationName,
  latitude: (row: Deployment) => row.latitude,
  longitude: (row: Deployment) => row.longitude,
  coordinateUncertainty: (row: Deployment) => row.coordinateUncertainty,
  deploymentStart: (row: Deployment) => row.deploymentStart,
  deploymentEnd: (row: Deployment) => row.deploymentEnd,
};

/** The fields of media. */
export const MEDIUM = {
  mediaID: (row: Medium) => row.mediaID,
  deploymentID: (row: Medium) => row.deploymentID,
  timestamp: (row: Medium) => row.timestamp,
  filePath: (row: Medium) => row.filePath,
  filePublic: (row: Medium) => row.filePublic,
  fileMediatype: (row: Medium) => row.fileMediatype,
};

/** The fields of observations. */
export const OBSERVATION = {
  observationID: (row: Observation) => row.observationID,
  deploymentID: (row: Observation) => row.deploymentID,
  mediaID: (row: Observation) => row.mediaID,
  eventID: (row: Observation) => row.eventID,
  eventStart: (row: Observation) => row.eventStart,
  eventEnd: (row: Observation) => row.eventEnd,
  observationLevel: (row: Observation) => row.observationLevel,
  observationType: (row: Observation) => row.observationType,
  scientificName: (row: Observation) => row.scientificName,
  count: (row: Observation) => row.count,
  lifeStage: (row: Observation) => row.lifeStage,
  sex: (row: Observation) => row.sex,
  behavior: (row: Observation) => row.behavior,
  classificationMethod: (row: Observation) => row.classificationMethod,
  classifiedBy: (row: Observation) => row.classifiedBy,
  classificationTimestamp: (row: Observation) => row.classificationTimestamp,
  observationComments: (row: Observation) => row.observationComments,
};
