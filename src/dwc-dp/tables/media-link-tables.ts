import { createDwcDpTable, type DwcDpField, NEEDED } from "./create-dwc-dp-table.js";

const MEDIUM = ["media_fk", "dcterms:identifier", "string", NEEDED] as const satisfies DwcDpField;
const SUBJECT = [
  ["subjectCategory", "ac:CVtermLiteral"],
  ["subjectCategoryIRI", "ac:CVterm"],
  ["subjectCategoryVocabulary", "ac:subjectCategoryVocabulary"],
  ["subjectPartLiteral", "ac:subjectPartLiteral"],
  ["subjectPart", "ac:subjectPart"],
  ["subjectOrientationLiteral", "ac:subjectOrientationLiteral"],
  ["subjectOrientation", "ac:subjectOrientation"],
  ["physicalSetting", "ac:physicalSetting"],
] as const satisfies readonly DwcDpField[];
const INSTANCE = { field: "media_fk", table: "media", predicate: "this media instance" } as const;

/** The table of which media were taken during an event. */
export const EVENT_MEDIA = createDwcDpTable({
  name: "event-media",
  identity: ["media_fk", "event_fk"],
  repeats: "grouped",
  foreignKeys: [INSTANCE, { field: "event_fk", table: "event", predicate: "about" }],
  fields: [MEDIUM, ["event_fk", "dwc:eventID", "string", NEEDED], ...SUBJECT],
});

/** The table of which media and regions show an occurrence. */
export const OCCURRENCE_MEDIA = createDwcDpTable({
  name: "occurrence-media",
  identity: ["media_fk", "occurrence_fk"],
  repeats: "grouped",
  foreignKeys: [INSTANCE, { field: "occurrence_fk", table: "occurrence", predicate: "about" }],
  fields: [MEDIUM, ["occurrence_fk", "dwc:occurrenceID", "string", NEEDED], ...SUBJECT],
});
