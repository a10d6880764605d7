/** A licence under which GBIF publishes. */
export interface License {
  readonly title: string;
  /** The address of its text. */
  readonly url: string;
}

/** The licences that GBIF accepts, by the names they go under. */
const LICENSES: readonly (License & { readonly names: readonly string[] })[] = [
  {
    title: "CC0 1.0",
    url: "http://creativecommons.org/publicdomain/zero/1.0/legalcode",
    names: ["creativecommons.org/publicdomain/zero/1.0", "cc0-1.0", "cc0"],
  },
  {
    title: "CC BY 4.0",
    url: "http://creativecommons.org/licenses/by/4.0/legalcode",
    names: ["creativecommons.org/licenses/by/4.0", "cc-by-4.0"],
  },
  {
    title: "CC BY-NC 4.0",
    url: "http://creativecommons.org/licenses/by-nc/4.0/legalcode",
    names: ["creativecommons.org/licenses/by-nc/4.0", "cc-by-nc-4.0"],
  },
];

/** The titles of the licences that GBIF accepts. */
export const ACCEPTED_LICENSES: readonly string[] = LICENSES.map(({ title }) => title);

/**
 * The licence that an address or a short name means, or null when GBIF would not accept it. Case, scheme, `www.`, a trailing `/` or
 * `/legalcode`, and spaces for hyphens do not matter. A version is never guessed.
 */
export function acceptedLicense(text: string): License | null {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, "")
    .replace(/\/(?:legalcode|deed)?(?:\.[a-z]+)?$/, "")
    .replace(/[\s_]+/g, "-");
  return LICENSES.find(({ names }) => names.includes(name)) ?? null;
}
