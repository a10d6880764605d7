import { expect, test } from "vitest";
import { attachment } from "../../src/http/content-disposition.js";

test.each([
  ["moths_export-1.csv", `attachment; filename="moths_export-1.csv"; filename*=UTF-8''moths_export-1.csv`],
  ["Größe 😀.csv", `attachment; filename="Gr__e _.csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%F0%9F%98%80.csv`],
  [`a"b\\c%41.csv`, `attachment; filename="a_b_c_41.csv"; filename*=UTF-8''a%22b%5Cc%2541.csv`],
  ["(it's)*.csv", `attachment; filename="(it's)*.csv"; filename*=UTF-8''%28it%27s%29%2A.csv`],
  ["a\r\nX: 1.csv", `attachment; filename="a__X: 1.csv"; filename*=UTF-8''a%0D%0AX%3A%201.csv`],
  ["lone \ud800.csv", `attachment; filename="lone _.csv"; filename*=UTF-8''lone%20%EF%BF%BD.csv`],
])("%j", (filename, header) => {
  expect(attachment(filename)).toBe(header);
  expect(() => new Headers({ "Content-Disposition": header })).not.toThrow();
});
