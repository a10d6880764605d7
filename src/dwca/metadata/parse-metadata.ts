import { z } from "zod";
import type { EmlParty } from "./eml-document.js";
import type { DatasetMetadataOptions } from "./dataset-metadata.js";

const TEXT = z.string();
const SOME_TEXT = TEXT.optional();
const TEXTS = z.array(TEXT).min(1);

const PARTY: z.ZodType<EmlParty> = z
  .strictObject({
    organizationName: SOME_TEXT,
    individualName: z.strictObject({ givenName: SOME_TEXT, surName: TEXT }).optional(),
    positionName: SOME_TEXT,
    electronicMailAddress: SOME_TEXT,
    onlineUrl: z.url().optional(),
    userId: z.strictObject({ directory: TEXT, id: TEXT }).optional(),
  })
  .refine(({ organizationName, individualName }) => organizationName !== undefined || individualName !== undefined, {
    error: "Invalid input: expected an organisation or a surname",
  });
const PARTIES = z.array(PARTY).min(1).optional();

const METADATA: z.ZodType<DatasetMetadataOptions> = z.strictObject({
  title: SOME_TEXT,
  abstract: SOME_TEXT,
  creators: PARTIES,
  contacts: PARTIES,
  metadataProviders: PARTIES,
  license: SOME_TEXT,
  keywordSets: z.array(z.strictObject({ keywords: TEXTS, thesaurus: SOME_TEXT })).optional(),
  methods: z
    .strictObject({
      steps: TEXTS,
      sampling: z.strictObject({ studyExtent: TEXT, samplingDescription: TEXT }).optional(),
      qualityControl: SOME_TEXT,
    })
    .optional(),
  // As xs:language has it, since eml.xml is marked with it too.
  language: TEXT.regex(/^[a-z]{2,3}(?:-[a-z\d]{1,8})*$/i).optional(),
  geographicDescription: SOME_TEXT,
  pubDate: z.iso.date().optional(),
  updatedAt: SOME_TEXT,
  rightsHolder: SOME_TEXT,
});

/**
 * A host's metadata as EML can hold it. Blank texts count as not given, since EML has no empty elements. A member that
 * holds nothing else counts so too. Not so a blank licence, which `datasetMetadata` refuses.
 *
 * @throws TypeError that lists everything which would make eml.xml invalid against GBIF's metadata profile 1.3.
 */
export function parseMetadata(options: DatasetMetadataOptions): DatasetMetadataOptions {
  // A blank licence stays: the project's, which would take its place, may grant more than the host wants to.
  const given: unknown = Object.assign({}, withoutBlanks(options), { license: options.license });
  const { success, data, error } = METADATA.safeParse(given);
  if (success) return Object.freeze(data);
  throw new TypeError(`The metadata cannot be written as EML.\n${z.prettifyError(error)}`);
}

function withoutBlanks(value: unknown): unknown {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  if (Array.isArray(value)) return value.map(withoutBlanks).filter((item) => item !== undefined);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withoutBlanks(member)] as const);
  const filled = members.filter(([, member]) => member !== undefined);
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}
