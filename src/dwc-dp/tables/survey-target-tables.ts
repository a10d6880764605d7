import { createDwcDpTable, KEY, NEEDED } from "./create-dwc-dp-table.js";

/** The table of what surveys looked for. */
export const SURVEY_TARGET = createDwcDpTable({
  name: "survey-target",
  primaryKey: "surveyTarget_pk",
  repeats: "once",
  weakPrimaryKey: "surveyTargetID",
  fields: [
    ["surveyTarget_pk", "eco:surveyTargetID", "string", KEY],
    ["surveyTargetID", "eco:surveyTargetID"],
    ["surveyTargetDescription", "eco:surveyTargetDescription"],
    ["isSurveyTargetFullyReported", "eco:isSurveyTargetFullyReported", "boolean", { required: true, unique: false }],
    ["surveyTargetRemarks", "eco:surveyTargetRemarks"],
  ],
});

/** The table of the taxa and other things that make a target. */
export const SURVEY_TARGET_DESCRIPTOR = createDwcDpTable({
  name: "survey-target-descriptor",
  identity: ["surveyTarget_fk", "surveyTargetType", "surveyTargetValue", "includeOrExclude"],
  foreignKeys: [{ field: "surveyTarget_fk", table: "survey-target", predicate: "for target" }],
  fields: [
    ["surveyTarget_fk", "eco:surveyTargetID", "string", NEEDED],
    ["surveyTargetType", "eco:surveyTargetType"],
    ["surveyTargetTypeIRI", "dcterms:type"],
    ["surveyTargetTypeSource", "dc:source"],
    ["surveyTargetValue", "eco:surveyTargetValue"],
    ["surveyTargetValueIRI", "ecoiri:surveyTargetValue"],
    ["surveyTargetValueSource", "dc:source"],
    ["surveyTargetUnit", "eco:surveyTargetUnit"],
    ["surveyTargetUnitIRI", "ecoiri:surveyTargetUnit"],
    ["surveyTargetUnitSource", "dc:source"],
    ["includeOrExclude", "eco:includeOrExclude", "string", NEEDED],
  ],
});

/** The table of which survey looked for what. */
export const SURVEY_SURVEY_TARGET = createDwcDpTable({
  name: "survey-survey-target",
  identity: ["survey_fk", "surveyTarget_fk"],
  foreignKeys: [
    { field: "survey_fk", table: "survey", predicate: "target for" },
    { field: "surveyTarget_fk", table: "survey-target", predicate: "has target" },
  ],
  repeats: "grouped",
  fields: [
    ["survey_fk", "eco:surveyID", "string", NEEDED],
    ["surveyTarget_fk", "eco:surveyTargetID", "string", NEEDED],
  ],
});
