// Cc: C0, DEL and C1 controls; Cs: surrogates, which match only when alone.
const UNSAFE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
/** Printable ASCII without a space at its ends: what most cells are. */
const PRINTABLE = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const CONTROLS = /\p{Cc}/gu;
const LONE_SURROGATES = /\p{Cs}/gu;

/**
 * Text as one cell of an unenclosed file. Runs of tabs and line breaks become one space. Other controls are dropped,
 * lone surrogates become U+FFFD, and the ends are trimmed. Readers would take a tab for a column's end, and a break for
 * a row's end (even NEL, LS and PS). Some delete controls, others do not.
 */
export function tsvCell(text: string): string {
  if (PRINTABLE.test(text)) return text;
  return (UNSAFE.test(text) ? repaired(text) : text).trim();
}

/**
 * Whether GBIF's reader takes a cell for an empty one: `null` or `\N`, in any case. No way of writing such a text would
 * preserve it there. So it is written as it is, for the readers that do preserve it.
 */
export function readsAsNull(cell: string): boolean {
  return (cell.length === 4 || cell.length === 2) && /^(?:null|\\n)$/i.test(cell);
}

function repaired(text: string): string {
  return text.replace(BREAKS, " ").replace(CONTROLS, "").replace(LONE_SURROGATES, "\uFFFD");
}
