/** The most words between two full stops, colons or semicolons. A list of errors is separated by semicolons. */
const MOST_WORDS = 25;

/** Names in code, one or several in a row. */
const CODE = /`[^`]*`(?:(?:,| and| or) `[^`]*`)*/g;

/** The parts of sentences that have more words, each on one line. Blocks of code and rows of tables are left out; names in a row are one word. */
export function longParts(text: string): string[] {
  const parts = text
    .replaceAll(/^\|.*$/gm, "\n")
    .replaceAll(/```[\s\S]*?```|<!--[\s\S]*?-->/g, "\n\n")
    .replaceAll(CODE, "code")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .split(/(?<=[.!?;:])\s+|\n\s*\n|\n(?=\s*(?:- |\d+\. |[@#]))/);
  return parts
    .map((part) => part.trim().split(/\s+/).join(" "))
    .filter((part) => !part.startsWith("@example"))
    .filter((part) => part.split(" ").filter((word) => /\w/.test(word)).length > MOST_WORDS);
}
