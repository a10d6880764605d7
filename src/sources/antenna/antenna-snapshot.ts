import { sql } from "kysely";
import type { LeftOutRows, OpenOptions } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { Deployment, Occurrence, OccurrenceEvent, Taxon } from "../../occurrences/model/occurrence.js";
import type { OccurrenceNeed, OccurrenceQuery } from "../../occurrences/model/occurrence-query.js";
import type {
  EventSelection,
  OccurrenceSnapshot,
  ProjectDescription,
} from "../../occurrences/model/occurrence-source.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { PageSize, weigh } from "../kysely/page-size.js";
import { readAhead } from "../kysely/read-ahead.js";
import { bigintOf, idOf, numberOf, timestampOf } from "./antenna-values.js";
import { bestPrediction, hasAppliedTo, predictions } from "./classifications.js";
import { bestDetection, detectionFacts, detections } from "./detections.js";
import { standingOfAll, standingOfSeen } from "./event-standing.js";
import { eventPages, loadDeployments, loadEvents } from "./events.js";
import { identificationFacts, identifications } from "./identifications.js";
import { leftOutOf, selectLeftOut } from "./left-out.js";
import { Lookup } from "./lookup.js";
import { inProject, isEventSelected, isSelected, type OwnCondition } from "./occurrence-conditions.js";
import { occurrencePages, type OccurrenceRow } from "./occurrence-pages.js";
import { projectOf, selectProject } from "./project.js";
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

/** The rows that a snapshot reads, and the way in which it reads them. */
export interface AntennaSnapshotOptions {
  readonly projectId: Id;
  readonly userId: Id;
  readonly batchSize: number;
  readonly mediaRoot: string | null;
  readonly warn?: OpenOptions["warn"];
  readonly own: OwnCondition;
}

/** One consistent view of a project's occurrences in an Antenna database. */
export class AntennaSnapshot implements OccurrenceSnapshot {
  readonly #snapshot: PostgresSnapshot;
  readonly #options: AntennaSnapshotOptions;
  readonly #taxa: Lookup<Taxon>;
  readonly #deployments: Lookup<Deployment>;
  readonly #events: Lookup<OccurrenceEvent>;
  #project: Promise<ProjectDescription> | undefined;
  #appliedTo: Promise<boolean> | undefined;

  constructor(snapshot: PostgresSnapshot, options: AntennaSnapshotOptions) {
    this.#snapshot = snapshot;
    this.#options = options;
    this.#taxa = new Lookup((ids) => loadTaxa(this.#run, ids));
    this.#deployments = new Lookup((ids) => loadDeployments(this.#run, ids));
    this.#events = new Lookup((ids) => loadEvents({ run: this.#run, deployments: this.#deployments }, ids));
  }

  readonly #run: PostgresSnapshot["run"] = (statement) => this.#snapshot.run(statement);

  async count(query: OccurrenceQuery): Promise<number> {
    const { projectId, userId, own } = this.#options;
    const selected = sql`${isSelected(query, { projectId, userId, own, plan: "join" })} and ${inProject(projectId)}`;
    const rows = await this.#run(
      sql<{ count: string }>`select count(*)::text as "count" from main_occurrence o where ${selected}`,
    );
    return Number(rows[0]?.count);
  }

  async leftOut(query: OccurrenceQuery): Promise<LeftOutRows> {
    return leftOutOf(await this.#run(selectLeftOut(query, this.#options)));
  }

  async *batches(query: OccurrenceQuery): AsyncGenerator<readonly Occurrence[], void, undefined> {
    yield* readAhead(this.#pages(query));
  }

  project(): Promise<ProjectDescription> {
    this.#project ??= this.#loadProject();
    return this.#project;
  }

  async *events(
    query: OccurrenceQuery,
    { empty, onLeftOut }: EventSelection,
  ): AsyncGenerator<readonly OccurrenceEvent[], void, undefined> {
    const { projectId, userId, batchSize, own: ownCondition } = this.#options;
    const selected = sql`${isSelected(query, { projectId, userId, own: ownCondition, plan: "probe" })} and ${inProject(projectId)}`;
    const seen = sql<boolean>`(${isEventSelected(query)}
      and exists (select from main_occurrence o where o.event_id = e.id and ${selected} offset 0))`;
    const occupied = sql`select o.event_id from main_occurrence o where ${inProject(projectId)}`;
    const ofProject = sql<boolean>`e.project_id = ${bigintOf(projectId)}::bigint`;
    const [ids, standing] =
      empty === "omit"
        ? [occupied, standingOfSeen(seen)]
        : [
            sql`select e.id from main_event e where ${ofProject} union all ${occupied}`,
            standingOfAll(query, { seen, ofProject }),
          ];
    const reader = { run: this.#run, deployments: this.#deployments };
    yield* eventPages(reader, { ids, standing, pageSize: batchSize, onLeftOut });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#snapshot[Symbol.asyncDispose]();
  }

  async #loadProject(): Promise<ProjectDescription> {
    const [row] = await this.#run(selectProject(this.#options.projectId));
    if (row === undefined)
      throw new ExportError("SOURCE_FAILED", { retryable: false, message: "There is no such project." });
    return projectOf(row);
  }

  async *#pages(query: OccurrenceQuery): AsyncGenerator<readonly Occurrence[], void, undefined> {
    const { projectId, userId, batchSize, own } = this.#options;
    const size = new PageSize(batchSize);
    const pages = occurrencePages(this.#run, {
      scope: inProject(projectId),
      selection: isSelected(query, { projectId, userId, own, plan: "probe" }),
      order: query.order,
      size,
    });
    // While one connection reads what belongs to a page, another can read the next page.
    for await (const rows of readAhead(pages)) {
      const occurrences = await this.#occurrences(rows, query.needs);
      size.learn("own", weigh(occurrences));
      yield occurrences;
    }
  }

  async #occurrences(rows: readonly OccurrenceRow[], needs: readonly OccurrenceNeed[]): Promise<readonly Occurrence[]> {
    const { mediaRoot, warn } = this.#options;
    const appliedTo = () => (this.#appliedTo ??= hasAppliedTo(this.#run));
    const reader = { run: this.#run, taxa: this.#taxa, mediaRoot, warn, appliedTo };
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
