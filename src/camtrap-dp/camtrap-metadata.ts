import { z } from "zod";
import {
  contributors,
  PACKAGE_METADATA,
  type PackageContributor,
  type PackageMetadata,
  TEXT,
} from "../data-package/package-metadata.js";

/** A person or organisation that made a package, or holds rights in it. */
export interface CamtrapContributor extends PackageContributor {
  readonly role?: "contact" | "principalInvestigator" | "rightsHolder" | "publisher" | "contributor" | undefined;
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
export interface CamtrapMetadata extends PackageMetadata {
  readonly project: CamtrapProject;
  readonly references?: readonly string[] | undefined;
  readonly contributors?: readonly CamtrapContributor[] | undefined;
}

const SOME = TEXT.optional();

const METADATA: z.ZodType<CamtrapMetadata> = z.strictObject({
  ...PACKAGE_METADATA,
  project: z.strictObject({
    samplingDesign: z.enum([
      ...(["simpleRandom", "systematicRandom", "clusteredRandom"] as const),
      ...(["experimental", "targeted", "opportunistic"] as const),
    ]),
    captureMethod: z.array(z.enum(["activityDetection", "timeLapse"])).min(1),
    ...{ id: SOME, title: SOME, acronym: SOME, description: SOME, path: z.url().optional() },
    individualAnimals: z.boolean().optional(),
  }),
  references: z.array(TEXT).optional(),
  contributors: contributors(z.enum(["contact", "principalInvestigator", "rightsHolder", "publisher", "contributor"])),
});

/** @throws TypeError that lists everything which datapackage.json cannot hold. */
export function parseCamtrapMetadata(metadata: CamtrapMetadata): CamtrapMetadata {
  const { success, data, error } = METADATA.safeParse(metadata);
  if (success) return Object.freeze(data);
  throw new TypeError(`The metadata cannot be written as a Camtrap DP.\n${z.prettifyError(error)}`);
}
