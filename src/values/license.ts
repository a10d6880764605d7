/** A licence under which GBIF publishes. */
export interface License {
  readonly title: string;
  /** The address of its text. */
  readonly url: string;
}

/**
 * The licences that GBIF accepts, by what is left of their names and addresses. ODC's stand for CC0 and CC BY there, and keep their own
 * names here.
 */
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
  {
    title: "ODC PDDL 1.0",
    url: "http://opendatacommons.org/licenses/pddl/1.0",
    names: ["opendatacommons.org/licenses/pddl/1.0", "odc-pddl-1.0", "pddl-1.0"],
  },
  {
    title: "ODC BY 1.0",
    url: "http://opendatacommons.org/licenses/by/1.0",
    names: ["opendatacommons.org/licenses/by/1.0", "odc-by-1.0"],
  },
];

/** The titles of the licences that GBIF's own terms name. */
export const ACCEPTED_LICENSES: readonly string[] = LICENSES.slice(0, 3).map(({ title }) => title);

/**
 * The licence that an address or a name means, or null when GBIF would not accept it. Case, scheme, `www.`, what stands behind the version of
 * an address (`/legalcode`, `/deed.en`), and spaces or `_` for hyphens do not matter. Names in words are those that GBIF itself writes:
 * `Creative Commons Attribution (CC-BY) 4.0 License`. A version is never guessed.
 *
 * @example license: acceptedLicense("CC BY 4.0"), // null for a licence that GBIF does not accept
 */
export function acceptedLicense(text: string): License | null {
  const name = text.trim().toLowerCase();
  const key = /^(?:https?:\/\/)?(?:www\.)?[a-z]+\.org\//.test(name) ? addressKey(name) : nameKey(name);
  return LICENSES.find(({ names }) => names.includes(key)) ?? null;
}

function addressKey(address: string): string {
  return address
    .replace(/^(?:https?:\/\/)?(?:www\.)?/, "")
    .replace(/[?#].*$/, "")
    .replace(/\/(?:(?:legalcode|deed)(?:\.[a-z-]+)?\/?)?$/, "");
}

const IN_WORDS: Readonly<Record<string, string>> = {
  "public domain": "cc0",
  "creative commons attribution": "cc-by",
  "creative commons attribution non commercial": "cc-by-nc",
};

/** `Public Domain (CC0 1.0)` is `cc0-1.0`; words and the short name in parentheses must agree. */
function nameKey(name: string): string {
  const plain = (text: string): string => text.trim().replace(/[\s_-]+/g, "-");
  const [, words = "", short = "", version = ""] =
    /^([a-z -]+)\(([^)]+)\)(?: ([\d.]+))?(?: licen[cs]e)?$/.exec(name) ?? [];
  if (short === "") return plain(name).replace(/-(\d)-(\d)$/, "-$1.$2");
  const known = IN_WORDS[words.replace(/-/g, " ").trim()];
  const key = plain(`${short} ${version}`);
  return known !== undefined && key.replace(/-[\d.]+$/, "") === known ? key : name;
}

// cspell:ignore licen
