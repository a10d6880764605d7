import type { ExporterClass } from "../../contracts/exporter.js";
import { callPort } from "../../core/ports/call-port.js";
import { isInexpressible } from "../../data-package/inexpressible.js";
import { packageExporterClass } from "../../data-package/package-exporter.js";
import type { PackageContext } from "../../data-package/package-spec.js";
import type { PackageTable } from "../../data-package/package-table.js";
import { DWC_DP, DWC_DP_TABLES } from "../../dwc-dp/dwc-dp-tables.js";
import { type DwcDpMetadata, parseDwcDpMetadata } from "../../dwc-dp/dwc-dp-metadata.js";
import { checkDwcDpOptions, describeDwcDp, type DwcDpOptions } from "../../dwc-dp/dwc-dp-options.js";
import { checkBatchSize } from "../../rows/row-limits.js";
import { publicSource } from "../../sensitivity/public-source.js";
import { exportJobName } from "../filters/occurrence-collection-filter.js";
import { occurrenceFilterBackends } from "../filters/occurrence-filter-backends.js";
import { checkOccurrence } from "../model/check-occurrence.js";
import type { Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import type { OccurrenceExporterOptions } from "../model/occurrence-exporter-options.js";
import { type OccurrenceNeed, type OccurrenceQuery, restrict } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot, OccurrenceSource, ProjectDescription } from "../model/occurrence-source.js";
import { publicName } from "../model/person-label.js";
import { checkZone, StationZones, type ZoneOption } from "../model/station-zones.js";
import { protectOccurrences } from "../policy/protect-occurrences.js";
import { countIfAll } from "./count-if-all.js";
import { type DwcDpFacts, parseDwcDpFacts } from "./dwc-dp-facts.js";
import { DwcDpPass } from "./dwc-dp-pass.js";
import type { DwcDpDataset } from "./dwc-dp-rows.js";

/** The source of a Darwin Core Data Package of occurrences, and what is said of them. */
export interface DwcDpExporterOptions extends OccurrenceExporterOptions, DwcDpOptions {
  /** The facts that the source does not know; the project's words stand for what is left out. `mediaLicense` must be given. */
  readonly metadata: DwcDpMetadata;
  /** The facts of all events and occurrences that the source does not know. */
  readonly facts?: DwcDpFacts | undefined;
  /** Whether a night without any occurrence was examined: it becomes an event and a survey. By default none was. */
  readonly examined?: ((event: OccurrenceEvent) => boolean) | undefined;
  /** The time zones in which pictures without an offset were taken. Without them a picture has its day alone. */
  readonly timeZone?: ZoneOption | undefined;
  /** The namespace of identifiers, `urn:<namespace>:occurrence:<project id>:<id>`. By default `antenna`. */
  readonly namespace?: string | undefined;
}

type Context = PackageContext<OccurrenceQuery, OccurrenceSnapshot>;

const NEEDS: readonly OccurrenceNeed[] = Object.freeze([
  ...(["bestPrediction", "identificationFacts", "detections", "identifications"] as const),
]);
const { MEDIA, EVENT_MEDIA, MEDIA_ASSERTION, OCCURRENCE_ASSERTION } = DWC_DP;
const { EVENT_AGENT_ROLE, SURVEY_AGENT_ROLE, IDENTIFICATION_AGENT_ROLE } = DWC_DP;
/** No table points at these. */
const OPTIONAL = [
  ...[EVENT_MEDIA, MEDIA_ASSERTION, OCCURRENCE_ASSERTION, EVENT_AGENT_ROLE, SURVEY_AGENT_ROLE],
  IDENTIFICATION_AGENT_ROLE,
].map(({ name }) => name);

/**
 * The exporter of `dwc_dp`: a Darwin Core Data Package. **Experimental**: it follows 1.0_DEV, the version under public review in 2026, and
 * changes with it. The project and its stations are events that contain others; each night is an event and a survey. Every identification and
 * every prediction is written, and exactly one of an occurrence is accepted: its name stands on the occurrence, too. A detection is a region of
 * its picture. A request can leave out the tables of scores, of roles, and of pictures by night. Takes every filter of occurrences; the
 * project's default filters hold unless a request says `apply_defaults: false`. Occurrences without an event are not exported.
 *
 * A request is refused with `METADATA_INCOMPLETE` where a title, or a licence of data or media is missing, or a definition cannot be used.
 *
 * Warnings on the record:
 *
 * - `ABSENCES_READ_AS_PRESENCES`: occurrences of no animal are written as `notDetected`, which GBIF reads as present today.
 * - `ROWS_SKIPPED`: occurrences without a name.
 * - `TARGET_NOT_FULLY_REPORTED`: the file does not have every animal, so `isSurveyTargetFullyReported` is false, whatever `facts` say.
 * - `TIMES_LEFT_OUT`: pictures whose offset from UTC is unknown have their day alone.
 * - `MEDIA_SHARED`: pictures with animals of two nights are written once, and belong to both.
 * - `MEDIA_LEFT_OUT`: pictures without a public address. `BOX_LEFT_OUT`: boxes that are not on their picture.
 * - `OPINIONS_LEFT_OUT`: identifications and predictions that name no taxon.
 * - `CORE_ROWS_SKIPPED`: events that `rowErrors: "skip"` left out. `LICENSE_NOT_ACCEPTED`, `TEXT_REPAIRED`.
 *
 * @throws TypeError for metadata or facts that cannot be written, a profile that is no address, or a `batchSize` or `timeZone` that cannot be meant.
 * @example
 * ```ts
 * export const DwcDp = createDwcDpExporter({
 *   source,
 *   metadata: { mediaLicense: "CC-BY-4.0" },
 *   facts: {
 *     samplingProtocol: "light trap with a camera",
 *     recordedBy: "The Ridge",
 *     targetTaxonomicScope: "Lepidoptera",
 *     isTaxonomicScopeFullyReported: true,
 *   },
 *   examined: ({ capturesCount }) => (capturesCount ?? 0) > 0, // as far as the host knows that they were processed
 * });
 * ```
 */
export function createDwcDpExporter(options: DwcDpExporterOptions): ExporterClass {
  const { policy, rowErrors = "fail", batchSize = 500, namespace = "antenna", compress, examined, timeZone } = options;
  const source = publicSource<OccurrenceSource>(options.source, policy, protectOccurrences);
  const given = parseDwcDpMetadata(options.metadata);
  const facts = parseDwcDpFacts(options.facts ?? {});
  checkBatchSize(batchSize);
  checkDwcDpOptions(options);
  checkZone(timeZone);
  const tables = DWC_DP_TABLES.filter((table) => canHaveRows(table, facts));
  const describe = async (context: Context) => {
    const project = await callPort("SOURCE_FAILED", () => context.snapshot.project(), context.run.signal);
    const metadata = ofProject(project, given);
    return { metadata, description: await describeDwcDp(metadata, context, { namespace, tables, options }) };
  };
  return packageExporterClass<Occurrence, OccurrenceQuery, DwcDpDataset, OccurrenceSnapshot>({
    ...{ source, tables, rowErrors, batchSize, compress, isInexpressible },
    shared: [MEDIA.name],
    optional: OPTIONAL.filter((name) => tables.some((table) => table.name === name)),
    filters: occurrenceFilterBackends(source, { applyDefaults: true, ...options }),
    checkRow: checkOccurrence,
    queryset: (query) => restrict({ ...query, order: "event", needs: NEEDS }, { kind: "has_event" }),
    jobName: exportJobName,
    preflight: async (context) => void (await describe(context)),
    async begin(context) {
      const { metadata, description } = await describe(context);
      if (!description.hasAcceptedLicense) context.run.warn("LICENSE_NOT_ACCEPTED", 1);
      const { projectId } = context.run.scope;
      const dataset: DwcDpDataset = {
        zones: new StationZones(timeZone),
        ...{ namespace, projectId, facts, title: description.title, mediaLicense: description.mediaLicense },
        rightsHolder: metadata.rightsHolder ?? null,
        homepage: metadata.homepage ?? null,
        citation: metadata.bibliographicCitation ?? null,
        funding: metadata.fundingAttribution ?? null,
      };
      const { contributors = [] } = metadata;
      const allOccurrences = facts.isTaxonomicScopeFullyReported === true ? await countIfAll(context) : null;
      return new DwcDpPass({ dataset, description, contributors, allOccurrences, rowErrors, examined }, context);
    },
  });
}

const TARGETS: readonly PackageTable[] = [
  DWC_DP.SURVEY_TARGET,
  DWC_DP.SURVEY_TARGET_DESCRIPTOR,
  DWC_DP.SURVEY_SURVEY_TARGET,
];

/** Whether the facts leave anything to write. */
function canHaveRows(table: PackageTable, { targetTaxonomicScope, recordedBy }: DwcDpFacts): boolean {
  if (table === SURVEY_AGENT_ROLE) return recordedBy !== undefined;
  return targetTaxonomicScope !== undefined || !TARGETS.includes(table);
}

/** The host's metadata, with the project's words in place of what the host leaves out. */
function ofProject(project: ProjectDescription, given: DwcDpMetadata): DwcDpMetadata {
  const holder = publicName(project.rightsHolder);
  const owner = publicName(project.ownerName);
  const contributors = [
    ...(holder === null ? [] : [{ title: holder, role: "rightsHolder" }]),
    ...(owner === null ? [] : [{ title: owner, role: "contact" }]),
  ];
  const named = given.contributors ?? contributors;
  return {
    ...given,
    title: given.title ?? (project.name.trim() || undefined),
    description: given.description ?? (project.description?.trim() || undefined),
    contributors: named.length === 0 ? undefined : named,
    rightsHolder: given.rightsHolder ?? holder ?? undefined,
    license: given.license ?? project.license ?? undefined,
    updatedAt: given.updatedAt ?? project.updatedAt ?? undefined,
  };
}
