import { acceptedLicense, checkDwcTables, createDwcTable, type EmlDocument, urn } from "vasculum/dwca";

/** One moth of a night. */
export interface Moth {
  readonly id: number;
  readonly night: string;
  readonly name: string;
}

export const moths: readonly Moth[] = [
  { id: 1, night: "2023-06-18", name: "Noctua pronuba" },
  { id: 2, night: "2023-06-18", name: "Agrotis segetum" },
  { id: 3, night: "2023-06-19", name: "Biston betularia" },
];

// #region tables
const nightId = ({ night }: Moth) => urn("moth-trap", "night", night);

export const events = createDwcTable<Moth>({
  file: "event.txt",
  rowType: "Event",
  id: "dwc:eventID",
  fields: [
    { term: "dwc:eventID", value: nightId },
    { term: "dwc:eventDate", value: ({ night }) => night },
    { term: "dwc:samplingProtocol", default: "light trap" },
  ],
});
export const occurrences = createDwcTable<Moth>({
  file: "occurrence.txt",
  rowType: "Occurrence",
  id: "dwc:eventID",
  fields: [
    { term: "dwc:eventID", value: nightId },
    { term: "dwc:occurrenceID", value: ({ id }) => urn("moth-trap", "moth", id), identifies: true },
    { term: "dwc:basisOfRecord", default: "HumanObservation" },
    { term: "dwc:scientificName", value: ({ name }) => name },
  ],
});
checkDwcTables(events, [occurrences]);
// #endregion

// #region metadata
const museum = { organizationName: "The Museum" };
export const metadata = (contentHash: string): EmlDocument => ({
  packageId: `moth-trap/${contentHash}`,
  title: "Moths at one light trap",
  creators: [museum],
  metadataProviders: [museum],
  pubDate: "2024-01-01",
  language: "en",
  abstract: "Moths that came to the light of one trap in two nights.",
  keywordSets: [],
  license: acceptedLicense("CC BY 4.0"), // null for a licence that GBIF does not accept
  coverage: { geographic: null, temporal: { begin: "2023-06-18", end: "2023-06-19" }, taxa: [] },
  contacts: [museum],
  methods: null,
});
// #endregion
