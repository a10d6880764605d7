import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TypedColumn } from "../../src/formats/typed-column.js";

/** A cell as openpyxl reads it: `n` number, `s` text, `b` boolean, `d` date, `f` formula. */
interface ReadCell {
  readonly type: string;
  readonly value: string | number | boolean | null;
}

/** A sheet as openpyxl reads it. */
export interface ReadSheet {
  readonly name: string;
  readonly frozen: string | null;
  readonly filter: string | null;
  readonly rows: readonly (readonly ReadCell[])[];
}

/** The Python that has openpyxl: that of Debian has it, another on the `PATH` may not. */
export const PYTHON: string | null = ["python3", "/usr/bin/python3"].find(hasOpenpyxl) ?? null;

function hasOpenpyxl(python: string): boolean {
  try {
    execFileSync(python, ["-c", "import openpyxl"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Reads a workbook with openpyxl. */
export function readWorkbook(bytes: Uint8Array): readonly ReadSheet[] {
  const directory = mkdtempSync(join(tmpdir(), "vasculum-xlsx-"));
  try {
    const path = join(directory, "file.xlsx");
    writeFileSync(path, bytes);
    const script = join(import.meta.dirname, "read-workbook.py");
    const printed = execFileSync(PYTHON ?? "python3", [script, path], { encoding: "utf8", maxBuffer: 2 ** 28 });
    return JSON.parse(printed) as readonly ReadSheet[];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Where the sheets of rows differ from the records of a CSV file without a formula guard; at most ten places. */
export function differences(
  sheets: readonly ReadSheet[],
  records: readonly (readonly string[])[],
  columns: readonly Pick<TypedColumn<never>, "name" | "type">[],
): readonly string[] {
  const [header = [], ...data] = records;
  const found: string[] = [];
  const rows = sheets
    .filter(({ name }) => name !== "About")
    .flatMap((sheet) => {
      const names = sheet.rows[0]?.map(({ value }) => value);
      if (JSON.stringify(names) !== JSON.stringify(header)) found.push(`${sheet.name}: another header`);
      if (sheet.frozen !== "A2") found.push(`${sheet.name}: the header does not stay in sight`);
      if (!sheet.filter?.endsWith(String(sheet.rows.length))) found.push(`${sheet.name}: the filter leaves rows out`);
      return sheet.rows.slice(1);
    });
  if (rows.length !== data.length) found.push(`${rows.length} rows in place of ${data.length}`);
  for (const [row, record] of data.entries())
    for (const [column, { name, type = "text" }] of columns.entries()) {
      const cell = rows[row]?.[column] ?? { type: "n", value: null };
      const text = record[column] ?? "";
      if (!isSame(cell, text, type)) found.push(`row ${row + 1}, ${name}: ${JSON.stringify(cell)} in place of ${text}`);
    }
  return found.slice(0, 10);
}

function isSame({ type, value }: ReadCell, text: string, columnType: TypedColumn<never>["type"]): boolean {
  if (text === "") return value === null;
  if (columnType === "boolean") return type === "b" && value === (text === "True");
  if (columnType === "timestamp" && type === "d") return value === toMilliseconds(text);
  if (columnType === "date" && type === "d") return value === `${text} 00:00:00.000`;
  if (columnType === "float") return type === "n" && value === Number(text);
  if (type === "n") return String(value) === text && columnType !== "text";
  return type === "s" && value === text;
}

/** What a spreadsheet keeps of a time. */
function toMilliseconds(label: string): string {
  const [clock = "", fraction = ""] = label.replace("T", " ").split(".");
  return `${clock}.${fraction.slice(0, 3).padEnd(3, "0")}`;
}
