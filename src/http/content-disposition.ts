/** `attachment` with the name in ASCII and, for all who understand it, in UTF-8 (RFC 6266 §4.3, RFC 8187 §3.2). */
export function attachment(filename: string): string {
  const ascii = filename.replace(/[^\x20-\x7e]|["\\%]/gu, "_");
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeExtended(filename)}`;
}

/** `encodeURIComponent` leaves four characters that are no `attr-char`, and throws on lone surrogates, which a Buffer replaces. */
function encodeExtended(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString()).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
