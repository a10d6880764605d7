const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
/** More references to characters than any document needs. */
export const MOST_REFERENCES = 100_000;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", apos: "'", quot: '"' };

/** A position in an XML text, and what can be read from there. */
export class XmlText {
  /** Counts the references that were met. */
  references = 0;
  readonly #text: string;
  #at = 0;
  #counted = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The line of the position, from 1. */
  line(): number {
    for (; this.#counted < this.#at; this.#counted += 1)
      if (this.#text.charCodeAt(this.#counted) === LINE_FEED) this.#line += 1;
    return this.#line;
  }

  startsWith(token: string): boolean {
    return this.#text.startsWith(token, this.#at);
  }

  /** Whether a token stands here; if so, goes past it. */
  skip(token: string): boolean {
    if (!this.startsWith(token)) return false;
    this.#at += token.length;
    return true;
  }

  /** Returns the match of a sticky pattern here, and goes past it; null where it does not match. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }

  /** The text up to a token, and goes past it; null where the token never comes or a character is forbidden. */
  until(token: string): string | null {
    const end = this.#text.indexOf(token, this.#at);
    if (end < 0) return null;
    const text = this.#text.slice(this.#at, end);
    this.#at = end + token.length;
    return FORBIDDEN.test(text) ? null : lineEnds(text);
  }

  /** The text up to a character, its references resolved; null where one is not of XML's own, or a character or `]]>` is forbidden. */
  characters(end: string, kind: "content" | "attribute" = "content"): string | null {
    const found = this.#text.indexOf(end, this.#at);
    const to = found < 0 ? this.#text.length : found;
    const raw = this.#text.slice(this.#at, to);
    this.#at = to;
    if (FORBIDDEN.test(raw) || raw.includes(kind === "attribute" ? "<" : "]]>")) return null;
    const text = lineEnds(raw);
    return this.#resolve(kind === "attribute" ? text.replace(/[\t\n]/g, " ") : text);
  }

  #resolve(text: string): string | null {
    let resolved = "";
    let done = 0;
    for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", done)) {
      const end = text.indexOf(";", at);
      const character = end < 0 || end - at > LONGEST_REFERENCE ? null : characterOf(text.slice(at + 1, end));
      this.references += 1;
      if (character === null || this.references > MOST_REFERENCES) return null;
      resolved += text.slice(done, at) + character;
      done = end + 1;
    }
    return done === 0 ? text : resolved + text.slice(done);
  }
}

const LINE_FEED = 10;
const LONGEST_REFERENCE = 32;

function lineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function characterOf(name: string): string | null {
  if (Object.hasOwn(ENTITIES, name)) return ENTITIES[name] ?? null;
  const digits = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
  if (digits === null) return null;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || code === 0) return null;
  const character = String.fromCodePoint(code);
  return FORBIDDEN.test(character) ? null : character;
}
