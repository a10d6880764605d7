import type { License } from "../../values/license.js";

/** A person, an organisation or a position, as EML names those responsible. At least one of the three names. */
export interface EmlParty {
  readonly organizationName?: string | undefined;
  readonly individualName?: { readonly givenName?: string | undefined; readonly surName: string } | undefined;
  readonly positionName?: string | undefined;
  readonly electronicMailAddress?: string | undefined;
  readonly onlineUrl?: string | undefined;
  /** An identifier and the directory it comes from: `https://orcid.org/`. */
  readonly userId?: { readonly directory: string; readonly id: string } | undefined;
}

/** Keywords and the thesaurus that they are taken from. */
export interface EmlKeywordSet {
  readonly keywords: readonly string[];
  /** By default `n/a`: of no thesaurus. */
  readonly thesaurus?: string | undefined;
}

/** The methods that produced the rows. */
export interface EmlMethods {
  /** At least one. */
  readonly steps: readonly string[];
  readonly sampling?: { readonly studyExtent: string; readonly samplingDescription: string } | undefined;
  readonly qualityControl?: string | undefined;
}

/** The coverage of the rows. */
export interface EmlCoverage {
  readonly geographic: {
    readonly description: string;
    /** In decimal degrees. Above `east` in a box across 180°. */
    readonly west: number;
    readonly east: number;
    readonly north: number;
    readonly south: number;
  } | null;
  /** Dates, `YYYY-MM-DD`, both included. */
  readonly temporal: { readonly begin: string; readonly end: string } | null;
  readonly taxa: readonly { readonly rank: string | null; readonly name: string; readonly commonName: string | null }[];
}

/** A dataset's metadata. */
export interface EmlDocument {
  /** Unique to this content. */
  readonly packageId: string;
  readonly title: string;
  /** At least one. */
  readonly creators: readonly EmlParty[];
  readonly metadataProviders: readonly EmlParty[];
  /** `YYYY-MM-DD`. */
  readonly pubDate: string;
  /** Of the dataset; ISO 639. */
  readonly language: string;
  /** Blank lines separate paragraphs. */
  readonly abstract: string;
  readonly keywordSets: readonly EmlKeywordSet[];
  /** Text where it is no known licence; null where the host publishes without one on purpose. An empty text is an error. */
  readonly license: License | string | null;
  readonly coverage: EmlCoverage;
  /** At least one. */
  readonly contacts: readonly EmlParty[];
  readonly methods: EmlMethods | null;
}
