import { expect, test } from "vitest";
import { xmlText } from "../../../src/dwca/metadata/xml-text.js";
import { parseXml } from "../../../src/dwca/reader/parse-xml.js";

test.each([
  "R&D; yard",
  "&lt;b&gt;",
  "&amp;",
  "&amp;amp;",
  "&#38;",
  "&#x26;#x26;",
  "Smith & sons",
  "a < b > c",
  `"both" 'quotes'`,
  "]]>",
  "<!-- no comment -->",
  "fish &chips; &",
  "two\nlines\tand a\rreturn",
])("a text and an attribute are read back as they were given: %s", async (text) => {
  const root = parseXml(await xmlText({ place: { "@name": text, description: text, list: [text, text] } }));
  expect(root.attributes.get("name")).toBe(text);
  expect(root.children.map(({ name, text: read }) => [name, read])).toEqual([
    ["description", text],
    ["list", text],
    ["list", text],
  ]);
});

test("characters that XML forbids become U+FFFD", async () => {
  const root = parseXml(await xmlText({ place: { "@name": "a\u0000b", description: "a\uD800\uFFFEb" } }));
  expect([root.attributes.get("name"), root.children[0]?.text]).toEqual(["a\uFFFDb", "a\uFFFD\uFFFDb"]);
});
