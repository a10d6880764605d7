import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { occurrenceTypedColumns } from "../../src/occurrences/tables/occurrence-typed-columns.js";
import { ROOT } from "./pages.js";

const PAGE = join(ROOT, "docs/formats.md");
const [BEGIN, END] = ["<!-- made from occurrenceTypedColumns -->\n", "<!-- end -->\n"];
const DETAILS = ["count", "sex", "lifeStage", "basisOfRecord", "remarks"] as const;

function table(): string {
  const lines = occurrenceTypedColumns({ idType: "number", details: DETAILS }).map(({ name, type, term, unit }) => {
    const meant = term === undefined ? "" : `\`${term}\``;
    return `| \`${name}\` | ${String(type ?? "text")} | ${meant} | ${unit ?? ""} |`;
  });
  return ["", "| column | type | term | unit |", "|---|---|---|---|", ...lines, ""].join("\n");
}

/** To write the table: run this test with `UPDATE_TABLES=1`. */
test("the page of formats has every typed column of occurrences, in order", () => {
  const page = readFileSync(PAGE, "utf8");
  const [before = "", rest = ""] = page.split(BEGIN);
  const [given = "", after = ""] = rest.split(END);
  const wanted = `${table()}\n`;
  if (process.env.UPDATE_TABLES !== undefined) writeFileSync(PAGE, before + BEGIN + wanted + END + after);
  else expect(given).toBe(wanted);
});
