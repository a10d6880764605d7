import { describe, expect, test } from "vitest";
import { createDwcaExporter } from "../../src/occurrences/archive/create-dwca-exporter.js";
import { createCsvExporter } from "../../src/occurrences/tables/create-csv-exporter.js";
import { createJsonExporter } from "../../src/occurrences/tables/create-json-exporter.js";
import { createMemoryOccurrenceSource } from "../../src/sources/memory/create-memory-occurrence-source.js";
import type { OccurrenceDataset } from "../../src/sources/memory/occurrence-dataset.js";
import { OCCURRENCE_FIXTURE } from "../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { parseXml } from "../../src/dwca/reader/parse-xml.js";
import { textsOf } from "./archive/eml-texts.js";
import { rowsOf, runArchive } from "./archive/dwca-run.js";
import { runExport } from "./literal-source.js";

type Table = "events" | "deployments" | "occurrences" | "detections" | "captures" | "identifications";

const FILTERS = { apply_defaults: false };
const ALL = { filters: FILTERS };

/** A source whose rows with this id in this table have these members. */
function sourceWith(table: Table, id: number, change: object, dataset: OccurrenceDataset = OCCURRENCE_FIXTURE) {
  const rows: readonly { readonly id: unknown }[] = dataset[table];
  const changed = rows.map((row) => (row.id === id ? { ...row, ...change } : row));
  return createMemoryOccurrenceSource({ ...dataset, [table]: changed } as OccurrenceDataset, { mediaUrl: "/media/" });
}

const eventSource = (change: object) => sourceWith("events", 1, change);

async function jsonRows(source: ReturnType<typeof sourceWith>, rowErrors: "fail" | "skip" = "fail") {
  const outcome = await runExport(createJsonExporter({ source, rowErrors }), FILTERS);
  return { ...outcome, rows: JSON.parse(outcome.text) as readonly { readonly id: number }[] };
}

/** What refuses the first row in each format, as code and path. */
async function refusals(source: ReturnType<typeof sourceWith>) {
  const runs = [
    runExport(createCsvExporter({ source }), FILTERS),
    runExport(createJsonExporter({ source }), FILTERS),
    runArchive(createDwcaExporter({ source }), ALL),
  ];
  return (await Promise.allSettled(runs)).map((run) => (run.status === "rejected" ? run.reason : run.status));
}

describe("what cannot be a value is refused by every format alike", () => {
  test.each<[string, Table, number, object]>([
    ["event.start", "events", 1, { start: "2009-04-00" }],
    ["event.start", "events", 1, { start: "2023-02-30T22:00:00" }],
    ["event.start", "events", 1, { start: "0000-00-00T00:00:00" }],
    ["event.start", "events", 1, { start: "infinity" }],
    ["event.start", "events", 1, { start: new Date(0) }],
    ["event.start", "events", 1, { start: "2023-06-18/2023-06-17", end: null }],
    ["event.end", "events", 1, { end: "2023-06-31T04:00:00" }],
    ["event", "events", 1, { start: "2023-06-18/19", end: "2023-06-20" }],
    ["event.updatedAt", "events", 1, { updatedAt: "yesterday" }],
    ["event.deployment.latitude", "deployments", 1, { latitude: "45°30'N" }],
    ["event.deployment.longitude", "deployments", 1, { longitude: "4,76" }],
    ["updatedAt", "occurrences", 1, { updatedAt: "2023-13-01" }],
    ["count", "occurrences", 1, { count: "3" }],
    ["basisOfRecord", "occurrences", 1, { basisOfRecord: "Sighting" }],
  ])("%s of %s %i: %j", async (member, table, id, change) => {
    const errors = await refusals(sourceWith(table, id, change));
    for (const error of errors) {
      const [what, , name] = error.details[0].path;
      expect(error.code).toBe("ROW_ENCODING");
      // An archive reads its events by themselves, and first.
      expect([`rows ${member}`, `events ${member.replace(/^event\.?/, "")}`]).toContain(`${what} ${name}`);
      expect(JSON.stringify(error.details)).not.toContain(String(Object.values(change)[0]));
    }
  });

  test("a bad row is left out of every format, with its event, where rows may be skipped", async () => {
    const source = eventSource({ start: "2023-02-30T22:00:00" });
    const { rows, skipped } = await jsonRows(source, "skip");
    const csv = await runExport(createCsvExporter({ source, rowErrors: "skip" }), FILTERS);
    const archive = await runArchive(createDwcaExporter({ source, rowErrors: "skip" }), ALL);
    const exported = rowsOf(archive.files, "occurrence.txt").map(({ occurrenceID }) => occurrenceID?.split(":").at(-1));
    // Occurrences without an event are in the tables alone.
    expect(exported.map(Number).sort((a, b) => a - b)).toEqual([2, 5, 8, 11, 12, 13]);
    expect(rows.map(({ id }) => id).filter((id) => exported.includes(String(id)))).toHaveLength(exported.length);
    expect(csv.text.match(/^\d+/gm)).toEqual(rows.map(({ id }) => String(id)));
    expect([skipped.length, csv.skipped.length, archive.skipped.length]).toEqual([4, 4, 4]);
    expect(archive.expected).toBe(archive.exported + archive.skipped.length);
    expect(archive.files.get("event.txt")).not.toMatch(/event:1:1\t/);
    expect(archive.warnings).toMatchObject({ CORE_ROWS_SKIPPED: 1 });
  });
});

describe("what dwc:eventDate allows passes as it came", () => {
  test.each<[string, readonly [string, string, string], readonly [string, string]]>([
    ["2023-06-18", ["2023", "6", "18"], ["2023-06-18", "2023-06-18"]],
    ["1906-06", ["1906", "6", ""], ["1906-06-01", "1906-06-30"]],
    ["1971", ["1971", "", ""], ["1971-01-01", "1971-12-31"]],
    ["2018-08-29T15:19", ["2018", "8", "29"], ["2018-08-29", "2018-08-29"]],
    ["2009-02-20T08:40Z", ["2009", "2", "20"], ["2009-02-20", "2009-02-20"]],
    ["2009-02-20T08:40:00+10:00", ["2009", "2", "20"], ["2009-02-20", "2009-02-20"]],
    ["1900/1909", ["1900", "", ""], ["1900-01-01", "1909-12-31"]],
    ["1906-06/1906-07", ["1906", "6", ""], ["1906-06-01", "1906-07-31"]],
    ["2007-11-13/15", ["2007", "11", "13"], ["2007-11-13", "2007-11-15"]],
    ["2007-03-01T13:00:00Z/2008-05-11T15:30:00Z", ["2007", "3", "1"], ["2007-03-01", "2008-05-11"]],
  ])("%s", async (start, [year, month, day], [begin, end]) => {
    const detections = OCCURRENCE_FIXTURE.detections.map((detection) => ({ ...detection, timestamp: null }));
    const source = sourceWith("events", 1, { start, end: null }, { ...OCCURRENCE_FIXTURE, detections });
    const { files } = await runArchive(createDwcaExporter({ source }), { filters: { ...FILTERS, event_id: 1 } });
    expect(rowsOf(files, "event.txt")).toMatchObject([{ eventDate: start, year, month, day }]);
    expect(textsOf(parseXml(files.get("eml.xml") ?? "")).get("calendarDate")).toEqual([begin, end]);
    const { skipped } = await jsonRows(source);
    await runExport(createCsvExporter({ source }), FILTERS);
    expect(skipped).toEqual([]);
  });

  test.each([
    [["2023-06-18 22:00:00", "2023-06-19 04:00:00"], "2023-06-18T22:00:00/2023-06-19T04:00:00"],
    [["2023-06-18T22:00:00+1000", "2023-06-19T04:00:00+10"], "2023-06-18T22:00:00+10:00/2023-06-19T04:00:00+10:00"],
  ])("%j comes in the standard form", async ([start, end], interval) => {
    const source = eventSource({ start, end });
    const { files } = await runArchive(createDwcaExporter({ source }), { filters: { ...FILTERS, event_id: 1 } });
    expect(rowsOf(files, "event.txt")[0]).toMatchObject({ eventDate: interval, samplingEffort: "PT6H" });
  });

  test("a night that is given as an interval has its times and its effort", async () => {
    const source = eventSource({ start: "2023-06-18T22:00:00/2023-06-19T04:00:00", end: null });
    const { files } = await runArchive(createDwcaExporter({ source }), ALL);
    const plain = await runArchive(createDwcaExporter({ source: eventSource({}) }), ALL);
    expect(rowsOf(files, "event.txt")[0]).toEqual(rowsOf(plain.files, "event.txt")[0]);
  });

  test("times of detections come in the standard form in JSON too", async () => {
    const { rows } = await jsonRows(sourceWith("detections", 12, { timestamp: "2023-06-18 22:42:20+10" }));
    expect(JSON.stringify(rows)).toContain('"2023-06-18T22:42:20+10:00"');
    expect(JSON.stringify(rows)).not.toContain('22:42:20+10"');
  });
});

test.each(["event", "occurrence"] as const)(
  "an end before its start is not written, and counted: a core of %ss",
  async (core) => {
    const source = sourceWith("events", 1, { start: "2023-06-18T22:00:00", end: "2023-06-18T21:00:00" });
    const { files, warnings } = await runArchive(createDwcaExporter({ source, core }), ALL);
    expect(warnings).toMatchObject({ EVENT_ENDS_BEFORE_START: 1 });
    expect([...files.values()].join("\n")).not.toContain("2023-06-18T22:00:00/2023-06-18T21:00:00");
  },
);

describe("coordinates", () => {
  test.each<[unknown, unknown, string, string]>([
    ["45.5017", " -72.5673 ", "45.5017", "-72.5673"],
    ["+1.50", "0.0000001", "1.5", "0.0000001"],
    ["", " ", "", ""],
  ])("%j and %j that are text become numbers", async (latitude, longitude, ...expected) => {
    const source = sourceWith("deployments", 1, { latitude, longitude });
    const { files, warnings } = await runArchive(createDwcaExporter({ source }), ALL);
    const { decimalLatitude, decimalLongitude } = rowsOf(files, "event.txt")[0] ?? {};
    expect([decimalLatitude, decimalLongitude]).toEqual(expected);
    expect(warnings).not.toHaveProperty("COORDINATES_INVALID");
  });

  test("0, 0 is written, and counted", async () => {
    const source = sourceWith("deployments", 1, { latitude: 0, longitude: 0 });
    const { files, warnings } = await runArchive(createDwcaExporter({ source }), ALL);
    expect(rowsOf(files, "event.txt")[0]).toMatchObject({ decimalLatitude: "0", decimalLongitude: "0" });
    expect(warnings).toMatchObject({ COORDINATES_ZERO: 2 });
  });
});

describe("media", () => {
  test.each(["../../etc/passwd", "s3://bucket/12.jpg", "//host/12.jpg"])(
    "a path that lies elsewhere has no address, and is counted: %s",
    async (path) => {
      const source = sourceWith("detections", 12, { path });
      const { files, warnings } = await runArchive(createDwcaExporter({ source }), ALL);
      expect([...files.values()].join("")).not.toContain(path.slice(3));
      expect(warnings).toMatchObject({ MEDIA_PATH_REFUSED: expect.any(Number) });
      const { text, warnings: ofJson } = await jsonRows(source);
      expect(text).not.toContain(path.slice(3));
      expect(ofJson).toContainEqual(["MEDIA_PATH_REFUSED", 1, "detection 12"]);
    },
  );
});
