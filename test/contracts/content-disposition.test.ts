import { expect, test } from "vitest";
import { contentDisposition } from "../../src/contracts/content-disposition.js";

test.each([
  ["moths_export-1.csv", `attachment; filename="moths_export-1.csv"; filename*=UTF-8''moths_export-1.csv`],
  ["moths_export-12.csv", `attachment; filename="moths_export-12.csv"; filename*=UTF-8''moths_export-12.csv`],
  ["Grüne Eule.csv", `attachment; filename="Gr_ne Eule.csv"; filename*=UTF-8''Gr%C3%BCne%20Eule.csv`],
  ["Größe 😀.csv", `attachment; filename="Gr__e _.csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%F0%9F%98%80.csv`],
  ['a"\\%b.csv', `attachment; filename="a___b.csv"; filename*=UTF-8''a%22%5C%25b.csv`],
  [`a"b\\c%41.csv`, `attachment; filename="a_b_c_41.csv"; filename*=UTF-8''a%22b%5Cc%2541.csv`],
  ["a'(b)*.csv", `attachment; filename="a'(b)*.csv"; filename*=UTF-8''a%27%28b%29%2A.csv`],
  ["(it's)*.csv", `attachment; filename="(it's)*.csv"; filename*=UTF-8''%28it%27s%29%2A.csv`],
  ["a\r\nX: 1.csv", `attachment; filename="a__X: 1.csv"; filename*=UTF-8''a%0D%0AX%3A%201.csv`],
  ["a\r\nX-Evil: 1", `attachment; filename="a__X-Evil: 1"; filename*=UTF-8''a%0D%0AX-Evil%3A%201`],
  ["🦋.csv", `attachment; filename="_.csv"; filename*=UTF-8''%F0%9F%A6%8B.csv`],
  ["\ud800.csv", `attachment; filename="_.csv"; filename*=UTF-8''%EF%BF%BD.csv`],
  ["lone \ud800.csv", `attachment; filename="lone _.csv"; filename*=UTF-8''lone%20%EF%BF%BD.csv`],
])("%j", (filename, header) => {
  expect(contentDisposition(filename)).toBe(header);
  expect(() => new Headers({ "Content-Disposition": header })).not.toThrow();
});
