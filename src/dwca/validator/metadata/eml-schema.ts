import { dayRange } from "../../../values/calendar.js";

/** The content that an element of EML may have, as far as the text that GBIF reads depends on it. */
export interface EmlContent {
  /** Its children in their order, as `firstMisplaced` reads them. */
  readonly order: readonly string[];
  /** Attributes that it must have. */
  readonly attributes?: readonly string[];
}

const words = (text: string): readonly string[] => text.match(/\S+/g) ?? [];
const content = (order: string, attributes = ""): EmlContent => ({
  order: words(order),
  attributes: words(attributes),
});

const PARTY = `organizationName|individualName|positionName+ address* phone* electronicMailAddress* onlineUrl* userId*`;

/** Elements that are the same in every version of GBIF's metadata profile. An element that is not listed may hold anything. */
export const EML_SCHEMA: Readonly<Record<string, EmlContent>> = {
  creator: content(PARTY),
  contact: content(PARTY),
  metadataProvider: content(PARTY),
  associatedParty: content(`${PARTY} role`),
  individualName: content("salutation* givenName* surName"),
  userId: content("", "directory"),
  coverage: content("geographicCoverage|temporalCoverage|taxonomicCoverage*"),
  geographicCoverage: content("geographicDescription boundingCoordinates datasetGPolygon*"),
  boundingCoordinates: content(
    "westBoundingCoordinate eastBoundingCoordinate northBoundingCoordinate southBoundingCoordinate boundingAltitudes?",
  ),
  temporalCoverage: content("singleDateTime|rangeOfDates+"),
  rangeOfDates: content("beginDate endDate"),
  taxonomicCoverage: content("generalTaxonomicCoverage? taxonomicClassification+"),
  keywordSet: content("keyword+ keywordThesaurus"),
  maintenance: content("description maintenanceUpdateFrequency changeHistory*"),
  methods: content("methodStep+ sampling* qualityControl*"),
  sampling: content("studyExtent samplingDescription"),
};

const DATE = String.raw`-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const ZONE = String.raw`(?:Z|[+-]\d\d:\d\d)?`;
const DATE_OR_YEAR = inCalendar(new RegExp(`^(?:\\d{4}|${DATE}${ZONE})$`));
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** The pattern that the text of an element must match. */
export const EML_TEXTS: Readonly<Record<string, Pick<RegExp, "test">>> = {
  pubDate: DATE_OR_YEAR,
  calendarDate: DATE_OR_YEAR,
  dateStamp: inCalendar(new RegExp(`^${DATE}T\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?${ZONE}$`)),
  westBoundingCoordinate: DECIMAL,
  eastBoundingCoordinate: DECIMAL,
  northBoundingCoordinate: DECIMAL,
  southBoundingCoordinate: DECIMAL,
  role: /\S/,
  surName: /\S/,
};

const HEAD = `alternateIdentifier* shortName? title+ creator+ metadataProvider* associatedParty* pubDate`;
const TAIL = `distribution* coverage? purpose? introduction? gettingStarted? acknowledgements? maintenance? contact+ publisher? pubPlace?
  methods? project? literatureCited*`;

/** A form of dates, of which those that a year of four digits does not have are refused too. */
function inCalendar(form: RegExp): Pick<RegExp, "test"> {
  const isDay = (text: string): boolean =>
    !/^\d{4}-/.test(text) || dayRange(text.slice(0, "YYYY-MM-DD".length)) !== null;
  return { test: (text) => form.test(text) && isDay(text) };
}

/** The dataset, by the version of EML: since 2.2.0 GBIF requires a date and an abstract. */
export const EML_DATASET: Readonly<Record<"2.1" | "2.2", EmlContent>> = {
  "2.1": content(`${HEAD}? language? series? abstract? keywordSet* additionalInfo* intellectualRights? ${TAIL}`),
  "2.2": content(
    `${HEAD} language? series? abstract keywordSet* additionalInfo* intellectualRights? licensed? ${TAIL}`,
  ),
};
