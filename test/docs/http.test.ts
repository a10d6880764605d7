import { expect, test } from "vitest";
import { EXPORT_ERROR_CODES, type ExportErrorCode } from "../../src/contracts/error-code.js";
import { ExportError } from "../../src/contracts/export-error.js";
import { listQuerySchema } from "../../src/http/list-query.js";
import { OPERATIONS } from "../../src/http/operations.js";
import { HttpRefusal, problemOf, PROBLEM_CODES } from "../../src/http/problem.js";
import { exportPageSchema, exportSchema, formatsSchema, previewSchema } from "../../src/http/wire-schemas.js";
import { requestSchema } from "../../src/core/requests/request-body.js";
import { readPage } from "./pages.js";

const page = readPage("docs/http.md");

/** The rows of the first table below a heading, each as its cells. */
function tableBelow(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = page.split(`# ${heading}\n`);
  const [, table = ""] = /\n\|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)/.exec(`\n${section}`) ?? [];
  return table
    .trim()
    .split("\n")
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const names = (heading: string) => tableBelow(heading).map(([name = ""]) => name.replaceAll("`", ""));
const codesIn = (text: string) => [...text.matchAll(/`([A-Z_]+)`/g)].map(([, code = ""]) => code);

const operations = Object.entries(OPERATIONS).flatMap(([path, methods]) =>
  methods.map((operation) => ({ ...operation, name: `${operation.method} ${path}` })),
);

test("the page lists every operation, in their order, with the status of its success", () => {
  const listed = tableBelow("The API over HTTP").map(([name = "", , answers = ""]) => [
    /`([^`]+)`/.exec(name)?.[1],
    Number(/^\d+/.exec(answers)?.[0]),
  ]);
  expect(listed).toEqual(operations.map(({ name, gives: [status] }) => [name, status]));
});

test("the page names every request header and query parameter that an operation reads", () => {
  const read = operations.flatMap(({ headers = [], query = {} }) => [...headers, ...Object.keys(query)]);
  expect([...new Set(read)].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test.each([
  ["Lists", Object.keys(listQuerySchema("number").shape)],
  ["Create", Object.keys(requestSchema("number").shape)],
  ["Preview", Object.keys(previewSchema.shape)],
  ["Formats", Object.keys(formatsSchema.shape.formats.unwrap().element.shape)],
  ["Records", Object.keys(exportSchema.shape)],
  ["The job", Object.keys(exportSchema.shape.job.shape)],
])("the table below %s has every member, in their order", (heading, members) => {
  expect(names(heading)).toEqual(members);
});

test("the answer of a list is described", () => {
  for (const member of Object.keys(exportPageSchema.shape)) expect(page).toContain(`\n| \`${member}\` |`);
});

/** The codes of a status, in the order of the codes. */
function codesOf(status: number): readonly string[] {
  return PROBLEM_CODES.filter((code) => {
    const thrown = isExportCode(code) ? new ExportError(code) : new HttpRefusal(code as HttpRefusal["code"]);
    return problemOf(thrown).status === status;
  });
}

function isExportCode(code: string): code is ExportErrorCode {
  return code in EXPORT_ERROR_CODES;
}

test("the page gives the status of every error that a client can cause", () => {
  const rows = tableBelow("Errors");
  const given = rows.map(([status = "", codes = ""]) => [Number(status), codesIn(codes)] as const);
  const client = given.filter(([status]) => status < 500);
  expect(client).toEqual(client.map(([status]) => [status, codesOf(status)]));
  const listed = given.flatMap(([, codes]) => codes);
  const others = PROBLEM_CODES.filter((code) => !listed.includes(code));
  expect(others.filter((code) => !codesOf(500).includes(code) && !codesOf(503).includes(code))).toEqual([]);
});
