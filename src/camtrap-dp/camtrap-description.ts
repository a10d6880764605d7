import { createHash } from "node:crypto";
import { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";
import { incomplete } from "../data-package/incomplete.js";
import { packageCreated } from "../data-package/package-created.js";
import { packageLicense, type PackageLicense } from "../data-package/package-license.js";
import { packageName } from "../data-package/package-name.js";
import { packageResource, tableSchema } from "../data-package/package-resource.js";
import type { WrittenTable } from "../data-package/write-package.js";
import { acceptedLicense } from "../values/license.js";
import { urn } from "../values/urn.js";
import type { CamtrapCoverage } from "./camtrap-coverage.js";
import type { CamtrapMetadata } from "./camtrap-metadata.js";
import { CAMTRAP_PROFILE } from "./camtrap-schema.js";
import type { CamtrapTaxon } from "./camtrap-taxon.js";

/** The parts of a description, once all rows are written. */
export interface CamtrapFacts {
  readonly files: readonly WrittenTable[];
  readonly contentHash: string;
  readonly coverage: CamtrapCoverage;
  /** The facts known of the taxon of a name. */
  taxonOf(name: string): Omit<CamtrapTaxon, "scientificName"> | undefined;
  /** The time of the newest change of a row, as ISO 8601 text; null where none says it. */
  readonly newest: string | null;
  /** In degrees, the grid to which a policy made places coarse. */
  readonly grid: number | null;
}

/** The description of one package: datapackage.json. */
export class CamtrapDescription {
  readonly #metadata: CamtrapMetadata;
  readonly #namespace: string;
  readonly #projectId: Id;
  readonly #title: string;
  readonly #licenses: readonly (PackageLicense & { readonly scope: string })[];

  /** @throws ExportError `METADATA_INCOMPLETE` that lists all that is missing, before any row is read. */
  constructor(
    metadata: CamtrapMetadata,
    { namespace, projectId }: { readonly namespace: string; readonly projectId: Id },
  ) {
    const { title, license, mediaLicense, contributors = [] } = metadata;
    const data = scoped(license, "data");
    const media = scoped(mediaLicense, "media");
    const missing = [
      ...(title === undefined ? [incomplete("title", "The package needs a title.")] : []),
      ...(contributors.length === 0 ? [incomplete("contributors", "The package needs at least one contributor.")] : []),
      ...(data === null ? [incomplete("license", `The data need a licence: ${LICENSE}`)] : []),
      ...(media === null ? [incomplete("mediaLicense", `The media need a licence: ${LICENSE}`)] : []),
    ];
    if (missing.length > 0) throw new ExportError("METADATA_INCOMPLETE", { details: missing });
    this.#metadata = metadata;
    this.#namespace = namespace;
    this.#projectId = projectId;
    this.#title = title ?? "";
    this.#licenses = [data, media].filter((one) => one !== null);
  }

  /** Whether GBIF would publish the data under their licence. */
  get hasAcceptedLicense(): boolean {
    return acceptedLicense(this.#metadata.license ?? "") !== null;
  }

  /** @throws ExportError `METADATA_INCOMPLETE` when nothing says when the data last changed. */
  descriptor(facts: CamtrapFacts): object {
    const { version, description, keywords, homepage, sources, references, bibliographicCitation } = this.#metadata;
    const { contributors, updatedAt } = this.#metadata;
    const { coverage, grid } = facts;
    const created = packageCreated(facts.newest ?? updatedAt);
    const described = {
      profile: CAMTRAP_PROFILE,
      name: this.#metadata.name ?? packageName(this.#title, this.#projectId),
      ...{ created, title: this.#title, contributors, description, version, keywords, homepage, sources },
      licenses: this.#licenses,
      bibliographicCitation,
      project: this.#project(coverage),
      ...(grid === null ? {} : { coordinatePrecision: grid }),
      spatial: coverage.spatial(grid),
      // A package without a row covers no time: the profile wants one all the same.
      temporal: coverage.temporal ?? { start: created.slice(0, 10), end: created.slice(0, 10) },
      taxonomic: coverage.names.map((name) => ({ scientificName: name, ...facts.taxonOf(name) })),
      references,
      gbifIngestion: { observationLevel: "event" },
    };
    const hash = createHash("sha256").update(facts.contentHash).update(JSON.stringify(described)).digest("hex");
    const id = urn(this.#namespace, "dataset", this.#projectId, hash);
    return { resources: resourcesOf(facts.files), id, ...described };
  }

  #project(coverage: CamtrapCoverage): object {
    const { individualAnimals = false, ...project } = this.#metadata.project;
    return { title: this.#title, ...project, individualAnimals, observationLevel: coverage.levels };
  }
}

const LICENSE = "an address, or a short name such as CC0-1.0.";

function resourcesOf(files: readonly WrittenTable[]): readonly object[] {
  const tables = files.map(({ table }) => table);
  return files.map((file) => packageResource(file, file.table.schema ?? tableSchema(file.table, tables)));
}

function scoped(text: string | undefined, scope: "data" | "media") {
  const license = packageLicense(text ?? "");
  return license && { ...license, scope };
}
