import { createHash } from "node:crypto";
import { ExportError } from "../contracts/export-error.js";
import type { EmlDocument } from "../dwca/eml-document.js";
import { DatasetCoverage } from "./dataset-coverage.js";
import { datasetMetadata, type DatasetMetadata, type DatasetMetadataOptions } from "./dataset-metadata.js";
import type { DwcaDataset, DwcaFacts } from "./dwca-dataset.js";
import type { ProjectFacts } from "./occurrence-source.js";
import { publicName } from "./public-name.js";

/** How a host describes its datasets. */
export interface DatasetDescriptionOptions {
  readonly namespace: string;
  readonly metadata: DatasetMetadataOptions;
  readonly facts: DwcaFacts;
}

/** The description of one archive's dataset: what its rows share, what they cover, and the metadata made of both. */
export class DatasetDescription {
  /** To be told of every row. */
  readonly coverage = new DatasetCoverage();
  readonly #project: ProjectFacts;
  readonly #options: DatasetDescriptionOptions;
  readonly #metadata: DatasetMetadata;

  /** @throws ExportError `METADATA_INCOMPLETE`, before any row is read. */
  constructor(project: ProjectFacts, options: DatasetDescriptionOptions) {
    this.#project = project;
    this.#options = options;
    this.#metadata = datasetMetadata(project, options.metadata);
  }

  /** Whether GBIF would publish under the licence, or none was wanted. */
  get hasAcceptedLicense(): boolean {
    return typeof this.#metadata.license !== "string";
  }

  get dataset(): DwcaDataset {
    const { namespace, facts } = this.#options;
    const { title, license } = this.#metadata;
    const { id: projectId, rightsHolder } = this.#project;
    const address = typeof license === "string" ? license : (license?.url ?? null);
    return { namespace, projectId, title, license: address, rightsHolder: publicName(rightsHolder), facts };
  }

  /**
   * The metadata, once all rows are written. The packageId changes with the rows and with the metadata, and with nothing else.
   *
   * @throws ExportError `METADATA_INCOMPLETE` when nothing tells the date of publication.
   */
  document(contentHash: string): EmlDocument {
    const { namespace, metadata: options } = this.#options;
    const fallback = this.#metadata.title;
    const metadata = {
      ...this.#metadata,
      pubDate: options.pubDate ?? this.coverage.newest ?? this.#projectDate(),
      coverage: this.coverage.summary({ description: options.geographicDescription, fallback }),
    };
    const hash = createHash("sha256").update(contentHash).update(JSON.stringify(metadata)).digest("hex");
    return { ...metadata, packageId: `urn:${namespace}:dataset:${this.#project.id}:${hash}` };
  }

  #projectDate(): string {
    const date = this.#project.updatedAt?.slice(0, "YYYY-MM-DD".length);
    if (date !== undefined) return date;
    const message = "There must be a date of publication, since neither a row nor the project has a date.";
    throw new ExportError("METADATA_INCOMPLETE", { details: [{ path: ["metadata", "pubDate"], code: "incomplete", message }] });
  }
}
