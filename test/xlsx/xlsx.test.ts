import { expect, test } from "vitest";
import type { CsvValue } from "../../src/formats/csv.js";
import type { ColumnType } from "../../src/formats/column-type.js";
import type { TypedColumn } from "../../src/formats/typed-column.js";
import { xlsx, type XlsxOptions } from "../../src/xlsx/xlsx.js";
import { readZip } from "../dwca/read-zip.js";
import { collect } from "../support/collect.js";

interface Row {
  readonly id: number;
  readonly value: CsvValue;
}

async function* batches<Item>(...given: Item[][]): AsyncGenerator<Item[]> {
  yield* given;
}

const valueOf = (type?: ColumnType): TypedColumn<Row> => ({
  name: "value",
  ...(type === undefined ? {} : { type }),
  value: ({ value }) => value,
});
const rowsOf = (...values: CsvValue[]): Row[] => values.map((value, index) => ({ id: index + 1, value }));

async function bytesOf(rows: Row[], type?: ColumnType, options: XlsxOptions<Row> = {}): Promise<Buffer> {
  return Buffer.concat(await collect(xlsx([valueOf(type)], options).encode(batches(rows))));
}

/** The cell of the first row, as XML without its place. */
async function cellOf(value: CsvValue, type?: ColumnType): Promise<string> {
  const sheet = (await readZip(await bytesOf(rowsOf(value), type))).get("xl/worksheets/sheet1.xml") ?? "";
  return /<row r="2">(.*?)<\/row>/s.exec(sheet)?.[1]?.replace(/ r="A2"/, "") ?? "";
}

const text = (content: string, style = 1) => `<c s="${style}" t="inlineStr"><is><t>${content}</t></is></c>`;
const spaced = (content: string) => `<c s="1" t="inlineStr"><is><t xml:space="preserve">${content}</t></is></c>`;
const number = (content: string, style?: number) =>
  `<c${style === undefined ? "" : ` s="${style}"`}><v>${content}</v></c>`;

test.each<[string, ColumnType | undefined, CsvValue, string]>([
  ["a text", undefined, "Noctua & <co>", text("Noctua &amp; &lt;co&gt;")],
  ["leading zeros", undefined, "007", text("007")],
  ["a formula", undefined, "=1+1", text("=1+1", 2)],
  ["a negative number that is text", undefined, "-1", text("-1")],
  ["spaces at the ends", undefined, " a ", spaced(" a ")],
  ["a line break", undefined, "a\nb", spaced("a\nb")],
  ["a carriage return", undefined, "a\r\nb", spaced("a_x000D_\nb")],
  ["a text that looks as an escape", undefined, "_x000D_ _x000d_", text("_x005F_x000D_ _x005F_x000d_")],
  ["control characters", undefined, "a\0\u0001\u001F\uFFFE", text("a_x0000__x0001__x001F__xFFFE_")],
  ["half a character", undefined, "\uD800 \u{1F98B}", text("\uFFFD \u{1F98B}")],
  ["nothing", undefined, null, ""],
  ["an empty text", undefined, "", ""],
  ["bytes", "binary", new Uint8Array([0, 255]), text("AP8=")],
  ["a float", "float", 0.1, number("0.1")],
  ["negative zero", "float", -0, number("0")],
  ["15 digits", "int64", 123456789012345n, number("123456789012345")],
  ["16 digits", "int64", 1234567890123456n, text("1234567890123456")],
  ["a decimal", { decimal: [20, 2] }, "1.50", number("1.50")],
  ["a long decimal", { decimal: [20, 2] }, "12345678901234.56", text("12345678901234.56")],
  ["true", "boolean", true, `<c t="b"><v>1</v></c>`],
  ["a day", "date", "2023-06-18", number("45095", 3)],
  ["the first day that all programs know", "date", "1900-03-01", number("61", 3)],
  ["the day before it", "date", "1900-02-28", text("1900-02-28")],
  ["a month in a column of days", "date", "2023-06", text("2023-06")],
  ["a time", "timestamp", "2023-06-18T12:00:00", number("45095.5", 4)],
  ["a time with milliseconds", "timestamp", "2023-06-18T12:00:00.5", number("45095.500005787035", 5)],
  ["a day in a column of times", "timestamp", "2023-06-18", text("2023-06-18")],
  ["an old time", "timestamp", "1899-12-31T23:59:59", text("1899-12-31T23:59:59")],
  ["a moment", "instant", "2023-06-18T14:00:00+02:00", number("45095.5", 4)],
])("%s is a cell that keeps it", async (_, type, value, expected) => {
  expect(await cellOf(value, type)).toBe(expected);
});

test("a text that is too long is cut between two characters, and counted", async () => {
  const warnings: unknown[] = [];
  const long = `${"a".repeat(32_766)}\u{1F98B}`;
  const format = xlsx([valueOf()]);
  const onWarning = (...warning: unknown[]) => warnings.push(warning);
  const file = Buffer.concat(await collect(format.encode(batches(rowsOf("x", long)), undefined, { onWarning })));
  const sheet = (await readZip(file)).get("xl/worksheets/sheet1.xml");
  expect(sheet).toContain(`<t>${"a".repeat(32_766)}</t>`);
  expect(warnings).toEqual([["TEXT_CUT", 1, "row 2, value"]]);
  expect((await readZip(file)).get("xl/worksheets/sheet2.xml")).toContain("TEXT_CUT, 1 times");
});

test("digits that a time cannot keep are counted", async () => {
  const warnings: unknown[] = [];
  const rows = rowsOf("2023-06-18T22:42:20.123456", "2023-06-18T22:42:20.123");
  const encoded = xlsx([valueOf("timestamp")]).encode(batches(rows), undefined, {
    onWarning: (...warning) => warnings.push(warning),
  });
  await collect(encoded);
  expect(warnings).toEqual([["TIME_SIMPLIFIED", 1, "row 1, value"]]);
});

test("rows beyond a sheet begin the next one, each with its header and filter", async () => {
  const files = await readZip(await bytesOf(rowsOf("a", "b", "c"), undefined, { rowsPerSheet: 2 }));
  const first = files.get("xl/worksheets/sheet1.xml");
  const second = files.get("xl/worksheets/sheet2.xml");
  expect(first).toContain(`<autoFilter ref="A1:A3"/>`);
  expect(second).toContain(`<autoFilter ref="A1:A2"/>`);
  expect(second).toContain(">value</t>");
  expect(second).toContain(">c</t>");
  expect(files.get("xl/workbook.xml")?.match(/(?<=<sheet name=")[^"]*/g)).toEqual(["Rows", "Rows 2", "About"]);
});

test("a sheet that is exactly full begins no other", async () => {
  const files = await readZip(await bytesOf(rowsOf("a", "b"), undefined, { rowsPerSheet: 2 }));
  expect(files.get("xl/workbook.xml")?.match(/(?<=<sheet name=")[^"]*/g)).toEqual(["Rows", "About"]);
});

test("no rows make a workbook with a header", async () => {
  const files = await readZip(await bytesOf([]));
  expect(files.get("xl/worksheets/sheet1.xml")).toContain(`<autoFilter ref="A1:A1"/>`);
});

test("the same rows make the same bytes, whatever the batches", async () => {
  const rows = rowsOf("a", "b", "c");
  const format = xlsx([valueOf()]);
  const apart = Buffer.concat(await collect(format.encode(batches(...rows.map((row) => [row])))));
  expect(apart).toEqual(await bytesOf(rows));
});

test("the last sheet tells about the file, with the newest change in place of a time", async () => {
  const format = xlsx([{ ...valueOf("float"), term: "dwc:organismQuantity", unit: "g" }], {
    about: { license: "CC0-1.0" },
    changedAt: ({ id }) => (id === 1 ? "2023-06-18T02:00:00+02:00" : "2023-06-18T01:00:00"),
  });
  const about = format.withAbout?.({
    texts: { title: "Moths", license: "CC-BY-4.0", citation: "Ada: Moths" },
    filters: { date_start: "2023-06-01", ids: [1, 2] },
    warnings: () => [{ code: "NON_FINITE_NUMBER", count: 3, sample: "row 2, value" }],
  });
  const encoded = about?.encode(batches(rowsOf(1, 2)));
  if (encoded === undefined) throw new TypeError("The format has no place for facts.");
  const files = await readZip(Buffer.concat(await collect(encoded)));
  const lines = [...(files.get("xl/worksheets/sheet2.xml") ?? "").matchAll(/<row .*?<\/row>/g)].map(([row]) =>
    [...row.matchAll(/<t[^>]*>(.*?)<\/t>/g)].map(([, cell]) => cell),
  );
  expect(lines).toEqual([
    ["Title", "Moths"],
    ["Licence", "CC0-1.0"],
    ["Citation", "Ada: Moths"],
    ["Rows", "2"],
    ["Newest change", "2023-06-18T01:00:00"],
    ["Filter", "date_start", "2023-06-01"],
    ["Filter", "ids", "[1,2]"],
    ["Warning", expect.stringContaining("not finite"), "NON_FINITE_NUMBER, 3 times", "row 2, value"],
    ["Column", "value", "dwc:organismQuantity", "g"],
  ]);
});

test("an iteration that is left early ends the reading of rows", async () => {
  let ended = false;
  async function* endless(): AsyncGenerator<Row[]> {
    try {
      for (;;) yield rowsOf("a".repeat(10_000), "b".repeat(10_000));
    } finally {
      ended = true;
    }
  }
  for await (const _ of xlsx([valueOf()]).encode(endless())) break;
  expect(ended).toBe(true);
});

test("an error of the rows' source is thrown", async () => {
  const lost = new Error("The database is gone.");
  async function* failing(): AsyncGenerator<Row[]> {
    yield rowsOf("a");
    throw lost;
  }
  await expect(collect(xlsx([valueOf()]).encode(failing()))).rejects.toBe(lost);
});

test.each<[string, () => unknown]>([
  ["no column", () => xlsx([])],
  [
    "too many columns",
    () => xlsx(Array.from({ length: 16_385 }, (_, index) => ({ name: `${index}`, value: () => 1 }))),
  ],
  ["more rows than a sheet has", () => xlsx([valueOf()], { rowsPerSheet: 1_048_576 })],
  ["a name that no sheet may have", () => xlsx([valueOf()], { sheetName: "a/b" })],
  ["the name of the other sheet", () => xlsx([valueOf()], { sheetName: "about" })],
])("a format with %s is refused when it is made", (_, make) => {
  expect(make).toThrow(TypeError);
});
