import { CamtrapCoverage } from "../../camtrap-dp/camtrap-coverage.js";
import type { CamtrapDescription } from "../../camtrap-dp/camtrap-description.js";
import type { CamtrapTaxon } from "../../camtrap-dp/camtrap-taxon.js";
import { MEDIA } from "../../camtrap-dp/media-table.js";
import { OBSERVATIONS } from "../../camtrap-dp/observations-table.js";
import { inTurns } from "../../core/exporters/get-data-in-batches.js";
import { callHook } from "../../core/ports/call-port.js";
import { checkEvents } from "../../data-package/check-events.js";
import { inexpressible } from "../../data-package/inexpressible.js";
import { type PackageRow, rowOf } from "../../data-package/package-rows.js";
import type { PackageContext, PackageItem, PackagePass } from "../../data-package/package-spec.js";
import type { PackageTable } from "../../data-package/package-table.js";
import { checkEvent } from "../model/check-occurrence.js";
import { coordinates } from "../model/coordinates.js";
import type { Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import type { OccurrenceQuery } from "../model/occurrence-query.js";
import { individualCount } from "../model/occurrence-details.js";
import type { OccurrenceSnapshot } from "../model/occurrence-source.js";
import { compareTimestamps } from "../model/timestamps.js";
import { DEPLOYMENT_MAP, deploymentId, OBSERVATION_MAP } from "./camtrap-maps.js";
import type { CamtrapDataset } from "./camtrap-rows.js";
import { camtrapTaxon } from "./camtrap-taxa.js";
import { CLASSIFICATIONS } from "./classifications-table.js";
import { DeploymentSpans } from "./deployment-spans.js";
import { observedRows } from "./observed-rows.js";
import type { OccurrenceTimes } from "./occurrence-times.js";

/** The needs of a pass beside the snapshot. */
export interface CamtrapPassOptions {
  readonly dataset: CamtrapDataset;
  readonly description: CamtrapDescription;
  readonly times: OccurrenceTimes;
  readonly rowErrors: "fail" | "skip";
  readonly examined: ((event: OccurrenceEvent) => boolean) | undefined;
  typeOf(occurrence: Occurrence): string;
}

const NO_PLACE = "The occurrence has no deployment with coordinates, which a Camtrap DP needs.";
const NO_TIME = "The occurrence has no time, which a Camtrap DP needs.";
const NO_ANIMAL = "The occurrence is of no animal, which a Camtrap DP cannot say of a taxon.";

/** One Camtrap DP of occurrences. */
export class CamtrapPass implements PackagePass<Occurrence, CamtrapDataset> {
  readonly #options: CamtrapPassOptions;
  readonly #written: PackageContext<OccurrenceQuery, OccurrenceSnapshot>;
  readonly #coverage = new CamtrapCoverage();
  readonly #deployments = new DeploymentSpans();
  readonly #taxa = new Map<string, Omit<CamtrapTaxon, "scientificName">>();
  #newest: string | null = null;

  constructor(options: CamtrapPassOptions, context: PackageContext<OccurrenceQuery, OccurrenceSnapshot>) {
    this.#options = options;
    this.#written = context;
  }

  get context(): CamtrapDataset {
    return this.#options.dataset;
  }

  /** Nights without an animal that the host says were examined. */
  async *before(): AsyncGenerator<readonly PackageItem<CamtrapDataset>[], void, undefined> {
    const { examined } = this.#options;
    if (examined === undefined) return;
    for await (const batch of this.#nights()) {
      const empty = batch.filter(
        (event) => event.isEmpty === true && callHook("EXPORTER_FAILED", () => examined(event)),
      );
      yield empty.flatMap((event) => this.#blank(event) ?? []);
    }
  }

  /** Of one night: several occurrences may be on one picture. */
  groupOf({ id, event }: Occurrence): string {
    return event === null ? `occurrence ${id}` : `event ${event.id}`;
  }

  rowsOf(occurrence: Occurrence): Iterable<PackageRow<CamtrapDataset>> {
    const { id, event, determination, updatedAt } = occurrence;
    const { dataset, times } = this.#options;
    const deployment = event?.deployment ?? occurrence.deployment;
    if (deployment === null || coordinates(deployment) === null) throw inexpressible(id, NO_PLACE);
    if (individualCount(occurrence) === 0) throw inexpressible(id, NO_ANIMAL);
    const span = times.ofOccurrence(occurrence, deployment);
    if (span === null) throw inexpressible(id, NO_TIME);
    const night = event && times.ofNight(event, deployment);
    this.#deployments.see(deploymentId(deployment, dataset), deployment, { event, night });
    if (determination !== null && !this.#taxa.has(determination.name))
      this.#taxa.set(determination.name, camtrapTaxon(determination, dataset.namespace));
    for (const changed of [updatedAt, event?.updatedAt]) this.#seeChange(changed);
    const type = this.#options.typeOf(occurrence);
    const warn = this.#written.run.warn.bind(this.#written.run);
    const hasOpinions = this.#written.tables.includes(CLASSIFICATIONS.name);
    return observedRows({ occurrence, deployment, span, times, type, hasOpinions, warn });
  }

  *after(): Generator<PackageItem<CamtrapDataset>, void, undefined> {
    for (const row of this.#deployments.rows()) yield { key: row.deployment.id, rows: [rowOf(DEPLOYMENT_MAP, row)] };
  }

  onRow(table: PackageTable, cells: readonly string[]): void {
    this.#coverage.add(table, cells);
    const times = TIMES[table.name];
    if (times !== undefined)
      this.#deployments.widen(cells[DEPLOYMENT] ?? "", cells[times.start] ?? "", cells[times.end] ?? "");
  }

  descriptor(files: Parameters<PackagePass<never, never>["descriptor"]>[0], contentHash: string): object {
    const { run, snapshot } = this.#written;
    if (this.#coverage.isCut) run.warn("TAXA_CUT", 1);
    return this.#options.description.descriptor({
      ...{ files, contentHash, coverage: this.#coverage, newest: this.#newest },
      grid: snapshot.protection?.grid ?? null,
      taxonOf: (name) => this.#taxa.get(name),
    });
  }

  /** Every night, with those that have no animal. */
  #nights(): AsyncIterable<readonly OccurrenceEvent[]> {
    const { snapshot, query, run } = this.#written;
    const events = inTurns(() => snapshot.events(query, { empty: "include" }), run.signal);
    return checkEvents(events, checkEvent, { rowErrors: this.#options.rowErrors, run });
  }

  #blank(event: OccurrenceEvent): PackageItem<CamtrapDataset> | null {
    const { id, deployment } = event;
    const { dataset, times } = this.#options;
    if (deployment === null || coordinates(deployment) === null) {
      this.#written.run.warn("BLANK_NIGHTS_LEFT_OUT", 1, `event ${id}`);
      return null;
    }
    const span = times.ofNight(event, deployment);
    this.#deployments.see(deploymentId(deployment, dataset), deployment, { event, night: span });
    const consensus = { method: null, by: null, timestamp: null, probability: null, comment: null };
    const nothing = { occurrence: null, capture: null, region: null, comments: [], consensus };
    const row = rowOf(OBSERVATION_MAP, { kind: "blank", id, nightId: id, deployment, span, type: "blank", ...nothing });
    return { key: id, rows: [row] };
  }

  #seeChange(changed: string | null | undefined): void {
    if (changed == null) return;
    if (this.#newest === null || compareTimestamps(changed, this.#newest) > 0) this.#newest = changed;
  }
}

/** The same in both tables. */
const DEPLOYMENT = OBSERVATIONS.fields.findIndex(({ name }) => name === "deploymentID");
const TIMES: Readonly<Record<string, { readonly start: number; readonly end: number }>> = {
  [OBSERVATIONS.name]: {
    start: OBSERVATIONS.fields.findIndex(({ name }) => name === "eventStart"),
    end: OBSERVATIONS.fields.findIndex(({ name }) => name === "eventEnd"),
  },
  [MEDIA.name]: {
    start: MEDIA.fields.findIndex(({ name }) => name === "timestamp"),
    end: MEDIA.fields.findIndex(({ name }) => name === "timestamp"),
  },
};
