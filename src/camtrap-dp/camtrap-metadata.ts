import { z } from "zod";

/** A person or organisation that made a package, or holds rights in it. */
export interface CamtrapContributor {
  readonly title: string;
  readonly email?: string | undefined;
  /** An address: of a home page, an ORCID. */
  readonly path?: string | undefined;
  readonly role?: "contact" | "principalInvestigator" | "rightsHolder" | "publisher" | "contributor" | undefined;
  readonly organization?: string | undefined;
}

/** The project of which a package holds the data. */
export interface CamtrapProject {
  /** The way in which the places were chosen. */
  readonly samplingDesign:
    "simpleRandom" | "systematicRandom" | "clusteredRandom" | "experimental" | "targeted" | "opportunistic";
  /** The causes for which the cameras took pictures. */
  readonly captureMethod: readonly ("activityDetection" | "timeLapse")[];
  readonly id?: string | undefined;
  /** By default the title of the package. */
  readonly title?: string | undefined;
  readonly acronym?: string | undefined;
  readonly description?: string | undefined;
  readonly path?: string | undefined;
  /** Whether animals were told apart; by default false. */
  readonly individualAnimals?: boolean | undefined;
}

/** A host's description of a package. Exporters of occurrences take what it leaves out from the project, as far as it is there. */
export interface CamtrapMetadata {
  readonly project: CamtrapProject;
  /** By default the project's name. */
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  /** The name in addresses: `[a-z0-9._-]`. By default made of the title. */
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly keywords?: readonly string[] | undefined;
  readonly homepage?: string | undefined;
  readonly bibliographicCitation?: string | undefined;
  readonly sources?:
    | readonly { readonly title: string; readonly path?: string | undefined; readonly version?: string | undefined }[]
    | undefined;
  readonly references?: readonly string[] | undefined;
  /** By default the project's rights holder, else its owner. */
  readonly contributors?: readonly CamtrapContributor[] | undefined;
  /** Of the data: an address or a short name such as `CC0-1.0`. By default the project's. */
  readonly license?: string | undefined;
  /** Of the media. No project says it, so there is no default. */
  readonly mediaLicense?: string | undefined;
  /** The time at which the data last changed, as ISO 8601 text. By default the newest change among the rows, where they have one. */
  readonly updatedAt?: string | undefined;
}

const TEXT = z.string().trim().min(1);
const SOME = TEXT.optional();

const METADATA: z.ZodType<CamtrapMetadata> = z.strictObject({
  project: z.strictObject({
    samplingDesign: z.enum([
      ...(["simpleRandom", "systematicRandom", "clusteredRandom"] as const),
      ...(["experimental", "targeted", "opportunistic"] as const),
    ]),
    captureMethod: z.array(z.enum(["activityDetection", "timeLapse"])).min(1),
    ...{ id: SOME, title: SOME, acronym: SOME, description: SOME, path: z.url().optional() },
    individualAnimals: z.boolean().optional(),
  }),
  ...{ title: SOME, description: SOME, version: SOME, bibliographicCitation: SOME },
  name: z
    .string()
    .regex(/^[-a-z0-9._/]+$/)
    .optional(),
  keywords: z.array(TEXT).min(1).optional(),
  homepage: z.url().optional(),
  sources: z
    .array(z.strictObject({ title: TEXT, path: SOME, version: SOME }))
    .min(1)
    .optional(),
  references: z.array(TEXT).optional(),
  contributors: z
    .array(
      z.strictObject({
        ...{ title: TEXT, email: z.email().optional(), path: z.url().optional(), organization: SOME },
        role: z.enum(["contact", "principalInvestigator", "rightsHolder", "publisher", "contributor"]).optional(),
      }),
    )
    .min(1)
    .optional(),
  ...{ license: z.string().optional(), mediaLicense: z.string().optional(), updatedAt: SOME },
});

/** @throws TypeError that lists everything which datapackage.json cannot hold. */
export function parseCamtrapMetadata(metadata: CamtrapMetadata): CamtrapMetadata {
  const { success, data, error } = METADATA.safeParse(metadata);
  if (success) return Object.freeze(data);
  throw new TypeError(`The metadata cannot be written as a Camtrap DP.\n${z.prettifyError(error)}`);
}
