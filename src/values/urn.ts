/**
 * Makes an identifier `urn:<namespace>:<kind>:<id>…` of ids that may be any text: what a URN cannot hold is percent-encoded (RFC 8141 §2):
 * `urn("meadow", "taxon", "Noctua pronuba")` is `urn:meadow:taxon:Noctua%20pronuba`.
 *
 * @example field("dwc:eventID", ({ visit }) => urn("meadow", "visit", visit)),
 */
export function urn(namespace: string, kind: string, ...ids: readonly (number | string)[]): string {
  return ["urn", ...[namespace, kind, ...ids].map((part) => encodeURIComponent(part))].join(":");
}
