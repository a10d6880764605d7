import type { EmlDocument, EmlKeywordSet, EmlMethods, EmlParty } from "./eml-document.js";
import { checkEmlDocument } from "./check-eml-document.js";
import { NAMESPACES } from "../../values/namespaces.js";
import { acceptedLicense } from "../../values/license.js";

/**
 * A host's description of a dataset. Exporters of occurrences take what it leaves out, or leaves blank, from the
 * project.
 */
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
  /**
   * The time of the dataset's last change, as ISO 8601 text. It is the date of publication where neither `pubDate` nor
   * a row gives one.
   */
  readonly updatedAt?: string | undefined;
  /** The holder of the rights, for fields of rows. By default nobody is named. */
  readonly rightsHolder?: string | undefined;
}

/** A dataset's metadata before any of its rows is read. */
export type DatasetMetadata = Omit<EmlDocument, "packageId" | "pubDate" | "coverage">;

const DATASET_TYPES = { Event: "samplingEvent", Occurrence: "occurrence", Taxon: "checklist" } as const;

/**
 * Resolves what a host says of a dataset, for an archive whose core has this row type.
 *
 * @param options - as `parseMetadata` gives them.
 * @throws ExportError `METADATA_INCOMPLETE` that lists all that is missing or too short.
 */
export function datasetMetadata(options: DatasetMetadataOptions, coreRowType: string): DatasetMetadata {
  const creators = options.creators ?? [];
  const license = (options.license ?? "").trim();
  return checkEmlDocument({
    title: (options.title ?? "").trim(),
    abstract: (options.abstract ?? "").trim(),
    creators,
    contacts: options.contacts ?? creators,
    metadataProviders: options.metadataProviders ?? creators,
    license: license === "none" ? null : (acceptedLicense(license) ?? license),
    keywordSets: [...datasetType(coreRowType), ...(options.keywordSets ?? [])],
    methods: options.methods ?? null,
    language: options.language ?? "en",
  });
}

/** The kind of dataset, as GBIF's vocabulary names it. */
function datasetType(coreRowType: string): readonly EmlKeywordSet[] {
  const keyword = Object.entries(DATASET_TYPES).find(([name]) => coreRowType === NAMESPACES.dwc + name)?.[1];
  const thesaurus = "http://rs.gbif.org/vocabulary/gbif/datasetType";
  return keyword === undefined ? [] : [{ keywords: [keyword], thesaurus }];
}
