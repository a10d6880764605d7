import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { csv, type CsvValue } from "../../src/formats/csv.js";
import type { TypedColumn } from "../../src/formats/typed-column.js";
import { createXlsxExporter } from "../../src/occurrences/xlsx/create-xlsx-exporter.js";
import { createCsvExporter } from "../../src/occurrences/tables/create-csv-exporter.js";
import { occurrenceTypedColumns } from "../../src/occurrences/tables/occurrence-typed-columns.js";
import { zip, type ZipEntry } from "../../src/packages/zip.js";
import { createMemoryOccurrenceSource } from "../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { testExporter } from "../../src/testing/test-exporter/test-exporter.js";
import { xlsx } from "../../src/xlsx/xlsx.js";
import { readZip } from "../dwca/read-zip.js";
import { absent } from "../support/absent.js";
import { collect } from "../support/collect.js";
import { findProgram } from "../support/find-program.js";
import { generatedSource } from "../support/generated-source.js";
import { differences, PYTHON, readWorkbook } from "./workbook-differences.js";

interface Row {
  readonly id: number;
  readonly text: string;
  readonly number: CsvValue;
  readonly day: string;
  readonly time: string;
}

const COLUMNS: readonly TypedColumn<Row>[] = [
  { name: "id", type: "int64", value: ({ id }) => id },
  { name: "text", value: ({ text }) => text },
  { name: "number", type: "float", value: ({ number }) => number },
  { name: "digits", type: "int64", value: ({ id }) => 10n ** 14n * BigInt(id) + 1n },
  { name: "day", type: "date", value: ({ day }) => day },
  { name: "time", type: "timestamp", value: ({ time }) => time },
  { name: "odd", type: "boolean", value: ({ id }) => id % 2 === 1 },
];

const TEXTS = [
  ...["=1+1", "+1", "-1", "@SUM(A1)", "007", "1e5", "2023-06-18", "TRUE", "12345678901234567890"],
  ...[" a ", "a\nb", "a\tb", "a\r\nb", "_x000D_", "\u0001", "<&>\"'", "\u{1F98B}", "'quoted", "", "#REF!"],
];
const NUMBERS = [0.1, 1e-7, 1e21, -0.5, 3, 2 ** 53, 5e-324, 0.30000000000000004];
const DAYS = ["1900-02-28", "1900-03-01", "2023-06-18", "1582-10-15", "9999-12-31", "2024-02-29"];
const TIMES = ["2023-06-18T22:42:20", "2023-06-18T22:42:20.001", "1899-12-31T00:00:01", "2023-12-31T23:59:59.999"];

const ROWS: readonly Row[] = TEXTS.map((text, index) => ({
  id: index + 1,
  text,
  number: NUMBERS[index % NUMBERS.length],
  day: DAYS[index % DAYS.length] ?? "",
  time: TIMES[index % TIMES.length] ?? "",
}));

async function* inBatches(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

const workbook = async (rowsPerSheet?: number) =>
  Buffer.concat(await collect(xlsx(COLUMNS, { rowsPerSheet }).encode(inBatches(ROWS))));

/** The lines of a CSV file of the same rows, its header first. */
async function csvRecords(): Promise<string[][]> {
  const format = csv(COLUMNS, { formulaGuard: false });
  return parse(Buffer.concat(await collect(format.encode(inBatches(ROWS)))));
}

const noOpenpyxl = absent("openpyxl (python3-openpyxl)", PYTHON !== null);

describe.skipIf(noOpenpyxl !== null)("openpyxl", () => {
  test.each([undefined, 7])(
    "reads every cell as the CSV of the same rows has it, with %s rows a sheet",
    async (most) => {
      const sheets = readWorkbook(await workbook(most));
      expect(sheets.map(({ name }) => name).at(-1)).toBe("About");
      expect(differences(sheets, await csvRecords(), COLUMNS)).toEqual([]);
    },
  );

  test.each([
    ["the fixture of occurrences", createMemoryOccurrenceSource(OCCURRENCE_FIXTURE)],
    ["three thousand generated occurrences", generatedSource(3_000)],
  ])("reads every cell of %s as the CSV of the same export has it", async (_, source) => {
    const columns = occurrenceTypedColumns({ idType: source.idType, details: source.details });
    const { text } = await testExporter(createCsvExporter({ source, columns, formulaGuard: false }));
    const { bytes, record } = await testExporter(createXlsxExporter({ source }));
    const records = parse(text) as string[][];
    expect(records).toHaveLength((record.recordCount ?? 0) + 1);
    const sheets = readWorkbook(bytes);
    expect(differences(sheets, records, columns)).toEqual([]);
    const about = sheets.at(-1)?.rows.map((row) => row.slice(0, 2).map(({ value }) => value)) ?? [];
    expect(about).toContainEqual(["Rows", String(record.recordCount)]);
    expect(about.map(([name]) => name)).toEqual(expect.arrayContaining(["Title", "Licence"]));
  });

  test.each<[string, (xml: string) => string, RegExp]>([
    ["a cell is gone", (xml) => xml.replace(/<c r="B9".*?<\/c>/, ""), /row 8, text/],
    ["a text became a formula", (xml) => xml.replace(/<c r="B2".*?<\/c>/, `<c r="B2"><f>1+1</f></c>`), /row 1, text/],
    ["a text became a number", (xml) => xml.replace(/<c r="B6".*?<\/c>/, `<c r="B6"><v>7</v></c>`), /row 5, text/],
    ["a number lost its last digit", (xml) => xml.replace("<v>0.30000000000000004</v>", "<v>0.3</v>"), /row 8, number/],
    ["a row is gone", (xml) => xml.replace(/<row r="21".*?<\/row>/s, ""), /19 rows in place of 20/],
    ["a day is another", (xml) => xml.replace("<v>45095</v>", "<v>45096</v>"), /row 3, day/],
    ["the filter ends early", (xml) => xml.replace(/ref="A1:G\d+"/, `ref="A1:G2"`), /the filter leaves rows out/],
    ["the header moves", (xml) => xml.replace(/<pane .*?\/>/, ""), /the header does not stay in sight/],
  ])("would have told that %s", async (_, breakSheet, told) => {
    const files = await readZip(await workbook());
    const entries = [...files].map(([name, text]): ZipEntry => {
      const broken = name.endsWith("sheet1.xml") ? breakSheet(text) : text;
      if (name.endsWith("sheet1.xml")) expect(broken).not.toBe(text);
      return { name, chunks: one(broken) };
    });
    const sheets = readWorkbook(Buffer.concat(await collect(zip(entries))));
    expect(differences(sheets, await csvRecords(), COLUMNS).join("\n")).toMatch(told);
  });
});

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const office = findProgram("soffice");
const noOffice = absent("LibreOffice (libreoffice-calc-nogui)", office !== null);

test.skipIf(noOffice !== null)(
  "LibreOffice shows the cells as they are, and runs none of them",
  async () => {
    const directory = await mkdtemp(join(tmpdir(), "vasculum-office-"));
    try {
      await writeFile(join(directory, "rows.xlsx"), await workbook());
      const profile = `-env:UserInstallation=file://${directory}/profile`;
      const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false";
      const command = [
        profile,
        "--headless",
        "--convert-to",
        filter,
        "--outdir",
        directory,
        join(directory, "rows.xlsx"),
      ];
      execFileSync(office ?? "soffice", command, { stdio: "ignore", timeout: 120_000 });
      const shown = parse(await readFile(join(directory, "rows.csv"), "utf8"), { relax_quotes: true }) as string[][];
      const [header = [], ...rows] = shown;
      expect(header).toEqual(COLUMNS.map(({ name }) => name));
      const column = (name: string) => rows.map((cells) => cells[header.indexOf(name)]);
      const expected = (await csvRecords()).slice(1);
      // A CR alone is a line's end to LibreOffice.
      expect(column("text").map((text) => text?.replaceAll("\r", ""))).toEqual(
        expected.map(([, text]) => text?.replaceAll("\r", "")),
      );
      expect(column("day")).toEqual(expected.map((cells) => cells[4]));
      expect(column("digits")).toEqual(expected.map((cells) => cells[3]));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
  150_000,
);
