import { CamtrapDescription } from "../../camtrap-dp/camtrap-description.js";
import { type CamtrapMetadata, parseCamtrapMetadata } from "../../camtrap-dp/camtrap-metadata.js";
import { DEPLOYMENTS } from "../../camtrap-dp/deployments-table.js";
import { MEDIA } from "../../camtrap-dp/media-table.js";
import { OBSERVATIONS } from "../../camtrap-dp/observations-table.js";
import type { ExporterClass } from "../../contracts/exporter.js";
import { callPort } from "../../core/ports/call-port.js";
import { isInexpressible } from "../../data-package/inexpressible.js";
import { packageExporterClass } from "../../data-package/package-exporter.js";
import type { PackageContext } from "../../data-package/package-spec.js";
import { checkBatchSize } from "../../rows/row-limits.js";
import { publicSource } from "../../sensitivity/public-source.js";
import { TimeZone } from "../../values/zoned-time.js";
import { exportJobName } from "../filters/occurrence-collection-filter.js";
import { occurrenceFilterBackends } from "../filters/occurrence-filter-backends.js";
import { checkOccurrence } from "../model/check-occurrence.js";
import type { Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import type { OccurrenceExporterOptions } from "../model/occurrence-exporter-options.js";
import { type OccurrenceNeed, type OccurrenceQuery, restrict } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot, OccurrenceSource, ProjectDescription } from "../model/occurrence-source.js";
import { publicName } from "../model/person-label.js";
import { protectOccurrences } from "../policy/protect-occurrences.js";
import { CamtrapPass } from "./camtrap-pass.js";
import { checkZones } from "./check-zones.js";
import type { CamtrapDataset } from "./camtrap-rows.js";
import { CLASSIFICATIONS } from "./classifications-table.js";
import { OccurrenceTimes } from "./occurrence-times.js";
import { checkZone, StationZones, type ZoneOption } from "../model/station-zones.js";

/** The source of a Camtrap DP of occurrences, and what is said of them. */
export interface CamtrapDpExporterOptions extends OccurrenceExporterOptions {
  /** The facts that the source does not know; the project's words stand for what is left out. `project.samplingDesign` and `project.captureMethod` must be given. */
  readonly metadata: CamtrapMetadata;
  /**
   * The time zone of the deployments, or of each: a name of IANA's database (`Europe/London`) or an offset (`+02:00`). Without it every time
   * must have an offset. Under a sensitivity policy it receives the public deployment.
   */
  readonly timeZone?: ZoneOption | undefined;
  /** The time zone of the times at which records were made, where they have no offset. Without it those times are left out. */
  readonly recordTimeZone?: string | undefined;
  /** Whether a night without any occurrence was examined, by a person or an algorithm: it becomes a blank observation. By default none was. */
  readonly examined?: ((event: OccurrenceEvent) => boolean) | undefined;
  /** The kind of thing that an occurrence is of. By default `animal`. */
  readonly observationType?: ((occurrence: Occurrence) => "animal" | "human" | "vehicle" | "unknown") | undefined;
  /** The media type of files whose name says nothing; by default `image/jpeg`. */
  readonly mediaType?: string | undefined;
  /** The namespace of identifiers, `urn:<namespace>:occurrence:<project id>:<id>`. By default `antenna`. */
  readonly namespace?: string | undefined;
}

type Context = PackageContext<OccurrenceQuery, OccurrenceSnapshot>;

const NEEDS: readonly OccurrenceNeed[] = ["detectionFacts", "bestPrediction", "identificationFacts", "detections"];

/**
 * The exporter of `camtrap_dp`: a Camera Trap Data Package (Camtrap DP 1.0.2). Each occurrence is an observation of an event, with its best
 * identification, else its best prediction; each of its detections is an observation of a picture. Everything else that was said of it is in
 * the table `classifications`, which a request can leave out. Takes every filter of occurrences; the project's default filters hold unless a
 * request says `apply_defaults: false`. Occurrences without an event are not exported: pictures are told apart night by night.
 *
 * A request is refused with `METADATA_INCOMPLETE` where a title, a contributor, a licence of data or media, or a time zone is missing.
 *
 * Warnings on the record:
 *
 * - `ROWS_SKIPPED`: occurrences without a place, without a time, or of no animal. The format has no way to write them.
 * - `MEDIA_SHARED`: pictures with animals of two nights are written once, at the deployment of the first.
 * - `MEDIA_LEFT_OUT`: pictures without a public address or a time. `BOX_LEFT_OUT`: boxes that are not on their picture.
 * - `OPINIONS_LEFT_OUT`: other opinions that name no taxon.
 * - `VALUES_LEFT_OUT`: sexes and life stages that the standard does not have.
 * - `TIMES_COARSE`: times known to the day at best. `FRACTIONS_CUT` of seconds. `TIMES_LEFT_OUT` for want of `recordTimeZone`.
 * - `CORE_ROWS_SKIPPED`: nights without an animal that `rowErrors: "skip"` left out.
 * - `EVENT_ENDS_BEFORE_START`, `BLANK_NIGHTS_LEFT_OUT`, `TAXA_CUT`, `LICENSE_NOT_ACCEPTED`, `TEXT_REPAIRED`, `READS_AS_NULL`.
 *
 * @throws TypeError for metadata that datapackage.json cannot hold, an unknown time zone, or a `batchSize` out of range.
 * @example
 * ```ts
 * export const CameraTraps = createCamtrapDpExporter({
 *   source,
 *   timeZone: ({ id }) => (id === 1 ? "America/Toronto" : "America/Halifax"),
 *   metadata: {
 *     mediaLicense: "CC-BY-4.0",
 *     project: { samplingDesign: "systematicRandom", captureMethod: ["timeLapse"] },
 *   },
 *   examined: ({ capturesCount }) => (capturesCount ?? 0) > 0, // as far as the host knows that they were processed
 * });
 * ```
 */
export function createCamtrapDpExporter(options: CamtrapDpExporterOptions): ExporterClass {
  const { policy, rowErrors = "fail", batchSize = 500, timeZone, recordTimeZone, examined } = options;
  const { observationType, filters, withoutFilters } = options;
  const source = publicSource<OccurrenceSource>(options.source, policy, protectOccurrences);
  const metadata = parseCamtrapMetadata(options.metadata);
  checkBatchSize(batchSize);
  checkZone(timeZone);
  checkZone(recordTimeZone, "recordTimeZone");
  const recordZone = recordTimeZone === undefined ? null : new TimeZone(recordTimeZone);
  const { dataset, describe } = descriptions(options, metadata);
  return packageExporterClass<Occurrence, OccurrenceQuery, CamtrapDataset, OccurrenceSnapshot>({
    ...{ source, rowErrors, batchSize, isInexpressible },
    tables: [DEPLOYMENTS, MEDIA, OBSERVATIONS, CLASSIFICATIONS],
    optional: [CLASSIFICATIONS.name],
    shared: [MEDIA.name],
    filters: occurrenceFilterBackends(source, { applyDefaults: true, filters, withoutFilters }),
    checkRow: checkOccurrence,
    queryset: (query, tables) => {
      const needs = tables.includes(CLASSIFICATIONS.name) ? [...NEEDS, "identifications" as const] : NEEDS;
      const select: OccurrenceQuery = { ...query, order: "event", needs: Object.freeze(needs) };
      return restrict(select, { kind: "has_event" });
    },
    jobName: exportJobName,
    async preflight(context) {
      await describe(context);
      if (typeof timeZone !== "string")
        await checkZones(context, { timeZone, empty: examined === undefined ? "omit" : "include" });
    },
    async begin(context) {
      const description = await describe(context);
      const warn = context.run.warn.bind(context.run);
      if (!description.hasAcceptedLicense) warn("LICENSE_NOT_ACCEPTED", 1);
      const times = new OccurrenceTimes(new StationZones(timeZone), recordZone, warn);
      const typeOf = (row: Occurrence) => observationType?.(row) ?? "animal";
      const { projectId } = context.run.scope;
      return new CamtrapPass({ dataset: dataset(projectId), description, times, rowErrors, examined, typeOf }, context);
    },
  });
}

function descriptions(
  { namespace = "antenna", mediaType = "image/jpeg" }: CamtrapDpExporterOptions,
  given: CamtrapMetadata,
) {
  const [method, ...others] = given.project.captureMethod;
  const captureMethod = others.length === 0 ? (method ?? null) : null;
  return {
    dataset: (projectId: CamtrapDataset["projectId"]): CamtrapDataset => ({
      namespace,
      projectId,
      captureMethod,
      mediaType,
    }),
    describe: async ({ snapshot, run: { scope, signal } }: Context) => {
      const project = await callPort("SOURCE_FAILED", () => snapshot.project(), signal);
      return new CamtrapDescription(ofProject(project, given), { namespace, projectId: scope.projectId });
    },
  };
}

/** The host's metadata, with the project's words in place of what the host leaves out. */
function ofProject(project: ProjectDescription, given: CamtrapMetadata): CamtrapMetadata {
  const holder = publicName(project.rightsHolder);
  const owner = publicName(project.ownerName);
  const contributors = [
    ...(holder === null ? [] : [{ title: holder, role: "rightsHolder" as const }]),
    ...(owner === null ? [] : [{ title: owner, role: "contact" as const }]),
  ];
  return {
    ...given,
    title: given.title ?? (project.name.trim() || undefined),
    description: given.description ?? (project.description?.trim() || undefined),
    contributors: given.contributors ?? contributors,
    license: given.license ?? project.license ?? undefined,
    updatedAt: given.updatedAt ?? project.updatedAt ?? undefined,
  };
}
