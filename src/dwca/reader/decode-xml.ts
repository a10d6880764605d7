import { XmlError } from "./xml-document.js";

/**
 * The text of an XML file, by its byte order mark or its declaration, else as UTF-8 (XML 1.0, appendix F).
 *
 * @throws XmlError when it is not text in that encoding, or the encoding does not exist.
 */
export function decodeXml(bytes: Buffer): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError("not_well_formed", 1);
  }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  const head = bytes.toString("latin1", 0, 256);
  const declared = /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(head)?.[1] ?? "utf-8";
  // A declaration that can be read byte by byte is in no encoding of two bytes.
  return /^utf-?16/i.test(declared) ? "utf-8" : declared;
}
