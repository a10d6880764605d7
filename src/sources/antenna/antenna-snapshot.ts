import { sql } from "kysely";
import { mapAhead, readAhead } from "../../async/read-ahead.js";
import type { LeftOutRows, OpenOptions } from "../../contracts/data-source.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { Occurrence, OccurrenceEvent } from "../../occurrences/model/occurrence.js";
import type { OccurrenceQuery } from "../../occurrences/model/occurrence-query.js";
import type {
  EventSelection,
  OccurrenceSnapshot,
  ProjectDescription,
} from "../../occurrences/model/occurrence-source.js";
import type { PostgresSnapshot } from "../kysely/postgres-snapshot.js";
import { PageSize, weigh } from "../kysely/page-size.js";
import { bigintOf } from "./antenna-values.js";
import { standingOfAll, standingOfSeen } from "./event-standing.js";
import { eventPages } from "./events.js";
import { leftOutOf, selectLeftOut } from "./left-out.js";
import { inProject, isEventSelected, isSelected, type OwnCondition } from "./occurrence-conditions.js";
import { occurrencePages } from "./occurrence-pages.js";
import { type OccurrencePage, OccurrenceReader } from "./occurrence-reader.js";
import { projectOf, selectProject } from "./project.js";

/** The rows that a snapshot reads, and the way in which it reads them. */
export interface AntennaSnapshotOptions {
  readonly projectId: Id;
  readonly userId: Id;
  readonly batchSize: number;
  readonly signal: AbortSignal;
  readonly mediaRoot: string | null;
  readonly warn?: OpenOptions["warn"];
  readonly own: OwnCondition;
}

/** The number of pages that are read while one is written: one for each connection that a snapshot has by default. */
const PAGES_AHEAD = 2;

/** The most batches that a page has. Two halve the statements: measured, a CSV takes 0.9 of the time. */
const BATCHES_OF_PAGE = 2;

/** The most bytes of a page. JSON of larger ones was measured: it takes longer, and more memory. */
const PAGE_BYTES = 1024 * 1024;

/** The most occurrences that are given at once. Made just before they are written, most are gone before the collector looks at them. */
const PART = 200;

/** One consistent view of a project's occurrences in an Antenna database. */
export class AntennaSnapshot implements OccurrenceSnapshot {
  readonly #snapshot: PostgresSnapshot;
  readonly #options: AntennaSnapshotOptions;
  readonly #reader: OccurrenceReader;
  #project: Promise<ProjectDescription> | undefined;

  constructor(snapshot: PostgresSnapshot, options: AntennaSnapshotOptions) {
    this.#snapshot = snapshot;
    this.#options = options;
    this.#reader = new OccurrenceReader(this.#run, options);
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
    const { signal } = this.#options;
    yield* mapAhead(this.#parts(query), { ahead: 1, signal }, async ({ rows, open }) => await open(rows));
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
    const reader = { run: this.#run, deployments: this.#reader.deployments };
    yield* eventPages(reader, { ids, standing, pageSize: batchSize, onLeftOut });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#snapshot[Symbol.asyncDispose]();
  }

  async #loadProject(): Promise<ProjectDescription> {
    const [row] = await this.#run(selectProject(this.#options.projectId));
    if (row === undefined)
      throw new ExportError("SOURCE_FAILED", {
        retryable: false,
        message: "This project does not exist in the source.",
      });
    return projectOf(row);
  }

  async *#parts(query: OccurrenceQuery): AsyncGenerator<Pick<OccurrencePage, "rows" | "open">, void, undefined> {
    const part = Math.min(PART, this.#options.batchSize);
    for await (const { rows, open } of this.#pages(query))
      for (let from = 0; from < rows.length; from += part) yield { rows: rows.slice(from, from + part), open };
  }

  /** While one connection reads what belongs to a page, others read the next pages. */
  #pages(query: OccurrenceQuery): AsyncGenerator<OccurrencePage, void, undefined> {
    const { projectId, userId, batchSize, own } = this.#options;
    const size = new PageSize(BATCHES_OF_PAGE * batchSize, PAGE_BYTES);
    const pages = occurrencePages(this.#run, {
      scope: inProject(projectId),
      selection: isSelected(query, { projectId, userId, own, plan: "probe" }),
      order: query.order,
      size,
    });
    return mapAhead(readAhead(pages), { ahead: PAGES_AHEAD }, async (rows) => {
      const { id, name } = await this.project();
      const page = await this.#reader.read(rows, { project: { id, name }, needs: query.needs });
      size.learn("own", weigh(rows));
      size.learn("related", { rows: rows.length, bytes: page.bytes });
      return page;
    });
  }
}
