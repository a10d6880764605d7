/**
 * Returns the `Content-Disposition` header with which a browser saves a file under this name (RFC 6266 §4). Old readers take `filename`,
 * in printable ASCII; all others take `filename*`, in UTF-8 (RFC 8187 §3.2). Within quotes, `"`, `\` and `%` may be read in two ways, and
 * each is `_` there (RFC 6266, appendix D). A lone surrogate becomes U+FFFD.
 */
export function contentDisposition(filename: string): string {
  const wellFormed = Buffer.from(filename).toString();
  const ascii = wellFormed.replace(/[^\x20-\x7e]|["\\%]/gu, "_");
  const encoded = encodeURIComponent(wellFormed).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
