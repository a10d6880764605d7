import { createCamtrapPackageExporter } from "vasculum/camtrap-dp";
import { policy, source, type Visit } from "./visits.js";

type Seen = Visit["seen"][number] & { readonly visit: Visit };
const seen = (visit: Visit): readonly Seen[] => visit.seen.map((one) => ({ ...one, visit }));
const mediumId = ({ visit, photo }: Seen) => `${visit.id} ${visit.seen.findIndex((one) => one.photo === photo) + 1}`;

const deployments = {
  rows: (visit: Visit) => [visit],
  fields: {
    ...{ deploymentID: ({ id }: Visit) => id, locationName: ({ place }: Visit) => place },
    ...{ latitude: ({ latitude }: Visit) => latitude, longitude: () => 8.1513 },
    deploymentStart: ({ day }: Visit) => `${day}T21:00:00+02:00`,
    deploymentEnd: ({ day }: Visit) => `${day}T23:30:00+02:00`,
  },
};
const media = {
  rows: seen,
  fields: {
    ...{ mediaID: mediumId, deploymentID: ({ visit }: Seen) => visit.id, fileMediatype: () => "image/jpeg" },
    timestamp: ({ visit }: Seen) => `${visit.day}T22:00:00+02:00`,
    ...{ filePath: ({ photo }: Seen) => `https://media.example.org/${photo}`, filePublic: () => true },
  },
};
const observations = {
  rows: seen,
  fields: {
    observationID: (row: Seen) => `seen ${mediumId(row)}`,
    ...{ deploymentID: ({ visit }: Seen) => visit.id, mediaID: mediumId, eventID: ({ visit }: Seen) => visit.id },
    eventStart: ({ visit }: Seen) => `${visit.day}T21:30:00+02:00`,
    eventEnd: ({ visit }: Seen) => `${visit.day}T22:30:00+02:00`,
    ...{ observationLevel: () => "event", observationType: () => "animal", scientificName: ({ name }: Seen) => name },
  },
};

// #region camtrap-dp
export const CameraTraps = createCamtrapPackageExporter({
  ...{ source, deployments, media, observations, policy },
  metadata: {
    ...{ title: "Visits", contributors: [{ title: "Ada" }], license: "CC0-1.0", mediaLicense: "CC0-1.0" },
    updatedAt: "2026-06-03",
    project: { samplingDesign: "targeted", captureMethod: ["activityDetection"] },
  },
});
// #endregion
