import { ExportError, type ErrorDetail } from "../contracts/export-error.js";
import type { EmlDocument, EmlKeywordSet, EmlMethods, EmlParty } from "../dwca/eml-document.js";
import { ACCEPTED_LICENSES, acceptedLicense } from "../dwca/license.js";
import type { ProjectFacts } from "./occurrence-source.js";
import { publicName } from "./public-name.js";

/** What a host says of a dataset. What it leaves out, or leaves blank, comes from the project. */
export interface DatasetMetadataOptions {
  /** At least 10 characters. By default the project's name. */
  readonly title?: string | undefined;
  /** At least 25 characters; blank lines separate paragraphs. By default the project's description. */
  readonly abstract?: string | undefined;
  /**
   * Each with an organisation or a surname. By default the project's rights holder, as an organisation; else its owner, as a person. One
   * whose name holds an e-mail address does not count.
   */
  readonly creators?: readonly EmlParty[] | undefined;
  /** By default the creators. */
  readonly contacts?: readonly EmlParty[] | undefined;
  /** By default the creators. */
  readonly metadataProviders?: readonly EmlParty[] | undefined;
  /** An address or a short name such as `CC-BY-4.0`; `"none"` to publish without. By default the project's, but a blank one is an error. */
  readonly license?: string | undefined;
  readonly keywordSets?: readonly EmlKeywordSet[] | undefined;
  readonly methods?: EmlMethods | undefined;
  /** ISO 639, of the texts and names. By default `en`. */
  readonly language?: string | undefined;
  /** In words, where the events were. By default the names of their localities. */
  readonly geographicDescription?: string | undefined;
  /** `YYYY-MM-DD`. By default that of the newest change among the exported rows, else the project's. */
  readonly pubDate?: string | undefined;
}

/** A dataset's metadata before any of its rows is read. */
export type DatasetMetadata = Omit<EmlDocument, "packageId" | "pubDate" | "coverage">;

// What GBIF's validator asks for.
const TITLE_LENGTH = 10;
const ABSTRACT_LENGTH = 25;

const DATASET_TYPE: EmlKeywordSet = {
  keywords: ["samplingEvent"],
  thesaurus: "http://rs.gbif.org/vocabulary/gbif/datasetType",
};

/**
 * The metadata of a project's dataset, with the host's words in place of the project's.
 *
 * @param options - as `parseMetadata` gives them.
 * @throws ExportError `METADATA_INCOMPLETE` that lists all that is missing or too short.
 */
export function datasetMetadata(project: ProjectFacts, options: DatasetMetadataOptions): DatasetMetadata {
  const title = (options.title ?? project.name).trim();
  const abstract = (options.abstract ?? project.description ?? "").trim();
  const creators = options.creators ?? projectParties(project);
  const contacts = options.contacts ?? creators;
  const license = (options.license ?? project.license ?? "").trim();
  const details = [
    ...missing("title", title.length >= TITLE_LENGTH, `The title must have at least ${TITLE_LENGTH} characters.`),
    ...missing("abstract", abstract.length >= ABSTRACT_LENGTH, `The abstract must have at least ${ABSTRACT_LENGTH} characters.`),
    ...missing("creators", creators.length > 0, "There must be creators, each with an organisation or a surname."),
    ...missing("contacts", contacts.length > 0, "There must be contacts, each with an organisation or a surname."),
    ...missing("license", license !== "", `There must be a licence: ${ACCEPTED_LICENSES.join(", ")}, another, or "none".`),
  ];
  if (details.length > 0) throw new ExportError("METADATA_INCOMPLETE", { details });
  return {
    title,
    abstract,
    creators,
    contacts,
    metadataProviders: options.metadataProviders ?? creators,
    license: license === "none" ? null : (acceptedLicense(license) ?? license),
    keywordSets: [DATASET_TYPE, ...(options.keywordSets ?? [])],
    methods: options.methods ?? null,
    language: options.language ?? "en",
  };
}

/** A display name is not taken apart: which part is the surname, nobody knows. */
function projectParties({ rightsHolder, ownerName }: ProjectFacts): readonly EmlParty[] {
  const organizationName = publicName(rightsHolder);
  if (organizationName !== null) return [{ organizationName }];
  const surName = publicName(ownerName);
  return surName === null ? [] : [{ individualName: { surName } }];
}

function missing(element: keyof DatasetMetadataOptions, present: boolean, message: string): readonly ErrorDetail[] {
  return present ? [] : [{ path: ["metadata", element], code: "incomplete", message }];
}
