import type { Found } from "../checks/found.js";
import type { Dialect } from "./archive-descriptor.js";
import type { XmlElement } from "./xml-document.js";

const STATED = ["encoding", "fieldsTerminatedBy", "linesTerminatedBy", "fieldsEnclosedBy"];
const MOST_HEADER_LINES = 1_000;

/**
 * Reads the attributes of a table that say how its rows are written, with the guide's defaults (Darwin Core text guide §2.3).
 *
 * @returns null when an issue was found that no reader can do with.
 */
export function parseDialect({ attributes, line }: XmlElement, file: string, found: Found): Dialect | null {
  const place = { file, line };
  if (STATED.some((name) => !attributes.has(name))) found("DIALECT_NOT_STATED", place);
  const separator = singleByte(delimiter(attributes.get("fieldsTerminatedBy") ?? ","));
  const lineEnd = delimiter(attributes.get("linesTerminatedBy") ?? "\\n");
  const enclosing = delimiter(attributes.get("fieldsEnclosedBy") ?? '"');
  const enclosure = enclosing === "" ? null : singleByte(enclosing);
  const headerLines = headerLinesOf(attributes.get("ignoreHeaderLines") ?? "0");
  const encoding = encodingOf(attributes.get("encoding") ?? "UTF-8");
  if (encoding === null) found("ENCODING_UNKNOWN", place);
  const readable = separator !== undefined && enclosure !== undefined && headerLines !== null;
  if (!readable || !["\n", "\r\n", "\r"].includes(lineEnd) || separator === enclosure) {
    found("DIALECT_UNSUPPORTED", place);
    return null;
  }
  if (encoding === null) return null;
  return {
    encoding,
    separator,
    lineEnd: lineEnd.charCodeAt(lineEnd.length - 1),
    carriageReturns: lineEnd === "\r\n",
    enclosure,
    headerLines,
  };
}

const ESCAPES: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", "\\": "\\", '"': '"', "'": "'" };

/** Delimiters are written as in programs: `\t` is a tab. */
function delimiter(text: string): string {
  return text.replace(/\\([tnr\\"'])/g, (_all, letter: string) => ESCAPES[letter] ?? letter);
}

function singleByte(text: string): number | undefined {
  const code = text.length === 1 ? text.charCodeAt(0) : 0;
  return code > 0 && code < 0x80 && code !== 10 && code !== 13 ? code : undefined;
}

function headerLinesOf(text: string): number | null {
  const lines = /^\s*\+?\d{1,9}\s*$/.test(text) ? Number(text) : -1;
  return lines >= 0 && lines <= MOST_HEADER_LINES ? lines : null;
}

function encodingOf(label: string): string | null {
  try {
    return new TextDecoder(label.trim()).encoding;
  } catch {
    return null;
  }
}
