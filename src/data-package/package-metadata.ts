import { z } from "zod";

/** A person or organisation that made a package, or holds rights in it. */
export interface PackageContributor {
  readonly title: string;
  readonly email?: string | undefined;
  /** An address: of a home page, an ORCID. */
  readonly path?: string | undefined;
  readonly role?: string | undefined;
  readonly organization?: string | undefined;
}

/** A host's description of a package. Exporters of occurrences take what it leaves out from the project, as far as it is there. */
export interface PackageMetadata {
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
  /** By default the project's rights holder, else its owner. */
  readonly contributors?: readonly PackageContributor[] | undefined;
  /** Of the data: an address or a short name such as `CC0-1.0`. By default the project's. */
  readonly license?: string | undefined;
  /** Of the media. No project says it, so there is no default. */
  readonly mediaLicense?: string | undefined;
  /** The time at which the data last changed, as ISO 8601 text. By default the newest change among the rows, where they have one. */
  readonly updatedAt?: string | undefined;
}

/** A text that says something. */
export const TEXT = z.string().trim().min(1);
const SOME = TEXT.optional();

/** The rules of contributors, of which there is one at least. */
export function contributors<Role extends string>(role: z.ZodType<Role>) {
  const contributor = z.strictObject({
    ...{ title: TEXT, email: z.email().optional(), path: z.url().optional(), organization: SOME },
    role: role.optional(),
  });
  return z.array(contributor).min(1).optional();
}

/** The rules of the members that descriptions of all packages have. */
export const PACKAGE_METADATA = {
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
  ...{ license: z.string().optional(), mediaLicense: z.string().optional(), updatedAt: SOME },
};
