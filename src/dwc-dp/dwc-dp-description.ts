import { createHash } from "node:crypto";
import { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";
import { incomplete } from "../data-package/incomplete.js";
import { packageCreated } from "../data-package/package-created.js";
import { packageLicense, type PackageLicense } from "../data-package/package-license.js";
import { packageName } from "../data-package/package-name.js";
import { packageResource } from "../data-package/package-resource.js";
import type { WrittenTable } from "../data-package/write-package.js";
import { acceptedLicense } from "../values/license.js";
import { urn } from "../values/urn.js";
import type { DwcDpMetadata } from "./dwc-dp-metadata.js";
import { type DwcDpDefinition, dwcDpSchema } from "./dwc-dp-schema.js";

/** The profile of the version under review, by the address under which GBIF's validator knows it. */
export const DWC_DP_PROFILE = "https://dwc-prerelease.rs.tdwg.org/dwc-dp/1.0_DEV/dwc-dp-profile.json";

/** The parts of a description beside the metadata. */
export interface DwcDpDescriptionOptions {
  readonly namespace: string;
  readonly projectId: Id;
  readonly profile: string;
  readonly definitions: ReadonlyMap<string, DwcDpDefinition>;
}

/** The parts of a description, once all rows are written. */
export interface DwcDpFacts {
  readonly files: readonly WrittenTable[];
  readonly contentHash: string;
  /** The time of the newest change of a row, as ISO 8601 text; null where none says it. */
  readonly newest: string | null;
}

/** The description of one package: datapackage.json. */
export class DwcDpDescription {
  readonly title: string;
  /** The address of the licence of the media, else its name. */
  readonly mediaLicense: string;
  readonly #metadata: DwcDpMetadata;
  readonly #options: DwcDpDescriptionOptions;
  readonly #license: PackageLicense;

  /** @throws ExportError `METADATA_INCOMPLETE` that lists all that is missing, before any row is read. */
  constructor(metadata: DwcDpMetadata, options: DwcDpDescriptionOptions) {
    const { title = "", license = "", mediaLicense = "" } = metadata;
    const data = packageLicense(license);
    const media = packageLicense(mediaLicense);
    const missing = [
      ...(title === "" ? [incomplete("title", "The package needs a title.")] : []),
      ...(data === null ? [incomplete("license", `The data need a licence: ${LICENSE}`)] : []),
      ...(media === null ? [incomplete("mediaLicense", `The media need a licence: ${LICENSE}`)] : []),
    ];
    if (missing.length > 0) throw new ExportError("METADATA_INCOMPLETE", { details: missing });
    this.#metadata = metadata;
    this.#options = options;
    this.#license = data ?? {};
    this.title = title;
    this.mediaLicense = media?.path ?? media?.name ?? "";
  }

  /** Whether GBIF would publish the data under their licence. */
  get hasAcceptedLicense(): boolean {
    return acceptedLicense(this.#metadata.license ?? "") !== null;
  }

  /** @throws ExportError `METADATA_INCOMPLETE` when nothing says when the data last changed. */
  descriptor({ files, contentHash, newest }: DwcDpFacts): object {
    const { name, description, version, keywords, homepage, sources } = this.#metadata;
    const { contributors, bibliographicCitation, updatedAt } = this.#metadata;
    const { namespace, projectId, profile, definitions } = this.#options;
    const described = {
      profile,
      name: name ?? packageName(this.title, projectId),
      created: packageCreated(newest ?? updatedAt),
      ...{ title: this.title, description, version, keywords, homepage, contributors, sources },
      licenses: [this.#license],
      bibliographicCitation,
    };
    const hash = createHash("sha256").update(contentHash).update(JSON.stringify(described)).digest("hex");
    const tables = files.map(({ table }) => table);
    const resources = files.map((file) =>
      packageResource(file, dwcDpSchema(file.table, tables, definitions.get(file.table.name))),
    );
    return { resources, id: urn(namespace, "dataset", projectId, hash), ...described };
  }
}

const LICENSE = "an address, or a short name such as CC0-1.0.";
