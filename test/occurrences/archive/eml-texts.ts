import type { XmlElement } from "../../../src/dwca/reader/xml-document.js";

/** The texts of a document by the names of their elements, in the order of the document. */
export function textsOf(root: XmlElement): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  const add = ({ name, text, children }: XmlElement): void => {
    if (children.length === 0) texts.set(name, [...(texts.get(name) ?? []), text]);
    children.forEach(add);
  };
  add(root);
  return texts;
}
