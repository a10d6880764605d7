import { VOCABULARIES } from "./terms.js";

const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;

/**
 * Refuses a term that no reader would know: one that is not an IRI, or one that its namespace, where it is a listed one, does not
 * have. Terms of other namespaces pass, since anybody may define one (Darwin Core text guide §2.4).
 *
 * @throws TypeError with the term that was probably meant.
 */
export function checkTerm(term: string, kind: "properties" | "classes"): void {
  if (!IRI.test(term)) throw new TypeError(`A Darwin Core term must be an IRI, not "${term}".`);
  const iri = term.replace(/^https:/i, "http:");
  const vocabulary = VOCABULARIES.find(({ namespace }) => iri.startsWith(namespace) && !iri.slice(namespace.length).includes("/"));
  if (vocabulary === undefined || vocabulary[kind].has(term.slice(vocabulary.namespace.length)) && iri === term) return;
  const wanted = localName(iri).toLowerCase();
  const near = [...vocabulary[kind]].find((name) => name.toLowerCase() === wanted);
  throw new TypeError(`There is no term "${term}".${near === undefined ? "" : ` Perhaps "${vocabulary.namespace}${near}"?`}`);
}

/** What follows the last `/` or `#` of a term: the name of its column. */
export function localName(term: string): string {
  return term.slice(Math.max(term.lastIndexOf("/"), term.lastIndexOf("#")) + 1);
}
