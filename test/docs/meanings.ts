/** The meaning of each filter key and option, for the page that lists them; a key without one fails the test of the page. */
export const FILTERS: Readonly<Record<string, string>> = {
  collection_id: "keeps occurrences with a detection on a capture of the set",
  collection: "the same",
  taxon_id: "keeps what is determined as this taxon, or as one below it",
  taxon: "the same",
  determination: "the same",
  taxa_list_id: "keeps what is determined as a taxon of the list, or as one below it",
  not_taxa_list_id: "keeps all others",
  deployment_id: "keeps occurrences of the station",
  deployment: "the same",
  deployment__research_site: "keeps occurrences of the stations of the research site",
  deployment__device: "keeps occurrences of the stations with the device",
  event_id: "keeps occurrences of the event",
  event: "the same",
  detections__source_image: "keeps occurrences with a detection on the capture",
  algorithm: "keeps occurrences with a detection or a classification by one of the algorithms",
  not_algorithm: "keeps occurrences without any by one of the algorithms",
  ids: "keeps these occurrences; an id of another project selects nothing",
  date_start: "keeps occurrences with a detection on this date or later",
  date_end: "keeps occurrences with a detection on this date or earlier",
  determination__rank: "keeps what is determined as a taxon of this rank, in capitals: `SPECIES`",
  verified: "keeps occurrences with, or without, an identification that is not withdrawn",
  verified_by_me: "the same, of identifications by the user who created the export",
  score_min: "keeps occurrences whose determination has this score, or a higher one",
  apply_defaults: "applies the project's default filters, or not",
  classification_threshold: "as `score_min`, where the default filters do not hold",
};

export const OPTIONS: Readonly<Record<string, string>> = {
  columns: "the columns of the file, in this order; absent for all",
  fields: "the members of each object, in this order; absent for all",
  delimiter: "what separates cells; `comma` when absent, unless the exporter names another",
  bom: "whether the file begins with a byte order mark, which some spreadsheets need; no when absent",
  compression: "how pages of the file are compressed; `snappy` when absent, unless the exporter names another",
  split:
    "`deployment`: one file for training and one for validation, all images of a station in one of them; `none` when absent",
  extensions: "the tables beside the core; absent for all of them, `[]` for none",
};
