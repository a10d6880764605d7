/** Archives with other fields and tables than by default. */
import {
  archiveExtensions,
  createDwcaExporter,
  createOccurrenceExtension,
  EVENT_FIELDS,
  humboldtTable,
  MULTIMEDIA_FIELDS,
  multimediaTable,
  type Occurrence,
} from "vasculum/occurrences";
import { OCCURRENCE_FIXTURE } from "vasculum/testing";
import { source } from "./source.js";

// #region archive
const remarks = { term: "dwc:eventRemarks", default: "Lamp on from dusk to dawn" };
const publisher = { term: "dcterms:publisher", default: "The Ridge" };
export const Archive = createDwcaExporter({
  source,
  eventFields: [...EVENT_FIELDS, remarks],
  extensions: [multimediaTable([...MULTIMEDIA_FIELDS, publisher]), humboldtTable()],
});
// #endregion

// #region own-table
const counts = createOccurrenceExtension<Occurrence>({
  file: "counts.txt",
  rowType: "dwc:MeasurementOrFact",
  needs: ["detectionFacts"],
  fields: [
    { term: "dwc:measurementType", default: "detections" },
    { term: "dwc:measurementValue", value: ({ detectionsCount }) => detectionsCount },
  ],
  rows: (occurrence) => [occurrence],
});
export const Counts = createDwcaExporter({
  source,
  core: "occurrence",
  extensions: [...archiveExtensions("occurrence"), counts],
});
// #endregion

// #region absences
export const Surveys = createDwcaExporter({
  source,
  absences: {
    taxa: OCCURRENCE_FIXTURE.taxa.filter(({ rank }) => rank === "SPECIES"),
    supports: ({ capturesCount }) => (capturesCount ?? 0) > 1,
  },
});
// #endregion
