import type { XmlElement } from "./xml-document.js";

/**
 * The first child that is out of order, or the element itself where one is missing; null where all is as it should be.
 *
 * @param order - names, or alternatives as `a|b`, each with `?`, `*`, `+` or nothing behind it, as in patterns.
 */
export function firstMisplaced(element: XmlElement, order: readonly string[]): XmlElement | null {
  let at = 0;
  for (const expected of order) {
    const names = expected.replace(/[?*+]$/, "").split("|");
    const many = /[*+]$/.test(expected);
    const from = at;
    while (names.includes(element.children[at]?.name ?? "") && (many || at === from)) at += 1;
    if (at === from && !/[?*]$/.test(expected)) return element.children[at] ?? element;
  }
  return element.children[at] ?? null;
}
