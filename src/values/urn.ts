/**
 * Makes an identifier `urn:<namespace>:<kind>:<id>…` of ids that may be any text: what a URN cannot hold is percent-encoded (RFC 8141 §2):
 * `urn("meadow", "taxon", "Noctua pronuba")` is `urn:meadow:taxon:Noctua%20pronuba`.
 *
 * @example field("dwc:eventID", ({ visit }) => urn("meadow", "visit", visit)),
 */
export function urn(namespace: string, kind: string, ...ids: readonly (number | string)[]): string {
  let text = `urn:${encoded(namespace)}:${encoded(kind)}`;
  for (const id of ids) text += `:${encoded(id)}`;
  return text;
}

function encoded(part: number | string): string {
  return typeof part === "string" && !/^\w*$/.test(part) ? encodeURIComponent(part) : `${part}`;
}
