/** An archive with every table that is not written by default, one of them of the host's own about events. */
import {
  audiovisualTable,
  createDwcaExporter,
  createEventExtension,
  createOccurrenceExtension,
  type Detection,
  dwcaIdentifier,
  emofTable,
  identificationTable,
  occurrenceFields,
  type OccurrenceEvent,
} from "vasculum/occurrences";
import { source } from "./source.js";

// #region events
const effort = createEventExtension<OccurrenceEvent>({
  file: "effort.txt",
  rowType: "dwc:MeasurementOrFact",
  fields: [
    { term: "dwc:measurementType", default: "pictures taken" },
    { term: "dwc:measurementValue", value: ({ capturesCount }) => capturesCount },
  ],
  rows: (event) => (event.capturesCount === null ? [] : [event]),
});
// #endregion

// #region identifiers
const crops = createOccurrenceExtension<Detection>({
  file: "crops.txt",
  rowType: "dwc:ResourceRelationship",
  needs: ["detections"],
  fields: [
    {
      term: "dwc:relatedResourceID",
      value: ({ id }, dataset) => dwcaIdentifier(dataset, "detection", id), // urn:<namespace>:detection:<project>:<id>
    },
    { term: "dwc:relationshipOfResource", default: "picture of" },
  ],
  rows: ({ detections = [] }) => detections,
});
// #endregion

// #region tables
export const Everything = createDwcaExporter({
  source,
  occurrenceFields: occurrenceFields({ details: ["count", "sex"] }),
  extensions: [audiovisualTable(), emofTable(), identificationTable(), effort, crops],
});
// #endregion
