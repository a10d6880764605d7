import { createHash } from "node:crypto";
import { dateOfDay, dayRange } from "../../values/calendar.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import { CellCoverage } from "../metadata/cell-coverage.js";
import { datasetMetadata, type DatasetMetadata, type DatasetMetadataOptions } from "../metadata/dataset-metadata.js";
import { snapOutwards } from "../../sensitivity/grid.js";
import type { EmlCoverage, EmlDocument } from "../metadata/eml-document.js";

/** The facts that all rows of an archive share. */
export interface ArchiveDataset {
  /** The namespace of identifiers, as in `urn:<namespace>:event:1:2`. */
  readonly namespace: string;
  readonly projectId: Id;
  readonly title: string;
  /** The licence's address; null for none, and for one that is a text alone. */
  readonly license: string | null;
  readonly rightsHolder: string | null;
}

/** The dataset of an archive, and its description. */
export interface ArchiveDescriptionOptions {
  readonly namespace: string;
  readonly projectId: Id;
  /** The IRI of the core's row type. */
  readonly coreRowType: string;
  readonly metadata: DatasetMetadataOptions;
}

/** The description of one archive: what its rows share, what they cover, and the metadata made of both. */
export class ArchiveDescription {
  /** Takes every row as it is written. */
  readonly coverage = new CellCoverage();
  readonly #options: ArchiveDescriptionOptions;
  readonly #metadata: DatasetMetadata;

  /** @throws ExportError `METADATA_INCOMPLETE`, before any row is read. */
  constructor(options: ArchiveDescriptionOptions) {
    this.#options = options;
    this.#metadata = datasetMetadata(options.metadata, options.coreRowType);
  }

  /** Whether GBIF would publish under the licence, or none was wanted. */
  get hasAcceptedLicense(): boolean {
    return typeof this.#metadata.license !== "string";
  }

  get dataset(): ArchiveDataset {
    const { namespace, projectId, metadata } = this.#options;
    const { title, license } = this.#metadata;
    const text = typeof license === "string" ? license : (license?.url ?? "");
    const address = /^https?:\/\//i.test(text) ? text : null;
    return { namespace, projectId, title, license: address, rightsHolder: metadata.rightsHolder ?? null };
  }

  /**
   * The metadata, once all rows are written. The packageId changes with the rows and with the metadata, and with nothing else.
   *
   * @param grid - in degrees, to whose cells the box is widened; by default it is as the rows have it.
   * @throws ExportError `METADATA_INCOMPLETE` when nothing gives the date of publication.
   */
  document(contentHash: string, { grid = null }: { readonly grid?: number | null | undefined } = {}): EmlDocument {
    const { namespace, projectId, metadata: options } = this.#options;
    const fallback = this.#metadata.title;
    const metadata = {
      ...this.#metadata,
      pubDate: options.pubDate ?? this.coverage.newest ?? dateOfDataset(options),
      coverage: snapped(this.coverage.summary({ description: options.geographicDescription, fallback }), grid),
    };
    const hash = createHash("sha256").update(contentHash).update(JSON.stringify(metadata)).digest("hex");
    return { ...metadata, packageId: `urn:${namespace}:dataset:${encodeURIComponent(projectId)}:${hash}` };
  }
}

/** The centres of grid cells stand for whole cells: so does the box around them. */
function snapped(coverage: EmlCoverage, grid: number | null): EmlCoverage {
  const { geographic } = coverage;
  if (grid === null || geographic === null) return coverage;
  return { ...coverage, geographic: { ...geographic, ...snapOutwards(geographic, grid) } };
}

function dateOfDataset({ updatedAt }: DatasetMetadataOptions): string {
  const days = dayRange((updatedAt ?? "").slice(0, "YYYY-MM-DD".length));
  const date = days && dateOfDay(days.from);
  if (date !== null) return date;
  const message = "Give a date of publication: neither a row nor the project has a date.";
  throw new ExportError("METADATA_INCOMPLETE", {
    details: [{ path: ["metadata", "pubDate"], code: "incomplete", message }],
  });
}

/** Returns the facts that fields may read of the dataset before it is described. */
export function datasetStub(namespace: string, projectId: Id): ArchiveDataset {
  return { namespace, projectId, title: "", license: null, rightsHolder: null };
}
