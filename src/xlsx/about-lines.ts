import type { AboutTexts, FileAbout } from "../contracts/row-format.js";
import type { ExportWarning } from "../contracts/export-record.js";
import { warningMessage } from "../contracts/warning-code.js";
import type { TypedColumn } from "../formats/typed-column.js";

/** The parts of the sheet that tells about a file. */
export interface AboutParts {
  readonly texts: AboutTexts;
  readonly about: FileAbout | null;
  readonly columns: readonly TypedColumn<never>[];
  readonly rows: number;
  /** The newest change of a row, as the row has it. */
  readonly newest: string | null;
  readonly warnings: readonly ExportWarning[];
}

/** The lines of the sheet that tells about a file. It holds no time but that of the data: the same rows make the same bytes. */
export function aboutLines({
  texts,
  about,
  columns,
  rows,
  newest,
  warnings,
}: AboutParts): readonly (readonly string[])[] {
  const { title, license, citation } = { ...about?.texts, ...texts };
  const filters = Object.entries(about?.filters ?? {}).filter(([, value]) => value !== undefined);
  return [
    ...[["Title", title] as const, ["Licence", license] as const, ["Citation", citation] as const].flatMap(
      ([name, text]) => (text === null || text === undefined || text === "" ? [] : [[name, text]]),
    ),
    ["Rows", String(rows)],
    ...(newest === null ? [] : [["Newest change", newest]]),
    ...(filters.length === 0
      ? [["Filters", "none"]]
      : filters.map(([name, value]) => ["Filter", name, valueText(value)])),
    ...warnings.map(({ code, count, sample }) => [
      "Warning",
      warningMessage(code),
      `${code}, ${count} times`,
      sample ?? "",
    ]),
    ...columns.flatMap(({ name, term, unit }) =>
      term === undefined && unit === undefined ? [] : [["Column", name, term ?? "", unit ?? ""]],
    ),
  ];
}

function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
