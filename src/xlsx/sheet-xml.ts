import type { TypedColumn } from "../formats/typed-column.js";
import type { TypedRow } from "../formats/typed-reader.js";
import { cellXml, textXml } from "./cell-xml.js";
import { STYLES } from "./styles.js";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const HEADER = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;

/** A part of a workbook: an XML declaration before it. */
export function partXml(xml: string): Uint8Array {
  return Buffer.from(HEADER + xml);
}

/** The name of a column of a sheet, from 0: `A`, `Z`, `AA`. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** The cells of a sheet's table, from its header to its last row: `A1:C12`. */
export function tableRange(columns: number, rows: number): string {
  return `A1:${columnName(columns - 1)}${rows + 1}`;
}

/** Writes a sheet of rows, a chunk for each batch. Its header stays in sight, and has a filter. @param isFirst - opened with the file. */
export async function* sheetChunks(
  batches: AsyncIterable<readonly TypedRow[]>,
  columns: readonly TypedColumn<never>[],
  isFirst: boolean,
): AsyncGenerator<Uint8Array, void, undefined> {
  const letters = columns.map((_, index) => columnName(index));
  const types = columns.map(({ type = "text" }) => type);
  let count = 0;
  yield Buffer.from(sheetStart(columns, isFirst));
  for await (const rows of batches) {
    const texts = rows.map(({ cells }, index) => {
      const row = String(count + index + 2);
      const written = cells.map((cell, at) => cellXml(`${letters[at]}${row}`, cell, types[at] ?? "text"));
      return `<row r="${row}">${written.join("")}</row>`;
    });
    count += rows.length;
    yield Buffer.from(texts.join(""));
  }
  yield Buffer.from(`</sheetData><autoFilter ref="${tableRange(columns.length, count)}"/></worksheet>`);
}

function sheetStart(columns: readonly TypedColumn<never>[], isFirst: boolean): string {
  const shown = isFirst ? ` tabSelected="1"` : "";
  const pane = `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>`;
  const names = columns.map(({ name }, index) => textXml(`${columnName(index)}1`, name, STYLES.header));
  return [
    `${HEADER}<worksheet xmlns="${MAIN}"><sheetViews><sheetView${shown} workbookViewId="0">${pane}</sheetView></sheetViews>`,
    `<cols><col min="1" max="${columns.length}" width="18" customWidth="1"/></cols>`,
    `<sheetData><row r="1">${names.join("")}</row>`,
  ].join("");
}

/** A sheet of names and texts. */
export function aboutSheet(lines: readonly (readonly string[])[]): string {
  const rows = lines.map((cells, index) => {
    const texts = cells.map((text, at) =>
      text === "" ? "" : textXml(`${columnName(at)}${index + 1}`, text, at === 0 ? STYLES.header : STYLES.wrapped),
    );
    return `<row r="${index + 1}">${texts.join("")}</row>`;
  });
  const widths = [24, 60, 24, 24].map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  return `<worksheet xmlns="${MAIN}"><cols>${widths.join("")}</cols><sheetData>${rows.join("")}</sheetData></worksheet>`;
}
