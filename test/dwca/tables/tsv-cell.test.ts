import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalText } from "../../../src/values/decimal-text.js";
import { readsAsNull, tsvCell } from "../../../src/dwca/tables/tsv-cell.js";

const ANY_TEXT = fc.string({ unit: "binary", maxLength: 40 });
const HOSTILE = fc.string({
  unit: fc.constantFrom("\t", "\n", "\r", "\v", "\f", "\u0085", "\u2028", "\0", "\ud800", "a", " ", '"', "\u{1F98B}"),
  maxLength: 20,
});

test.each([
  ["a\tb", "a b"],
  ["a\r\nb", "a b"],
  ["a\u0085\u2028\u2029\v\fb", "a b"],
  ["a\u0000\u0007\u009fb", "ab"],
  ["\ud800x\udc00", "\uFFFDx\uFFFD"],
  ["\u{1F98B}", "\u{1F98B}"],
  ["  \uFEFFa b \n", "a b"],
  ['"quoted" & <b>', '"quoted" & <b>'],
])("%j is written as %j", (text, cell) => expect(tsvCell(text)).toBe(cell));

test("any text becomes one cell of one line, and stays as it is when written again", () => {
  fc.assert(
    fc.property(fc.oneof(ANY_TEXT, HOSTILE), (text) => {
      const cell = tsvCell(text);
      const line = Buffer.from(`before\t${cell}\tafter\n`).toString("utf8");
      expect(line.split(/[\n\v\f\r\u0085\u2028\u2029]/)).toHaveLength(2);
      expect(line.slice(0, -1).split("\t")).toEqual(["before", cell, "after"]);
      expect(tsvCell(cell)).toBe(cell);
    }),
  );
});

test("text without controls, lone surrogates and outer spaces is left alone", () => {
  const clean = fc
    .string({ unit: "grapheme", maxLength: 40 })
    .filter((text) => !/[\p{Cc}\u2028\u2029]|^\s|\s$/u.test(text));
  fc.assert(fc.property(clean, (text) => void expect(tsvCell(text)).toBe(text)));
});

test("texts that GBIF's reader takes for nothing are known", () => {
  expect(["NULL", "null", "Null", "\\N", "\\n"].every(readsAsNull)).toBe(true);
  expect(["", "nul", "Nullo", "N", "/N"].some(readsAsNull)).toBe(false);
});

test("a number has no exponent and reads back as itself", () => {
  expect([1e-7, -1.25e-9, 1e21, 0.1 + 0.2, -0, 12].map(decimalText)).toEqual([
    "0.0000001",
    "-0.00000000125",
    "1000000000000000000000",
    "0.30000000000000004",
    "0",
    "12",
  ]);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(decimalText(value)).toMatch(/^-?\d+(?:\.\d+)?$/);
      expect(Number(decimalText(value)) === value).toBe(true);
    }),
  );
});
