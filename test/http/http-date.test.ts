import { expect, test } from "vitest";
import { parseHttpDate } from "../../src/http/http-date.js";

const TIME = Date.UTC(1994, 10, 6, 8, 49, 37);
const NOW = Date.UTC(2026, 5, 1);

test.each(["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])(
  "%j is a date of RFC 9110",
  (text) => expect(parseHttpDate(text, NOW)).toBe(TIME),
);

test.each([
  ["Tuesday, 01-Jan-76 00:00:00 GMT", null],
  ["Wednesday, 01-Jan-76 00:00:00 GMT", Date.UTC(2076, 0, 1)],
  ["Saturday, 01-Jan-77 00:00:00 GMT", Date.UTC(1977, 0, 1)],
])("a year of two digits is at most fifty years ahead: %s", (text, time) => {
  expect(parseHttpDate(text, NOW)).toBe(time);
});

test.each([
  "",
  "2026-06-01T00:00:00Z",
  "2999",
  "1",
  "Sun, 6 Nov 1994 08:49:37 GMT",
  "Sun, 06 Nov 1994 08:49:37",
  "Sun, 06 Nov 1994 08:49:37 UTC",
  "Sun, 06 Nov 1994 08:49:37 +0000",
  "sun, 06 nov 1994 08:49:37 gmt",
  "Mon, 06 Nov 1994 08:49:37 GMT",
  "Thu, 31 Jun 2099 08:49:37 GMT",
  "Sun, 06 Nov 1994 24:00:00 GMT",
  "Sun, 06 Nov 1994 08:49:37 GMT, Mon, 07 Nov 1994 08:49:37 GMT",
  "Sun Nov 6 08:49:37 1994",
])("%j is no date of HTTP", (text) => expect(parseHttpDate(text, NOW)).toBeNull());
