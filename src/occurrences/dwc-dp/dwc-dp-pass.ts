import type { Id } from "../../contracts/id.js";
import { inTurns } from "../../core/exporters/get-data-in-batches.js";
import { callHook } from "../../core/ports/call-port.js";
import { checkEvents } from "../../data-package/check-events.js";
import { inexpressible } from "../../data-package/inexpressible.js";
import type { PackageContributor } from "../../data-package/package-metadata.js";
import { type PackageRow, rowOf } from "../../data-package/package-rows.js";
import type { PackageContext, PackageItem, PackagePass } from "../../data-package/package-spec.js";
import type { PackageTable } from "../../data-package/package-table.js";
import type { WrittenTable } from "../../data-package/write-package.js";
import type { DwcDpDescription } from "../../dwc-dp/dwc-dp-description.js";
import { DWC_DP } from "../../dwc-dp/dwc-dp-tables.js";
import { checkEvent } from "../model/check-occurrence.js";
import type { Occurrence, OccurrenceEvent } from "../model/occurrence.js";
import type { OccurrenceQuery } from "../model/occurrence-query.js";
import type { OccurrenceSnapshot } from "../model/occurrence-source.js";
import { compareTimestamps } from "../model/timestamps.js";
import { SURVEY_TARGET_MAP } from "./context-maps.js";
import { contextRows, deploymentRows } from "./context-rows.js";
import type { DwcDpDataset } from "./dwc-dp-rows.js";
import { nightRows } from "./night-rows.js";
import { occurrenceRows } from "./occurrence-rows.js";

/** The needs of a pass beside the snapshot. */
export interface DwcDpPassOptions {
  readonly dataset: DwcDpDataset;
  readonly description: DwcDpDescription;
  readonly contributors: readonly PackageContributor[];
  readonly rowErrors: "fail" | "skip";
  /** The number of occurrences that report the target fully; null where the request does not ask for all. */
  readonly allOccurrences: number | null;
  readonly examined: ((event: OccurrenceEvent) => boolean) | undefined;
}

const NO_NAME = "The occurrence has no event or no name, which a Darwin Core Data Package needs.";

/** One Darwin Core Data Package of occurrences. */
export class DwcDpPass implements PackagePass<Occurrence, DwcDpDataset> {
  readonly #options: DwcDpPassOptions;
  readonly #written: PackageContext<OccurrenceQuery, OccurrenceSnapshot>;
  #newest: string | null = null;
  #occurrences = 0;

  constructor(options: DwcDpPassOptions, context: PackageContext<OccurrenceQuery, OccurrenceSnapshot>) {
    this.#options = options;
    this.#written = context;
  }

  get context(): DwcDpDataset {
    return this.#options.dataset;
  }

  /** The rows that a package has once, then stations, and nights without an animal that the host says were examined. */
  async *before(): AsyncGenerator<readonly PackageItem<DwcDpDataset>[], void, undefined> {
    const { dataset, contributors, examined } = this.#options;
    yield [{ key: dataset.projectId, rows: contextRows(dataset, contributors) }];
    const stations = new Set<Id>();
    for await (const batch of this.#events(examined === undefined ? "omit" : "include")) {
      const items: PackageItem<DwcDpDataset>[] = [];
      for (const event of batch) {
        const isEmpty = event.isEmpty === true;
        if (isEmpty && !callHook("EXPORTER_FAILED", () => examined?.(event) === true)) continue;
        const station = event.deployment?.id;
        if (station !== undefined && !stations.has(station)) items.push({ key: station, rows: deploymentRows(event) });
        if (station !== undefined) stations.add(station);
        if (isEmpty) items.push({ key: event.id, group: groupOf(event), rows: nightRows(event, dataset) });
        if (isEmpty) this.#seeChange(event.updatedAt);
      }
      yield items;
    }
  }

  groupOf({ id, event }: Occurrence): string {
    return event === null ? `occurrence ${id}` : groupOf(event);
  }

  rowsOf(occurrence: Occurrence): Iterable<PackageRow<DwcDpDataset>> {
    const { id, event, determination, updatedAt } = occurrence;
    if (event === null || determination === null) throw inexpressible(id, NO_NAME);
    for (const changed of [updatedAt, event.updatedAt]) this.#seeChange(changed);
    const warn = this.#written.run.warn.bind(this.#written.run);
    return occurrenceRows({ occurrence, determination, event, dataset: this.context, warn });
  }

  onRow(table: PackageTable): void {
    if (table === DWC_DP.OCCURRENCE) this.#occurrences += 1;
  }

  /** The target, once it is known whether all animals were written. */
  *after(): Generator<PackageItem<DwcDpDataset>, void, undefined> {
    const { dataset, allOccurrences } = this.#options;
    const { targetTaxonomicScope, isTaxonomicScopeFullyReported: isStated } = dataset.facts;
    if (targetTaxonomicScope === undefined) return;
    const isFullyReported = isStated === true && this.#occurrences === allOccurrences;
    if (isStated === true && !isFullyReported) this.#written.run.warn("TARGET_NOT_FULLY_REPORTED", 1);
    yield { key: dataset.projectId, rows: [rowOf(SURVEY_TARGET_MAP, { isFullyReported })] };
  }

  descriptor(files: readonly WrittenTable[], contentHash: string): object {
    return this.#options.description.descriptor({ files, contentHash, newest: this.#newest });
  }

  #events(empty: "include" | "omit"): AsyncIterable<readonly OccurrenceEvent[]> {
    const { snapshot, query, run } = this.#written;
    const events = inTurns(() => snapshot.events(query, { empty }), run.signal);
    return checkEvents(events, checkEvent, { rowErrors: this.#options.rowErrors, run });
  }

  #seeChange(changed: string | null | undefined): void {
    if (changed == null) return;
    if (this.#newest === null || compareTimestamps(changed, this.#newest) > 0) this.#newest = changed;
  }
}

function groupOf({ id }: OccurrenceEvent): string {
  return `event ${id}`;
}
