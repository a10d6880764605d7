import { createMemorySource } from "vasculum";
import { createCamtrapPackageExporter, type CamtrapTaxon } from "vasculum/camtrap-dp";
import { DEPLOYMENT, MEDIUM, OBSERVATION } from "./package-fields.js";
import type { CamtrapPackage, Medium, Observation } from "./read-package.js";

type Deployment = CamtrapPackage["deployments"][number];

/** A deployment with its media and observations: what belongs together is one row of the source. */
interface Season {
  readonly deployment: Deployment;
  readonly media: readonly Medium[];
  readonly observations: readonly Observation[];
}

/** Makes the exporter that writes a package as it was read. */
export function createPackageWriter({ facts, deployments, media, observations }: CamtrapPackage) {
  const seasons = deployments.map((deployment): Season => {
    const isOwn = ({ deploymentID }: { readonly deploymentID: string }) => deploymentID === deployment.deploymentID;
    return { deployment, media: media.filter(isOwn), observations: observations.filter(isOwn) };
  });
  const taxa = new Map<string | null, CamtrapTaxon>(
    facts.taxonomic.map(({ scientificName, vernacularNames }) => [scientificName, { scientificName, vernacularNames }]),
  );
  const licenseOf = (wanted: string) => {
    const license = facts.licenses.find(({ scope }) => scope === wanted);
    return license?.path ?? license?.name;
  };
  // #region write
  const source = createMemorySource(seasons, {
    key: ({ deployment }) => deployment.deploymentID,
    inScope: (_, { projectId }) => projectId === facts.name,
  });
  return createCamtrapPackageExporter({
    source,
    deployments: { rows: ({ deployment }) => [deployment], fields: DEPLOYMENT },
    media: { rows: (season) => season.media, fields: MEDIUM },
    observations: {
      rows: (season) => season.observations,
      fields: OBSERVATION,
      taxon: ({ scientificName }) => taxa.get(scientificName) ?? null,
    },
    metadata: {
      title: facts.title,
      description: facts.description,
      contributors: facts.contributors.map(({ title }) => ({ title })),
      license: licenseOf("data"),
      mediaLicense: licenseOf("media"),
      updatedAt: facts.created,
      project: { samplingDesign: "targeted", captureMethod: ["activityDetection"] },
    },
  });
  // #endregion
}
