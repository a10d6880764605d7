import { describe, expect, test } from "vitest";
import { boxHeight, boxLabel, boxWidth } from "../../../src/occurrences/model/box.js";
import { durationBetween } from "../../../src/occurrences/model/duration.js";
import { eventLabel } from "../../../src/occurrences/model/event-label.js";
import { personLabel, publicName } from "../../../src/occurrences/model/person-label.js";

describe("an event's label", () => {
  test.each<[string, string | null, string]>([
    ["2023-06-18T22:00:00", "2023-06-19T04:00:00", "Sunday, Jun 18-19 2023"],
    ["2023-06-18T22:00:00", "2023-06-18T23:59:59", "Sunday, Jun 18 2023"],
    ["2023-06-18T22:00:00", null, "Sunday, Jun 18 2023"],
    ["2023-06-08T22:00:00", "2023-06-09T04:00:00", "Thursday, Jun 8-9 2023"],
    ["2023-06-30T22:00:00", "2023-07-01T04:00:00", "Friday, Jun 30-Jul 1 2023"],
    ["2023-06-18T22:00:00", "2023-07-18T04:00:00", "Sunday, Jun 18-Jul 18 2023"],
    ["2023-12-31T22:00:00", "2024-01-01T04:00:00", "Sunday, Dec 31 2023-Jan 1 2024"],
    ["2024-02-29T00:00:00.5", null, "Thursday, Feb 29 2024"],
    ["2023-06-18T23:30:00-11:00", "2023-06-19T00:30:00-11:00", "Sunday, Jun 18-19 2023"],
    ["2000-01-01", null, "Saturday, Jan 1 2000"],
    ["2023-06-18/2023-06-19", null, "Sunday, Jun 18-19 2023"],
    ["2007-11-13/15", null, "Tuesday, Nov 13-15 2007"],
    ["1906-06", null, "Jun 1906"],
    ["1971", null, "1971"],
    ["1900/1909", null, "1900-1909"],
    ["1906-06", "1906-07-02", "Jun 1906-Jul 2 1906"],
  ])("from %s to %s is %s", (start, end, label) => {
    expect(eventLabel({ start, end })).toBe(label);
  });

  test.each(["2023-02-30T22:00:00", "2009-04-00", "0000-00-00T00:00:00", "infinity", "", "18.06.2023 22:00"])(
    "is refused for %j",
    (start) => {
      expect(() => eventLabel({ start, end: null })).toThrow(TypeError);
    },
  );

  test("is the same in every time zone", () => {
    const zone = process.env.TZ;
    try {
      for (const name of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Sao_Paulo"]) {
        process.env.TZ = name;
        expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(name);
        expect(eventLabel({ start: "2018-11-04T00:30:00", end: "2018-11-05T04:00:00" })).toBe("Sunday, Nov 4-5 2018");
        expect(durationBetween("2018-11-03T23:30:00", "2018-11-04T01:30:00")?.label).toBe("2:00:00");
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});

describe("a duration", () => {
  test.each([
    ["2023-06-18T22:42:20", "2023-06-18T22:48:32", "0:06:12", "PT6M12S"],
    ["2023-06-18T22:42:20", "2023-06-19T22:42:25", "1 day, 0:00:05", "P1DT5S"],
    ["2023-06-18T22:42:20", "2023-06-21T01:46:25", "2 days, 3:04:05", "P2DT3H4M5S"],
    ["2023-06-18T22:42:20", "2023-06-18T22:42:20", "0:00:00", "PT0S"],
    ["2023-06-18T00:00:00", "2023-06-20T00:00:00", "2 days, 0:00:00", "P2D"],
    ["2023-06-18T12:00:00", "2023-06-18T23:00:00", "11:00:00", "PT11H"],
    ["2023-06-18T22:42:20.75", "2023-06-18T22:42:22", "0:00:01.250000", "PT1.25S"],
    ["2023-06-18T22:42:20.000001", "2023-06-18T22:42:20.000003", "0:00:00.000002", "PT0.000002S"],
    ["2023-06-18T22:42:20Z", "2023-06-19T00:43:20+02:00", "0:01:00", "PT1M"],
    ["2024-02-28T00:00:00", "2024-03-01T00:00:00", "2 days, 0:00:00", "P2D"],
    ["2023-06-18T22:42", "2023-06-18T22:48:32", "0:06:32", "PT6M32S"],
    ["2023-06-18T22:42Z", "2023-06-19T00:43+02:00", "0:01:00", "PT1M"],
  ])("from %s to %s is %s and %s", (first, last, label, iso) => {
    expect(durationBetween(first, last)).toMatchObject({ label, iso });
  });

  test("is null where a timestamp is missing, the two do not compare, or they go backwards", () => {
    expect(durationBetween(null, "2023-06-18T22:42:20")).toBe(null);
    expect(durationBetween("2023-06-18T22:42:20", undefined)).toBe(null);
    expect(durationBetween("2023-06-18T22:42:20", "2023-06-18T22:42:20Z")).toBe(null);
    expect(durationBetween("2023-06-18T22:42:20", "2023-06-18T22:42:19.999999")).toBe(null);
    expect(durationBetween("2023-06-18", "2023-06-19")).toBe(null);
    expect(durationBetween("1971", "1971-06")).toBe(null);
  });

  test.each(["2023-06-18 22:42:20", "2023-06-18T25:00:00", "yesterday"])("is refused for %j", (timestamp) => {
    expect(() => durationBetween(timestamp, timestamp)).toThrow(TypeError);
  });
});

test.each<[readonly (number | null)[] | null | undefined, string | null, number | null, number | null]>([
  [[10.5, 20.25, 110.5, 140.75], "[10.5, 20.25, 110.5, 140.75]", 100, 120.5],
  [[110, 140.5, 10, 20], "[110.0, 140.5, 10.0, 20.0]", 100, 120.5],
  [[0, 0, 0, 0], "[0.0, 0.0, 0.0, 0.0]", 0, 0],
  [[1, 2, 3], "[1.0, 2.0, 3.0]", null, null],
  [[1, 2, 3, 4, 5], "[1.0, 2.0, 3.0, 4.0, 5.0]", null, null],
  [[1, null, 3, NaN], "[1.0, null, 3.0, null]", null, null],
  [[], "[]", null, null],
  [null, null, null, null],
  [undefined, null, null, null],
])("the box %j is written %s, %d wide and %d high", (box, label, width, height) => {
  expect([boxLabel(box), boxWidth(box), boxHeight(box)]).toEqual([label, width, height]);
});

test("people go by their name, then by their id, never by their address", () => {
  expect(personLabel({ id: 5, name: "Ada", email: "ada@example.org" })).toBe("Ada");
  expect(personLabel({ id: 5, name: "", email: "ada@example.org" })).toBe("user:5");
  expect([personLabel(null), personLabel(undefined)]).toEqual([null, null]);
});

test.each([
  ["ada@example.org", null],
  ["Ada Nightingale <ada@example.org>", null],
  [" ada.nightingale@local ", null],
  ["@ada", "@ada"],
  ["Ada @ the ridge", "Ada @ the ridge"],
  [" Ada ", "Ada"],
  [" ", null],
  [null, null],
])("the name %j may be read as %j", (name, expected) => {
  expect(publicName(name)).toBe(expected);
  expect(personLabel({ id: 5, name: name ?? "", email: null })).toBe(expected ?? "user:5");
});
