import type { DataSource, Snapshot } from "../contracts/data-source.js";
import type { ExporterClass } from "../contracts/exporter.js";
import { isInexpressible } from "../data-package/inexpressible.js";
import { metadataReader } from "../data-package/metadata-reader.js";
import { packageExporterClass } from "../data-package/package-exporter.js";
import { rowOf } from "../data-package/package-rows.js";
import type { PackageContext, PackagePass } from "../data-package/package-spec.js";
import { mapTable } from "../data-package/table-map.js";
import { checkBatchSize } from "../rows/row-limits.js";
import { publicSource } from "../sensitivity/public-source.js";
import { CamtrapCoverage } from "./camtrap-coverage.js";
import { CamtrapDescription } from "./camtrap-description.js";
import { type CamtrapMetadata, parseCamtrapMetadata } from "./camtrap-metadata.js";
import type { CamtrapPackageOptions } from "./camtrap-package-options.js";
import type { CamtrapTaxon } from "./camtrap-taxon.js";
import { DEPLOYMENTS } from "./deployments-table.js";
import { guardCamtrapPackage } from "./guard-camtrap-package.js";
import { MEDIA } from "./media-table.js";
import { OBSERVATIONS } from "./observations-table.js";

/**
 * Makes an exporter class that writes any source as a Camera Trap Data Package (Camtrap DP 1.0.2). It takes one pass
 * over one snapshot. Memory is bounded by the batch and the number of deployments.
 *
 * @throws TypeError for a required field without a value; a name that is no field; metadata that datapackage.json
 * cannot hold; a `batchSize` out of range; a policy whose terms no field has.
 * @example
 * ```ts
 * return createCamtrapPackageExporter({
 *   source,
 *   deployments: { rows: ({ deployment }) => [deployment], fields: DEPLOYMENT },
 *   media: { rows: (season) => season.media, fields: MEDIUM },
 *   observations: {
 *     rows: (season) => season.observations,
 *     fields: OBSERVATION,
 *     taxon: ({ scientificName }) => taxa.get(scientificName) ?? null,
 *   },
 *   metadata: {
 *     title: facts.title,
 *     description: facts.description,
 *     contributors: facts.contributors.map(({ title }) => ({ title })),
 *     license: licenseOf("data"),
 *     mediaLicense: licenseOf("media"),
 *     updatedAt: facts.created,
 *     project: { samplingDesign: "targeted", captureMethod: ["activityDetection"] },
 *   },
 * });
 * ```
 */
export function createCamtrapPackageExporter<
  Row,
  Query,
  View extends Snapshot<Row, Query>,
  Deployment,
  Medium,
  Observation,
>(options: CamtrapPackageOptions<Row, Query, View, Deployment, Medium, Observation>): ExporterClass {
  if (options.policy !== undefined) return createCamtrapPackageExporter(guardCamtrapPackage(options, options.policy));
  const { rowErrors = "fail", batchSize = 500, filters = [], namespace = "vasculum" } = options;
  checkBatchSize(batchSize);
  const metadataOf = metadataReader<CamtrapMetadata, Query, View>(options.metadata, parseCamtrapMetadata);
  const passOf = createPasses(options);
  const describe = async (context: PackageContext<Query, View>) =>
    new CamtrapDescription(await metadataOf(context), { namespace, projectId: context.run.scope.projectId });
  return packageExporterClass<Row, Query, undefined, View>({
    // Under a policy the source is one whose rows are guarded.
    source: publicSource<DataSource<Row, Query>>(options.source, undefined, (given) => given),
    tables: [DEPLOYMENTS, MEDIA, OBSERVATIONS],
    optional: [],
    places: { counted: OBSERVATIONS.name, link: "deploymentID" },
    ...{ filters, rowErrors, batchSize, isInexpressible },
    queryset: (query) => options.queryset?.(query) ?? query,
    jobName: (params) => options.jobName?.(params),
    preflight: async (context) => void (await describe(context)),
    begin: async (context) => passOf(await describe(context), context),
  });
}

/** Makes the passes over a source: one for each file. */
function createPasses<Row, Query, View extends Snapshot<Row, Query>, Deployment, Medium, Observation>({
  deployments,
  media,
  observations,
}: CamtrapPackageOptions<Row, Query, View, Deployment, Medium, Observation>) {
  const deploymentMap = mapTable(DEPLOYMENTS, deployments.fields);
  const mediaMap = mapTable(MEDIA, media.fields);
  const observationMap = mapTable(OBSERVATIONS, observations.fields);
  return (description: CamtrapDescription, context: PackageContext<Query, View>): PackagePass<Row, undefined> => {
    const coverage = new CamtrapCoverage();
    const taxa = new Map<string, Omit<CamtrapTaxon, "scientificName">>();
    if (!description.hasAcceptedLicense) context.run.warn("LICENSE_NOT_ACCEPTED", 1);
    return {
      context: undefined,
      *rowsOf(row) {
        for (const one of deployments.rows(row)) yield rowOf(deploymentMap, one);
        for (const one of media.rows(row)) yield rowOf(mediaMap, one);
        for (const one of observations.rows(row)) {
          const { scientificName = "", ...taxon } = observations.taxon?.(one) ?? {};
          if (scientificName !== "" && !coverage.isCut) taxa.set(scientificName, taxon);
          yield rowOf(observationMap, one);
        }
      },
      onRow: (table, cells) => coverage.add(table, cells),
      descriptor: (files, contentHash) => {
        if (coverage.isCut) context.run.warn("TAXA_CUT", 1);
        const grid = context.snapshot.protection?.grid ?? null;
        return description.descriptor({
          ...{ files, contentHash, coverage, grid, newest: null },
          taxonOf: (name) => taxa.get(name),
        });
      },
    };
  };
}
