/**
 * Makes an identifier `urn:<namespace>:<kind>:<id>…` of ids that may be any text: what a URN cannot hold is percent-encoded (RFC 8141 §2).
 *
 * @example urn("my-survey", "taxon", "Noctua pronuba"); // "urn:my-survey:taxon:Noctua%20pronuba"
 */
export function urn(namespace: string, kind: string, ...ids: readonly (number | string)[]): string {
  return ["urn", ...[namespace, kind, ...ids].map((part) => encodeURIComponent(part))].join(":");
}
