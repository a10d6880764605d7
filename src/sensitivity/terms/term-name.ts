import { NAMESPACES } from "../../values/namespaces.js";

/** A term as its prefixed name, such as `dwc:eventID`, whether it was written so or as an IRI; a term of another namespace as it is. */
export function termName(term: string | undefined): string {
  const iri = (term ?? "").replace(/^https:/i, "http:");
  const known = Object.entries(NAMESPACES).find(([, namespace]) => iri.startsWith(namespace));
  return known === undefined ? iri : `${known[0]}:${iri.slice(known[1].length)}`;
}
