import type { TypedCell } from "../formats/typed-cell.js";

/** The most characters of a cell: "Excel specifications and limits". */
export const MOST_CHARACTERS = 32_767;

/** Characters that XML has no place for, a CR, which readers of XML make an LF, and text that would read as such an escape. */
const ESCAPED = /[\0-\x08\x0B-\x1F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const MARKUP = /[&<>]/g;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const SPECIAL = /[&<>_\0-\x08\x0B-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/;
const NEEDS_SPACE = /^\s|\s$|[\n\t]|\s\s/;

/** A text as an element `t`, with escapes `_x000D_` (ECMA-376 Part 1 §22.9.2.19). */
export function textElement(text: string): string {
  const space = NEEDS_SPACE.test(text) ? ` xml:space="preserve"` : "";
  return `<t${space}>${SPECIAL.test(text) ? escaped(text) : text}</t>`;
}

/** A text as the value of an attribute between double quotes. */
export function attributeText(text: string): string {
  return escaped(text).replaceAll('"', "&quot;");
}

function escaped(text: string): string {
  return text
    .replace(LONE_SURROGATE, "\uFFFD")
    .replace(ESCAPED, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replace(MARKUP, (character) => ENTITIES[character] ?? character);
}

/** A text no longer than a cell may be, with no half of a character at its end. */
export function cutText(text: string): string {
  const end = /[\uD800-\uDBFF]/.test(text.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
  return text.slice(0, end);
}

/** Whether a cell is a text that no cell can hold whole. */
export function isTooLong(cell: TypedCell): cell is string {
  return typeof cell === "string" && cell.length > MOST_CHARACTERS;
}
