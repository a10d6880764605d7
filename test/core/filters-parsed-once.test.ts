import { expect, test } from "vitest";
import { z } from "zod";
import type { FilterBackend, FilterParams } from "../../src/contracts/filter-backend.js";
import { NightlyExporter, type NightQuery } from "../support/nightly-exporter.js";
import { createTestHost, USER } from "../support/test-host.js";

/** A filter whose schema changes what it is given, and counts how often it is asked to. */
function countingFilter() {
  const seen: { parses: number; params: FilterParams[] } = { parses: 0, params: [] };
  const least = z.string().transform((text) => {
    seen.parses += 1;
    return BigInt(text);
  });
  const filter: FilterBackend<NightQuery, { readonly least?: bigint | undefined }> = {
    schema: z.strictObject({ least: least.optional() }),
    apply(query, params) {
      seen.params.push(params);
      return { atLeast: Math.max(query.atLeast, Number(params.least ?? 0n)) };
    },
    async resolve(params) {
      seen.params.push(params);
      return { display: { least: String(params.least) }, issues: [] };
    },
  };
  class Exporter extends NightlyExporter {
    override getFilterBackends() {
      return [filter];
    }
  }
  return { seen, Exporter };
}

test("core parses filters once for a request and once for a run, and every hook gets what the schema made", async () => {
  const { seen, Exporter } = countingFilter();
  const host = await createTestHost({ exporter: Exporter });
  const { id } = await host.create({ project: 1, format: "nightly", filters: { least: "2" } });
  expect(seen.parses).toBe(1);
  await host.service.run(id);
  expect(seen.parses).toBe(2);
  expect(seen.params.length).toBeGreaterThanOrEqual(3);
  for (const params of seen.params) expect(params).toEqual({ least: 2n });
});

test("a record keeps filters as sent, never what only the schema can make", async () => {
  const { Exporter } = countingFilter();
  const host = await createTestHost({ exporter: Exporter });
  const record = await host.create({ project: 1, format: "nightly", filters: { least: "2" } });
  expect(record.filters).toEqual({ least: "2" });
  expect(record.filtersDisplay).toEqual({ least: "2" });
});

test("a filter that is null or an empty text is no filter", async () => {
  const host = await createTestHost();
  const empty = await host.create({ project: 1, format: "nightly", filters: { moths_min: "" } });
  const none = await host.create({ project: 1, format: "nightly", filters: { moths_min: null } });
  expect([empty.filters, none.filters]).toEqual([{}, {}]);
});

test("an id sent as digits is recorded as the number that its schema makes of it", async () => {
  const id = z.preprocess((value) => (typeof value === "string" ? Number(value) : value), z.int());
  const filter: FilterBackend<NightQuery> = {
    schema: z.strictObject({ night_id: id.optional(), night_ids: z.array(id).optional() }),
    apply: (query) => query,
  };
  class Exporter extends NightlyExporter {
    override getFilterBackends() {
      return [filter];
    }
  }
  const host = await createTestHost({ exporter: Exporter });
  const filters = { night_id: "12", night_ids: ["3", 4] };
  const record = await host.create({ project: 1, format: "nightly", filters });
  expect(record.filters).toEqual({ night_id: 12, night_ids: [3, 4] });
  expect(record.filtersDisplay).toEqual({ night_id: 12, night_ids: [3, 4] });
});

test("a schema with async refinements is checked, and one that never answers is refused in time", async () => {
  let answer: Promise<boolean> = Promise.resolve(false);
  const filter: FilterBackend<NightQuery> = {
    schema: z.strictObject({
      night: z
        .string()
        .refine(() => answer, { error: "There is no such night." })
        .optional(),
    }),
    apply: (query) => query,
  };
  class Exporter extends NightlyExporter {
    override getFilterBackends() {
      return [filter];
    }
  }
  const host = await createTestHost({ exporter: Exporter, leaseMs: 100 });
  const create = () => host.service.create({ project: 1, format: "nightly", filters: { night: "x" } }, { user: USER });
  await expect(create()).rejects.toMatchObject({ code: "INVALID_FILTERS" });
  answer = new Promise(() => undefined);
  await expect(create()).rejects.toMatchObject({ code: "FILTER_FAILED" });
});

/** A filter of ids and booleans, which a client may send as text. */
function textualExporter() {
  const id = z.preprocess((value) => (typeof value === "string" ? Number(value) : value), z.int());
  const flag = z.preprocess((value) => (value === "true" ? true : value), z.boolean());
  const ids = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(id));
  const filter: FilterBackend<NightQuery> = {
    schema: z.strictObject({ night_id: id.optional(), dark: flag.optional(), night_ids: ids.optional() }),
    apply: (query) => query,
  };
  return class extends NightlyExporter {
    override getFilterBackends() {
      return [filter];
    }
  };
}

test("booleans and one id of a list are recorded as the schema makes them", async () => {
  const host = await createTestHost({ exporter: textualExporter() });
  const filters = { dark: "true", night_ids: "3" };
  const record = await host.create({ project: 1, format: "nightly", filters });
  expect(record.filters).toEqual({ dark: true, night_ids: [3] });
});

test("the same values as text start no run", async () => {
  const host = await createTestHost({ exporter: textualExporter() });
  const filters = { night_id: 1, dark: true, night_ids: [3] };
  const { id, version } = await host.create({ project: 1, format: "nightly", filters });
  await host.service.run(id);
  const before = await host.service.get(id, { user: USER });
  const change = { filters: { night_id: "1", dark: "true", night_ids: "3" } };
  const after = await host.service.update(id, change, { user: USER });
  expect([after.version, after.status]).toEqual([before.version, "succeeded"]);
  expect(after.version).toBeGreaterThan(version);
});

test("a text that its schema takes in no other form is recorded as it was sent, and runs", async () => {
  const filter: FilterBackend<NightQuery> = {
    schema: z.strictObject({ dark: z.stringbool().optional(), least: z.string().transform(Number).optional() }),
    apply: (query) => query,
  };
  class Exporter extends NightlyExporter {
    override getFilterBackends() {
      return [filter];
    }
  }
  const host = await createTestHost({ exporter: Exporter });
  const filters = { dark: "true", least: "2" };
  const { id, filters: recorded } = await host.create({ project: 1, format: "nightly", filters });
  expect(recorded).toEqual(filters);
  await host.service.run(id);
  expect((await host.service.get(id, { user: USER })).status).toBe("succeeded");
});
