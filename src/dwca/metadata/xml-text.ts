import type { create as createDocument } from "xmlbuilder2";

const REFERENCES: Readonly<Record<string, string>> = { "&": "&amp;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };

/**
 * Returns an XML 1.0 document of plain objects. Members are elements in their order, lists several elements of one
 * name, members that begin with `@` attributes, and `#` the text beside attributes. Null and undefined are left out.
 * Every text is read back as it was given, but for characters that XML 1.0 forbids: they become U+FFFD.
 */
export async function xmlText(root: object): Promise<string> {
  const { create } = await import("xmlbuilder2");
  const document = create({ version: "1.0", encoding: "UTF-8", invalidCharReplacement: "\uFFFD" });
  append(document, root);
  return `${document.end({ prettyPrint: true })}\n`;
}

/** Adds members one by one: from an object xmlbuilder2 would decode what looks like a reference. */
function append(parent: ReturnType<typeof createDocument>, content: object): void {
  for (const [name, value] of Object.entries(content) as [string, unknown][]) {
    for (const each of [value].flat()) {
      if (each === null || each === undefined) continue;
      if (name.startsWith("@")) parent.att(name.slice(1), withReferences(each, /[&\t\n\r]/g));
      else if (name === "#") parent.txt(withReferences(each, /[&\r]/g));
      else append(parent.ele(name), typeof each === "object" ? each : { "#": each });
    }
  }
}

/** xmlbuilder2 leaves an `&` alone where a reference seems to follow. So each is one before it gets there. */
function withReferences(value: unknown, special: RegExp): string {
  return String(value).replace(special, (character) => REFERENCES[character] ?? character);
}
