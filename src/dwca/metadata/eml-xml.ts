import { decimalText } from "../../values/decimal-text.js";
import type { EmlCoverage, EmlDocument, EmlMethods, EmlParty } from "./eml-document.js";
import { xmlText } from "./xml-text.js";

const EML = "https://eml.ecoinformatics.org/eml-2.2.0";

/** EML 2.2.0 that is valid against GBIF's metadata profile 1.3 as well. The order of elements is fixed by both. */
export function emlXml(document: EmlDocument): Promise<string> {
  return xmlText({
    "eml:eml": {
      "@xmlns:eml": EML,
      "@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
      "@xsi:schemaLocation": `${EML} https://rs.gbif.org/schema/eml-gbif-profile/1.3/eml.xsd`,
      "@packageId": document.packageId,
      "@system": "http://gbif.org",
      "@scope": "system",
      "@xml:lang": document.language,
      dataset: datasetElement(document),
    },
  });
}

function datasetElement(document: EmlDocument): object {
  return {
    title: document.title,
    creator: document.creators.map(partyElement),
    metadataProvider: document.metadataProviders.map(partyElement),
    pubDate: document.pubDate,
    language: document.language,
    abstract: { para: paragraphs(document.abstract) },
    keywordSet: document.keywordSets.map(({ keywords, thesaurus }) => ({
      keyword: keywords,
      keywordThesaurus: thesaurus ?? "n/a",
    })),
    intellectualRights: rightsElement(document.license),
    coverage: coverageElement(document.coverage),
    contact: document.contacts.map(partyElement),
    methods: methodsElement(document.methods),
  };
}

function partyElement(party: EmlParty): object {
  return {
    organizationName: party.organizationName,
    individualName: party.individualName && {
      givenName: party.individualName.givenName,
      surName: party.individualName.surName,
    },
    positionName: party.positionName,
    electronicMailAddress: party.electronicMailAddress,
    onlineUrl: party.onlineUrl,
    userId: party.userId && { "@directory": party.userId.directory, "#": party.userId.id },
  };
}

/** GBIF reads the licence from the link in the one paragraph, and nowhere else. */
function rightsElement(license: EmlDocument["license"]): object | null {
  if (license === null) return null;
  if (typeof license !== "string") return { para: { ulink: { "@url": license.url, citetitle: license.title } } };
  return { para: /^https?:/i.test(license) ? { ulink: { "@url": license, citetitle: license } } : license };
}

function coverageElement({ geographic, temporal, taxa }: EmlCoverage): object | null {
  if (geographic === null && temporal === null && taxa.length === 0) return null;
  return {
    geographicCoverage: geographic && {
      geographicDescription: geographic.description,
      boundingCoordinates: {
        westBoundingCoordinate: decimalText(geographic.west),
        eastBoundingCoordinate: decimalText(geographic.east),
        northBoundingCoordinate: decimalText(geographic.north),
        southBoundingCoordinate: decimalText(geographic.south),
      },
    },
    temporalCoverage: temporal && {
      rangeOfDates: { beginDate: { calendarDate: temporal.begin }, endDate: { calendarDate: temporal.end } },
    },
    taxonomicCoverage: taxa.length === 0 ? null : { taxonomicClassification: taxa.map(taxonElement) },
  };
}

function taxonElement({ rank, name, commonName }: EmlCoverage["taxa"][number]): object {
  return { taxonRankName: rank, taxonRankValue: name, commonName };
}

function methodsElement(methods: EmlMethods | null): object | null {
  if (methods === null) return null;
  const { steps, sampling, qualityControl } = methods;
  return {
    methodStep: steps.map((step) => ({ description: { para: paragraphs(step) } })),
    sampling: sampling && {
      studyExtent: { description: { para: paragraphs(sampling.studyExtent) } },
      samplingDescription: { para: sampling.samplingDescription },
    },
    qualityControl: qualityControl && { description: { para: paragraphs(qualityControl) } },
  };
}

function paragraphs(text: string): readonly string[] {
  return text
    .split(/(?:\r?\n[ \t]*){2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
}
