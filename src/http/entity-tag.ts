import { createHash } from "node:crypto";

/** The weak tag of a representation (RFC 9110 §8.8.1); that of an export begins with its version: `W/"3-Xq…"`. */
export function weakTag(representation: string, version?: number): string {
  const hash = createHash("sha256").update(representation).digest("base64url").slice(0, 22);
  return version === undefined ? `W/"${hash}"` : `W/"${version}-${hash}"`;
}

/** Whether the client already has what the tag names (RFC 9110 §13.1.2). */
export function isKnown(headers: Headers, tag: string): boolean {
  const known = headers.get("if-none-match");
  if (known === null) return false;
  return known.trim() === "*" || known.split(",").some((one) => opaque(one) === opaque(tag));
}

/**
 * The version that `If-Match` insists on: `"3"`, or the tag of a representation. Only the version is compared: progress changes the
 * representation of a running export without anybody having changed the export. What is no such tag matches no version.
 */
export function wantedVersion(headers: Headers): { readonly version?: number } {
  const wanted = headers.get("if-match")?.trim();
  if (wanted === undefined || wanted === "*") return {};
  const version = /^(?:W\/)?"(\d{1,15})(?:-[\w-]+)?"$/.exec(wanted)?.[1];
  return { version: version === undefined ? -1 : Number(version) };
}

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, "");
}
