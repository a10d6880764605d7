import type { ExportRun } from "../contracts/exporter.js";
import type { FilterBackend } from "../contracts/filter-backend.js";
import { BaseExporter, type RowErrorListener } from "../core/base-exporter.js";
import { callPort } from "../core/ports/call-port.js";
import { inTurns } from "../core/get-data-in-batches.js";
import { useSnapshot } from "../core/ports/use-snapshot.js";
import type { DwcTable } from "../dwca/dwc-table.js";
import { createTempFileSpool } from "../dwca/spool.js";
import { writeArchive } from "../dwca/write-archive.js";
import { compareIds } from "./compare-ids.js";
import { hasInvalidCoordinates } from "./coordinates.js";
import { DatasetDescription, type DatasetDescriptionOptions } from "./dataset-description.js";
import type { DwcaDataset } from "./dwca-dataset.js";
import { exportJobName } from "./export-job-name.js";
import type { Occurrence, OccurrenceEvent } from "./occurrence.js";
import type { OccurrenceExtension } from "./occurrence-extension.js";
import type { OccurrenceNeed, OccurrenceQuery } from "./occurrence-query.js";
import { restrict } from "./occurrence-queryset.js";
import type { OccurrenceSnapshot, OccurrenceSource } from "./occurrence-source.js";

/** What a {@link DwcaExporter} works with: an exporter's options, checked and complete. */
export interface DwcaExporterSpec extends DatasetDescriptionOptions {
  readonly source: OccurrenceSource;
  readonly filterBackends: readonly FilterBackend<OccurrenceQuery>[];
  readonly core: DwcTable<OccurrenceEvent, DwcaDataset>;
  /** The occurrences' own table comes first. */
  readonly extensions: readonly OccurrenceExtension[];
  readonly needs: readonly OccurrenceNeed[];
  readonly emptyEvents: "include" | "omit";
  readonly rowErrors: "fail" | "skip";
  readonly batchSize: number;
}

/** Writes occurrences as a Darwin Core Archive whose core are their events. Both are read from one snapshot. */
export class DwcaExporter extends BaseExporter<Occurrence, OccurrenceQuery> {
  readonly #spec: DwcaExporterSpec;
  #snapshot: OccurrenceSnapshot | null = null;

  constructor(run: ExportRun, spec: DwcaExporterSpec) {
    super(run);
    this.#spec = spec;
  }

  override get batchSize(): number {
    return this.#spec.batchSize;
  }

  override get rowErrors(): "fail" | "skip" {
    return this.#spec.rowErrors;
  }

  jobName(): string {
    return exportJobName(this.dataExport.filters);
  }

  getSource(): OccurrenceSource {
    return this.#spec.source;
  }

  override getFilterBackends(): readonly FilterBackend<OccurrenceQuery>[] {
    return this.#spec.filterBackends;
  }

  override getQueryset(): OccurrenceQuery {
    const { source, needs } = this.#spec;
    return restrict({ ...source.queryset(), order: "event", needs }, { kind: "has_event" });
  }

  /** Called within {@link export}, whose snapshot also gives the project and the events. */
  async *encode(batches: AsyncIterable<readonly Occurrence[]>, onItemError: RowErrorListener): AsyncGenerator<Uint8Array, void, undefined> {
    const { core, extensions, emptyEvents } = this.#spec;
    const { signal } = this.run;
    const snapshot = this.#snapshot;
    if (snapshot === null) throw new TypeError("An archive is encoded within export().");
    const query = this.getFilteredQueryset();
    const description = new DatasetDescription(await callPort("SOURCE_FAILED", () => snapshot.project(), signal), this.#spec);
    const { dataset, coverage } = description;
    if (!description.hasAcceptedLicense) this.run.warn("LICENSE_NOT_ACCEPTED", 1);
    const coreRows = inTurns(() => snapshot.events(query, { empty: emptyEvents }), signal);
    const metadata = (contentHash: string) => description.document(contentHash);
    yield* writeArchive(
      { context: dataset, core, coreRows, extensions, items: batches, metadata },
      {
        spool: createTempFileSpool(this.run),
        warn: (...warning) => this.run.warn(...warning),
        compareIds,
        onCoreRow: (event) => {
          coverage.addEvent(event);
          if (hasInvalidCoordinates(event.deployment)) this.run.warn("COORDINATES_INVALID", 1, `${core.file}, ${event.id}`);
        },
        onItem: (occurrence) => coverage.addOccurrence(occurrence),
        onItemError,
      },
    );
    // Their occurrences were skipped, which is known too late to leave them out.
    if (emptyEvents === "omit" && coverage.emptyEvents > 0) this.run.warn("EVENTS_WITHOUT_OCCURRENCES", coverage.emptyEvents);
  }

  protected override withSnapshot<Result>(use: (snapshot: OccurrenceSnapshot) => Promise<Result>): Promise<Result> {
    const { source, batchSize } = this.#spec;
    const { scope, signal } = this.run;
    const open = () => source.open({ scope, signal, batchSize });
    return useSnapshot(open, signal, (snapshot) => {
      this.#snapshot = snapshot;
      return use(snapshot);
    });
  }
}
