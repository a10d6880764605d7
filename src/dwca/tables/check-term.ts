import { VOCABULARIES } from "./terms.js";
import { NAMESPACES } from "../../values/namespaces.js";

const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;

/**
 * Refuses a term that no reader would know: a term that is not an IRI, or that its listed namespace does not have.
 * Terms of other namespaces pass, since anybody may define one (Darwin Core text guide §2.4).
 *
 * @throws TypeError with the term that was probably meant.
 */
export function checkTerm(term: string, kind: "properties" | "classes"): void {
  if (!IRI.test(term))
    throw new TypeError(`"${term}" is no term. Write a prefixed name such as "dwc:eventDate", or an IRI.`);
  const iri = term.replace(/^https:/i, "http:");
  const vocabulary = VOCABULARIES.find(
    ({ namespace }) => iri.startsWith(namespace) && !iri.slice(namespace.length).includes("/"),
  );
  if (vocabulary === undefined || (vocabulary[kind].has(term.slice(vocabulary.namespace.length)) && iri === term))
    return;
  const near = nearest(localName(iri), vocabulary[kind]);
  const what = kind === "classes" ? "row type" : "term";
  throw new TypeError(`There is no ${what} "${term}".${perhaps(near && prefixed(vocabulary.namespace, near))}`);
}

/** A term as people write it: `dwc:eventDate`. */
function prefixed(namespace: string, name: string): string {
  const prefix = Object.entries(NAMESPACES).find(([, iri]) => iri === namespace)?.[0];
  return prefix === undefined ? namespace + name : `${prefix}:${name}`;
}

/** Returns the part of a term after its last `/` or `#`: the name of its column. */
export function localName(term: string): string {
  return term.slice(Math.max(term.lastIndexOf("/"), term.lastIndexOf("#")) + 1);
}

/**
 * Returns the IRI of a term: a prefixed name such as `dwc:eventDate` written out, an IRI as it is.
 *
 * @throws TypeError for an unknown prefix, with the one that was probably meant.
 */
export function expandTerm(term: string): string {
  const [, prefix = "", name = ""] = /^(\w+):(\w+)$/.exec(term) ?? [];
  if (name === "") return term;
  const namespace = Object.entries(NAMESPACES).find(([known]) => known === prefix)?.[1];
  if (namespace !== undefined) return namespace + name;
  const known = Object.keys(NAMESPACES);
  throw new TypeError(
    `The term "${term}" has an unknown prefix.${perhaps(nearest(prefix, known))} Known prefixes: ${known.join(", ")}.`,
  );
}

/** Row types that people know by name alone, and the term that identifies a row where the type can be a core. */
const ROW_TYPES: Readonly<Record<string, { readonly iri: string; readonly id?: string }>> = {
  Event: { iri: `${NAMESPACES.dwc}Event`, id: `${NAMESPACES.dwc}eventID` },
  Occurrence: { iri: `${NAMESPACES.dwc}Occurrence`, id: `${NAMESPACES.dwc}occurrenceID` },
  Taxon: { iri: `${NAMESPACES.dwc}Taxon`, id: `${NAMESPACES.dwc}taxonID` },
  MeasurementOrFact: { iri: `${NAMESPACES.dwc}MeasurementOrFact` },
  ExtendedMeasurementOrFact: { iri: `${NAMESPACES.obis}ExtendedMeasurementOrFact` },
  Multimedia: { iri: `${NAMESPACES.gbif}Multimedia` },
  HumboldtEcologicalInventory: { iri: `${NAMESPACES.eco}Event` },
};

/**
 * Returns the IRI of a row type: `Event` and other names alone, prefixed names, or the IRI.
 *
 * @throws TypeError for an unknown name or prefix, with the one that was probably meant.
 */
export function expandRowType(rowType: string): string {
  const known = Object.hasOwn(ROW_TYPES, rowType) ? ROW_TYPES[rowType] : undefined;
  if (known !== undefined) return known.iri;
  if (rowType.includes(":")) return expandTerm(rowType);
  const names = Object.keys(ROW_TYPES);
  const message = `There is no row type "${rowType}".${perhaps(nearest(rowType, names))}`;
  throw new TypeError(`${message} Names alone: ${names.join(", ")}. Write others with a prefix, or as an IRI.`);
}

/** The term that identifies the rows of a core of this type; undefined for types that are no core. */
export function coreIdTerm(rowTypeIri: string): string | undefined {
  return Object.values(ROW_TYPES).find(({ iri }) => iri === rowTypeIri)?.id;
}

/** The known name that a misspelt one is closest to, at most two letters away; letter case does not count. */
function nearest(written: string, known: Iterable<string>): string | undefined {
  const distances = [...known].map((name) => ({
    name,
    distance: editDistance(written.toLowerCase(), name.toLowerCase()),
  }));
  return distances.filter(({ distance }) => distance <= 2).sort((a, b) => a.distance - b.distance)[0]?.name;
}

/** Counts the letters that must be added, removed or replaced to make one text of another (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 0; at < to.length; at += 1) {
      const replaced = (row[at] ?? 0) + (letter === to[at] ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

function perhaps(name: string | undefined): string {
  return name === undefined ? "" : ` Perhaps "${name}"?`;
}
