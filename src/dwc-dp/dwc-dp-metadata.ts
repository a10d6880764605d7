import { z } from "zod";
import { contributors, PACKAGE_METADATA, type PackageMetadata, TEXT } from "../data-package/package-metadata.js";

/** A host's description of a Darwin Core Data Package. Contributors become agents of the project, too. */
export interface DwcDpMetadata extends PackageMetadata {
  /** The holder of the rights in the media. By default the project's. */
  readonly rightsHolder?: string | undefined;
  /** The funders of the data, separated by ` | `. */
  readonly fundingAttribution?: string | undefined;
}

const METADATA: z.ZodType<DwcDpMetadata> = z.strictObject({
  ...PACKAGE_METADATA,
  contributors: contributors(TEXT),
  ...{ rightsHolder: TEXT.optional(), fundingAttribution: TEXT.optional() },
});

/** @throws TypeError that lists everything which datapackage.json cannot hold. */
export function parseDwcDpMetadata(metadata: DwcDpMetadata): DwcDpMetadata {
  const { success, data, error } = METADATA.safeParse(metadata);
  if (success) return Object.freeze(data);
  throw new TypeError(`The metadata cannot be written as a Darwin Core Data Package.\n${z.prettifyError(error)}`);
}
