import type { DatasetMetadataOptions } from "../../../src/dwca/metadata/dataset-metadata.js";
import type { EmlParty } from "../../../src/dwca/metadata/eml-document.js";

const ADA = {
  individualName: { givenName: "Ada", surName: "Nightingale" },
  positionName: "Curator",
  electronicMailAddress: "ada@example.org",
  onlineUrl: "https://example.org/ada",
  userId: { directory: "https://orcid.org/", id: "0000-0001" },
};

/** What a host may say of its data set, with characters that XML does not know. */
export const METADATA = {
  title: "Two ridges <compared> \u0001 & more",
  abstract: "Moths of two ridges, night by night.\n\nA second paragraph with \ud800 and \uffff.",
  creators: [ADA],
  contacts: [{ organizationName: "The Ridge" }],
  license: "CC BY-NC 4.0",
  keywordSets: [{ keywords: ["moths", "light trap"], thesaurus: "none" }],
  methods: {
    steps: ["Lamps.", "Cameras.\n\nAnd sheets."],
    sampling: { studyExtent: "A ridge.", samplingDescription: "Every night." },
    qualityControl: "Experts.",
  },
};

/** What hosts' forms give for fields that nobody filled in. */
export const BLANKS: DatasetMetadataOptions = {
  title: " ",
  creators: [
    {
      organizationName: "The Ridge",
      individualName: { givenName: "", surName: "" },
      onlineUrl: "",
      userId: { directory: "", id: "" },
    },
    { positionName: "" } as EmlParty,
  ],
  metadataProviders: [{ organizationName: "", individualName: { givenName: " ", surName: "Nightingale" } }],
  keywordSets: [{ keywords: ["moths", ""], thesaurus: "" }],
  methods: { steps: ["", "Lamps."], sampling: { studyExtent: "", samplingDescription: " " }, qualityControl: "" },
  geographicDescription: "\n",
  language: "",
  pubDate: "",
};
