import { expect, test } from "vitest";
import type { DwcValue } from "../../../src/dwca/tables/dwc-field.js";
import { createDwcTable } from "../../../src/dwca/tables/dwc-table.js";
import { NAMESPACES } from "../../../src/values/namespaces.js";
import { createTsvEncoder } from "../../../src/dwca/tables/tsv-encoder.js";

const { dwc } = NAMESPACES;

interface Row {
  readonly id: DwcValue;
  readonly locality?: () => DwcValue;
}

const TABLE = createDwcTable<Row>({
  file: "event.txt",
  rowType: `${dwc}Event`,
  id: `${dwc}eventID`,
  fields: [
    { term: `${dwc}locality`, value: ({ locality }) => locality?.() },
    { term: `${dwc}eventID`, value: ({ id }) => id },
  ],
});

function encoder() {
  const warnings: unknown[][] = [];
  return {
    ...wrap(createTsvEncoder(TABLE, { context: undefined, warn: (...warning) => warnings.push(warning) })),
    warnings,
  };
}

function wrap(tsv: ReturnType<typeof createTsvEncoder<Row, undefined>>) {
  return { header: tsv.header, encode: (row: Row) => tsv.encode(row, 7) };
}

test("a row is its cells and its id, wherever the id's column stands", () => {
  const { header, encode, warnings } = encoder();
  expect(header).toBe("locality\teventID\n");
  expect(encode({ id: "urn:a:1", locality: () => "Barro Colorado" })).toEqual({
    id: "urn:a:1",
    texts: ["Barro Colorado", "urn:a:1"],
    line: "Barro Colorado\turn:a:1\n",
  });
  expect(encode({ id: 12, locality: () => 1e-7 }).line).toBe("0.0000001\t12\n");
  expect(encode({ id: 12, locality: () => Buffer.from([0, 255]) }).line).toBe("AP8=\t12\n");
  expect(encode({ id: "x", locality: () => false }).line).toBe("false\tx\n");
  expect([encode({ id: "x", locality: () => null }).line, encode({ id: "x" }).line]).toEqual(["\tx\n", "\tx\n"]);
  expect(warnings).toEqual([]);
});

test("a text that had to change, or that reads as null, is reported by its place and never by its value", () => {
  const { encode, warnings } = encoder();
  expect(encode({ id: "x", locality: () => "a\tb" }).line).toBe("a b\tx\n");
  expect(encode({ id: "x", locality: () => "Null" }).line).toBe("Null\tx\n");
  expect(warnings).toEqual([
    ["TEXT_REPAIRED", 1, "event.txt, 7, locality"],
    ["READS_AS_NULL", 1, "event.txt, 7, locality"],
  ]);
});

test.each(["", null, undefined, " x", "x ", "é", "a\tb", "null", "\\N", "\u{1F98B}"])("the id %j is an error", (id) => {
  const details = [{ path: ["event.txt", 7, "eventID"], code: "invalid_id" }];
  expect(() => encoder().encode({ id })).toThrow(
    expect.objectContaining({ code: "ROW_ENCODING", details: [expect.objectContaining(details[0])] }),
  );
});

test("a field that throws, or gives what no cell can hold, is an error that names row and column", () => {
  const broken = new TypeError("broken");
  const failing = () =>
    encoder().encode({
      id: "x",
      locality: () => {
        throw broken;
      },
    });
  expect(failing).toThrow(
    expect.objectContaining({
      code: "ROW_ENCODING",
      cause: broken,
      details: [expect.objectContaining({ code: "unreadable", path: ["event.txt", 7, "locality"] })],
    }),
  );
  expect(() => encoder().encode({ id: "x", locality: () => Number.NaN })).toThrow(
    expect.objectContaining({ code: "ROW_ENCODING" }),
  );
});
