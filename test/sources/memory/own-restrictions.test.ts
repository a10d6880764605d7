import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createFilter } from "../../../src/core/exporters/create-filter.js";
import { createDwcaExporter } from "../../../src/occurrences/archive/create-dwca-exporter.js";
import { type OccurrenceQuery, restrict } from "../../../src/occurrences/model/occurrence-query.js";
import { createCsvExporter } from "../../../src/occurrences/tables/create-csv-exporter.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { gather, opening, readRows } from "../../../src/testing/data-source-suite/snapshot-fixture.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { BODY, createTestHost } from "../../support/test-host.js";

const SCOPE = { projectId: 1, userId: 1 };

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, {
  restrictions: {
    station_number: ({ deployment }, value: number) => deployment?.id === value,
    throws: (_occurrence, value: string): boolean => {
      throw new RangeError(value);
    },
    later: (async () => true) as unknown as (occurrence: unknown, value: number) => boolean,
  },
});

describe("an own restriction of a memory source", () => {
  test.each(["id", "event"] as const)("keeps rows, count and events by %s as the built-in one does", async (order) => {
    await using snapshot = await source.open(opening(SCOPE));
    const all = { ...source.queryset(), order };
    const own = restrict(all, source.own("station_number", 2));
    const builtIn = restrict(all, { kind: "deployment", id: 2 });
    const rows = await readRows(snapshot, own);
    expect(rows.map(({ id }) => id)).toEqual([5, 8]);
    expect(rows).toEqual(await readRows(snapshot, builtIn));
    expect(await snapshot.count(own)).toBe(2);
    const events = await gather(snapshot.events(own, { empty: "omit" }));
    expect(events).toEqual(await gather(snapshot.events(builtIn, { empty: "omit" })));
    expect(events).toHaveLength(1);
  });

  test("leaves out events without occurrences, and counts them, since it asks about an occurrence", async () => {
    await using snapshot = await source.open(opening(SCOPE));
    const own = restrict(source.queryset(), source.own("station_number", 1));
    const counts: number[] = [];
    const onLeftOut = (count: number) => void counts.push(count);
    const events = await gather(snapshot.events(own, { empty: "include", onLeftOut }));
    expect(events).toEqual(await gather(snapshot.events(own, { empty: "omit" })));
    expect(counts).toEqual([4]);
  });

  test("narrows together with others", async () => {
    await using snapshot = await source.open(opening(SCOPE));
    const query = restrict(source.queryset(), source.own("station_number", 2));
    expect(await snapshot.count(restrict(query, source.own("station_number", 1)))).toBe(0);
    expect(await snapshot.count(restrict(query, { kind: "taxon", id: 7 }))).toBe(1);
  });

  test("is a TypeError under an unknown name, with an inherited one, and without a value", () => {
    const own = source.own as (name: string, value: unknown) => unknown;
    for (const name of ["nothing", "constructor", "__proto__", ""]) expect(() => own(name, 1)).toThrow(TypeError);
    expect(() => own("station_number", undefined)).toThrow(TypeError);
    expect(() => createMemoryOccurrenceSource({}).own("x" as never, 1 as never)).toThrow(TypeError);
  });

  test("must be a function", () => {
    const restrictions = { wrong: 3 as never };
    expect(() => createMemoryOccurrenceSource({}, { restrictions })).toThrow(/"wrong" must be a function/);
  });

  test.each([source.own("throws", "secret"), source.own("later", 1)])(
    "that throws or answers no boolean is FILTER_FAILED: $name",
    async (restriction) => {
      await using snapshot = await source.open(opening(SCOPE));
      await expect(snapshot.count(restrict(source.queryset(), restriction))).rejects.toMatchObject({
        code: "FILTER_FAILED",
        message: expect.not.stringContaining("secret"),
      });
    },
  );

  test("is refused in a project without occurrences too", async () => {
    await using snapshot = await source.open(opening({ ...SCOPE, projectId: 404 }));
    const query = restrict(source.queryset(), { kind: "own", name: "nothing", value: 1 });
    await expect(snapshot.count(query)).rejects.toMatchObject({ code: "FILTER_FAILED" });
  });
});

describe("a request with a filter of own restrictions", () => {
  const station = createFilter({
    schema: z.strictObject({ station_number: z.int().optional() }),
    apply: (query: OccurrenceQuery, { station_number }) =>
      station_number === undefined ? query : restrict(query, source.own("station_number", station_number)),
  });
  const broken = (apply: (query: OccurrenceQuery) => OccurrenceQuery) =>
    createFilter({ schema: z.strictObject({ broken: z.boolean().optional() }), apply });

  test.each([createCsvExporter, createDwcaExporter])("selects what the restriction keeps: %o", async (create) => {
    const host = await createTestHost({ exporter: create({ source, filters: [station] }) });
    const done = await host.createAndRun({ ...BODY, filters: { station_number: 2 } });
    expect(done).toMatchObject({ status: "succeeded", recordCount: 2 });
  });

  test.each<[string, (query: OccurrenceQuery) => OccurrenceQuery]>([
    ["made by own", (query) => restrict(query, source.own("nothing" as never, 1 as never))],
    ["made by hand", (query) => restrict(query, { kind: "own", name: "nothing", value: 1 })],
  ])("is refused when it is checked, for an unknown restriction %s", async (_, apply) => {
    const host = await createTestHost({ exporter: createCsvExporter({ source, filters: [broken(apply)] }) });
    const request = host.create({ ...BODY, filters: { broken: true } });
    await expect(request).rejects.toMatchObject({ code: "FILTER_FAILED" });
  });
});
