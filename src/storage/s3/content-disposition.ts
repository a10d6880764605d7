/**
 * The header that has a browser save a file under this name (RFC 6266 §4): `filename` in printable ASCII for old readers, `filename*`
 * in UTF-8 (RFC 8187 §3.2) for all others. What may be read in two ways within quotes, `"`, `\` and `%`, is `_` there (RFC 6266,
 * appendix D).
 */
export function contentDisposition(filename: string): string {
  const wellFormed = Buffer.from(filename).toString();
  const ascii = wellFormed.replace(/[^\x20-\x7e]|["\\%]/gu, "_");
  const encoded = encodeURIComponent(wellFormed).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
