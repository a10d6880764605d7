import { sql } from "kysely";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { Deployment, Occurrence, OccurrenceEvent, Taxon } from "../../occurrences/occurrence.js";
import type { OccurrenceNeed, OccurrenceQuery } from "../../occurrences/occurrence-query.js";
import type { OccurrenceSnapshot, ProjectFacts } from "../../occurrences/occurrence-source.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { readAhead } from "../kysely/read-ahead.js";
import { bigintOf, idOf, numberOf, timestampOf } from "./antenna-values.js";
import { bestDetection } from "./best-detection.js";
import { loadDeployments } from "./deployments.js";
import { detectionFacts } from "./detection-facts.js";
import { detections } from "./detections.js";
import { eventPages, loadEvents } from "./events.js";
import { identificationFacts, identifications } from "./identifications.js";
import { Lookup } from "./lookup.js";
import { inProject, isEventSelected, isSelected } from "./occurrence-conditions.js";
import { occurrencePages, type OccurrenceRow } from "./occurrence-pages.js";
import { bestPrediction, predictions } from "./predictions.js";
import { projectFacts, selectProject } from "./project.js";
import type { Relation } from "./relation.js";
import { loadTaxa } from "./taxa.js";

const RELATIONS: { readonly [Need in OccurrenceNeed]: Relation } = {
  detectionFacts,
  bestDetection,
  bestPrediction,
  identificationFacts,
  detections,
  identifications,
  predictions,
};

/** Whose occurrences a snapshot reads, and how. */
export interface AntennaSnapshotOptions {
  readonly projectId: Id;
  readonly batchSize: number;
  readonly mediaRoot: string | null;
}

/** One consistent view of a project's occurrences in an Antenna database. */
export class AntennaSnapshot implements OccurrenceSnapshot {
  readonly #snapshot: PostgresSnapshot;
  readonly #options: AntennaSnapshotOptions;
  readonly #taxa: Lookup<Taxon>;
  readonly #deployments: Lookup<Deployment>;
  readonly #events: Lookup<OccurrenceEvent>;
  #project: Promise<ProjectFacts> | undefined;

  constructor(snapshot: PostgresSnapshot, options: AntennaSnapshotOptions) {
    this.#snapshot = snapshot;
    this.#options = options;
    this.#taxa = new Lookup((ids) => loadTaxa(this.#run, ids));
    this.#deployments = new Lookup((ids) => loadDeployments(this.#run, ids));
    this.#events = new Lookup((ids) => loadEvents({ run: this.#run, deployments: this.#deployments }, ids));
  }

  readonly #run: PostgresSnapshot["run"] = (statement) => this.#snapshot.run(statement);

  async count(query: OccurrenceQuery): Promise<number> {
    const { projectId } = this.#options;
    const selected = sql`${isSelected(query, { projectId, plan: "join" })} and ${inProject(projectId)}`;
    const rows = await this.#run(sql<{ count: string }>`select count(*)::text as "count" from main_occurrence o where ${selected}`);
    return Number(rows[0]?.count);
  }

  async *batches(query: OccurrenceQuery): AsyncGenerator<readonly Occurrence[], void, undefined> {
    yield* readAhead(this.#pages(query));
  }

  project(): Promise<ProjectFacts> {
    this.#project ??= this.#loadProject();
    return this.#project;
  }

  async *events(
    query: OccurrenceQuery,
    options: { readonly empty: "include" | "omit" },
  ): AsyncGenerator<readonly OccurrenceEvent[], void, undefined> {
    const { projectId, batchSize } = this.#options;
    const selected = sql`${isSelected(query, { projectId, plan: "probe" })} and ${inProject(projectId)}`;
    const seen = sql<boolean>`(${isEventSelected(query)}
      and exists (select from main_occurrence o where o.event_id = e.id and ${selected} offset 0))`;
    const occupied = sql`select o.event_id from main_occurrence o where ${inProject(projectId)}`;
    const own = sql<boolean>`e.project_id = ${bigintOf(projectId)}::bigint`;
    const [ids, selection] =
      options.empty === "omit"
        ? [occupied, seen]
        : [sql`select e.id from main_event e where ${own} union all ${occupied}`, sql<boolean>`(${own} or ${seen})`];
    yield* eventPages({ run: this.#run, deployments: this.#deployments }, { ids, selection, pageSize: batchSize });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#snapshot[Symbol.asyncDispose]();
  }

  async #loadProject(): Promise<ProjectFacts> {
    const [row] = await this.#run(selectProject(this.#options.projectId));
    if (row === undefined) throw new ExportError("SOURCE_FAILED", { retryable: false, message: "There is no such project." });
    return projectFacts(row);
  }

  async *#pages(query: OccurrenceQuery): AsyncGenerator<readonly Occurrence[], void, undefined> {
    const { projectId, batchSize } = this.#options;
    const pages = occurrencePages(this.#run, {
      scope: inProject(projectId),
      selection: isSelected(query, { projectId, plan: "probe" }),
      order: query.order,
      pageSize: batchSize,
    });
    // While one connection reads what belongs to a page, another can read the next page.
    for await (const rows of readAhead(pages)) yield await this.#occurrences(rows, query.needs);
  }

  async #occurrences(rows: readonly OccurrenceRow[], needs: readonly OccurrenceNeed[]): Promise<readonly Occurrence[]> {
    const reader = { run: this.#run, taxa: this.#taxa, mediaRoot: this.#options.mediaRoot };
    const ids = rows.map((row) => row.id);
    const [{ id, name }, event, deployment, taxon, relations] = await Promise.all([
      this.project(),
      this.#events.find(rows.map((row) => row.eventId)),
      this.#deployments.find(rows.map((row) => row.deploymentId)),
      this.#taxa.find(rows.map((row) => row.determinationId)),
      Promise.all(needs.map((need) => RELATIONS[need](reader, ids))),
    ]);
    const own = (row: OccurrenceRow): Occurrence => ({
      id: idOf(row.id),
      project: { id, name },
      event: event(row.eventId),
      deployment: deployment(row.deploymentId),
      determination: taxon(row.determinationId),
      determinationScore: numberOf(row.determinationScore),
      createdAt: timestampOf(row.createdAt),
      updatedAt: timestampOf(row.updatedAt),
    });
    return rows.map((row) => Object.assign(own(row), ...relations.map((membersOf) => membersOf(row.id))) as Occurrence);
  }
}
