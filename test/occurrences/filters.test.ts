import { describe, expect, test } from "vitest";
import type { ExportError } from "../../src/contracts/export-error.js";
import type { Id } from "../../src/contracts/id.js";
import type { JsonObject } from "../../src/contracts/json.js";
import { applyFilters } from "../../src/core/apply-filters.js";
import { parseFilters } from "../../src/core/parse-filters.js";
import { occurrenceFilterBackends } from "../../src/occurrences/occurrence-filter-backends.js";
import { OCCURRENCE_QUERYSET, restrict } from "../../src/occurrences/occurrence-queryset.js";
import type { Reference, ReferenceKind } from "../../src/occurrences/occurrence-source.js";
import { literalSource } from "./literal-source.js";

const SOURCE = literalSource([]);

function restrictions(filters: JsonObject, applyDefaults = false): unknown {
  return applyFilters(OCCURRENCE_QUERYSET, filters, occurrenceFilterBackends(SOURCE, { applyDefaults })).restrictions;
}

function problems(filters: JsonObject, source = SOURCE): string[] {
  try {
    applyFilters(OCCURRENCE_QUERYSET, filters, occurrenceFilterBackends(source, { applyDefaults: false }));
    return [];
  } catch (error) {
    return (error as ExportError).details.map(({ path, code }) => `${path.join(".")} ${code}`);
  }
}

test("restricting gives a new frozen query and leaves the old one", () => {
  const query = restrict(OCCURRENCE_QUERYSET, { kind: "event", id: 3 });
  expect(query).toEqual({ restrictions: [{ kind: "event", id: 3 }], order: "id", needs: [] });
  expect(OCCURRENCE_QUERYSET.restrictions).toEqual([]);
  for (const part of [query, query.restrictions, query.restrictions[0], OCCURRENCE_QUERYSET, OCCURRENCE_QUERYSET.needs]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});

test.each<[JsonObject, unknown[]]>([
  [{}, []],
  [{ collection_id: 5 }, [{ kind: "collection", id: 5 }]],
  [{ collection: 5 }, [{ kind: "collection", id: 5 }]],
  [{ collection_id: 5, collection: 5 }, [{ kind: "collection", id: 5 }]],
  [{ taxon_id: 6 }, [{ kind: "taxon", id: 6 }]],
  [{ taxa_list_id: 7 }, [{ kind: "taxa_list", id: 7 }]],
  [{ deployment_id: 8 }, [{ kind: "deployment", id: 8 }]],
  [{ event_id: 9 }, [{ kind: "event", id: 9 }]],
  [{ date_start: "2024-02-29" }, [{ kind: "date_start", date: "2024-02-29" }]],
  [{ date_end: "2023-06-18" }, [{ kind: "date_end", date: "2023-06-18" }]],
  [{ date_start: "2023-06-18", date_end: "2023-06-18" }, [{ kind: "date_start", date: "2023-06-18" }, { kind: "date_end", date: "2023-06-18" }]],
  [{ verified: true }, [{ kind: "verified", value: true }]],
  [{ verified: false }, [{ kind: "verified", value: false }]],
  [{ score_min: 0 }, [{ kind: "score_min", value: 0 }]],
  [{ score_min: 1 }, [{ kind: "score_min", value: 1 }]],
  [{ apply_defaults: true }, [{ kind: "project_defaults" }]],
  [{ apply_defaults: false }, []],
  [{ event_id: 9, verified: true, collection_id: 5 }, [{ kind: "collection", id: 5 }, { kind: "event", id: 9 }, { kind: "verified", value: true }]],
])("%j restricts to %j", (filters, expected) => {
  expect(restrictions(filters)).toEqual(expected);
});

test("the project's defaults hold where an exporter says so, unless a request says otherwise", () => {
  expect(restrictions({}, true)).toEqual([{ kind: "project_defaults" }]);
  expect(restrictions({ apply_defaults: false }, true)).toEqual([]);
});

test("parsed parameters hold what was asked for and no defaults", () => {
  const parsed = parseFilters({ verified: false }, occurrenceFilterBackends(SOURCE, { applyDefaults: true }));
  expect(Object.assign({}, ...parsed.map(({ params }) => params))).toEqual({ verified: false });
});

test.each<[JsonObject, string[]]>([
  [{ colection_id: 5 }, ["filters.colection_id unrecognized_key"]],
  [{ collection_id: 5, collection: 6 }, ["filters.collection custom"]],
  [{ collection_id: "5" }, ["filters.collection_id invalid_type"]],
  [{ collection_id: null }, ["filters.collection_id invalid_type"]],
  [{ collection_id: 0 }, ["filters.collection_id too_small"]],
  [{ collection_id: -1 }, ["filters.collection_id too_small"]],
  [{ collection_id: 1.5 }, ["filters.collection_id invalid_type"]],
  [{ collection_id: 2 ** 53 }, ["filters.collection_id too_big"]],
  [{ collection_id: [5] }, ["filters.collection_id invalid_type"]],
  [{ date_start: "2023-02-29" }, ["filters.date_start invalid_format"]],
  [{ date_start: "0000-01-01" }, ["filters.date_start invalid_format"]],
  [{ date_start: "2023-6-1" }, ["filters.date_start invalid_format"]],
  [{ date_end: "2023-06-18T00:00:00" }, ["filters.date_end invalid_format"]],
  [{ date_start: "2023-06-19", date_end: "2023-06-18" }, ["filters.date_end custom"]],
  [{ verified: "true" }, ["filters.verified invalid_type"]],
  [{ verified: 1 }, ["filters.verified invalid_type"]],
  [{ score_min: 1.01 }, ["filters.score_min too_big"]],
  [{ score_min: -0.01 }, ["filters.score_min too_small"]],
  [{ score_min: "0.5" }, ["filters.score_min invalid_type"]],
  [{ apply_defaults: "no" }, ["filters.apply_defaults invalid_type"]],
  [{ score_min: 2, taxon_id: "x", nope: 1 }, ["filters.nope unrecognized_key", "filters.taxon_id invalid_type", "filters.score_min too_big"]],
])("%j is refused: %j", (filters, expected) => {
  expect(problems(filters)).toEqual(expected);
});

describe("ids of a source that names rows by text", () => {
  const source = literalSource([], {}, "string");

  test.each(["x", "8a1b-é", "a".repeat(255), "__proto__"])("may be %j", (event_id) => {
    expect(problems({ event_id }, source)).toEqual([]);
  });

  test.each([["", "too_small"], ["a".repeat(256), "too_big"], ["a\0", "invalid_format"], ["a\n", "invalid_format"], ["\u009F", "invalid_format"], ["\uD800", "invalid_format"], [5, "invalid_type"]])(
    "may not be %j",
    (event_id, code) => {
      expect(problems({ event_id }, source)).toEqual([`filters.event_id ${code}`]);
    },
  );
});

describe("looking references up", () => {
  const references: Partial<Record<ReferenceKind, readonly Reference[]>> = {
    collection: [
      { id: 5, name: "June", projectIds: [1] },
      { id: 6, name: "Theirs", projectIds: [2] },
      { id: 7, name: "Hidden", projectIds: [3] },
    ],
    taxa_list: [{ id: 5, name: "Moths", projectIds: [3, 1] }, { id: 6, name: "Shared", projectIds: [3, 2] }],
    taxon: [{ id: 5, name: "Noctua", projectIds: null }],
    deployment: [{ id: 5, name: "Station", projectIds: [2] }],
  };
  const source = literalSource([], references);

  async function resolve(filters: JsonObject, readable: readonly Id[] = [1, 2]) {
    const context = { scope: { projectId: 1, userId: 2 }, signal: new AbortController().signal, mayRead: async (id: Id) => readable.includes(id) };
    const display: Record<string, unknown> = {};
    const issues: unknown[] = [];
    for (const { backend, params } of parseFilters(filters, occurrenceFilterBackends(source, { applyDefaults: false }))) {
      const resolution = await backend.resolve?.(params, context);
      Object.assign(display, resolution?.display ?? params);
      issues.push(...(resolution?.issues ?? []).map(({ path, code, message }) => [path.join("."), code, message]));
    }
    return { display, issues };
  }

  test("shows the names of capture sets and taxa lists, and passes everything else as it is", async () => {
    expect(await resolve({ collection_id: 5, taxa_list_id: 5, taxon_id: 5, verified: true })).toEqual({
      display: { collection: { id: 5, name: "June" }, taxa_list: { id: 5, name: "Moths" }, taxon_id: 5, verified: true },
      issues: [],
    });
  });

  test("collection is shown as collection_id is", async () => {
    expect((await resolve({ collection: 5 })).display).toEqual({ collection: { id: 5, name: "June" } });
  });

  test("nothing given, nothing looked up", async () => {
    expect(await resolve({})).toEqual({ display: {}, issues: [] });
  });

  test("what is not there is said not to exist", async () => {
    expect(await resolve({ collection: 8, event_id: 8 })).toEqual({
      display: { collection: { id: 8, name: "Capture set with id 8 not found" }, event_id: 8 },
      issues: [
        ["filters.collection", "does_not_exist", "Capture set does not exist."],
        ["filters.event_id", "does_not_exist", "Event does not exist."],
      ],
    });
  });

  test("what another project has is said to be so to those who may read that project", async () => {
    expect((await resolve({ collection_id: 6, taxa_list_id: 6, deployment_id: 5 })).issues).toEqual([
      ["filters.collection_id", "not_in_project", "Capture set does not belong to the selected project."],
      ["filters.taxa_list_id", "not_in_project", "Taxa list does not belong to the selected project."],
      ["filters.deployment_id", "not_in_project", "Deployment does not belong to the selected project."],
    ]);
  });

  test("to anybody else it reads exactly as what is not there", async () => {
    const foreign = await resolve({ collection_id: 7 });
    const missing = await resolve({ collection_id: 8 });
    expect(JSON.stringify(foreign).replaceAll("7", "8")).toBe(JSON.stringify(missing));
  });

  test("a source that fails is a SOURCE_FAILED", async () => {
    const failing = { ...source, references: () => Promise.reject(new TypeError("secret")) };
    const [collections] = occurrenceFilterBackends(failing, { applyDefaults: false });
    const context = { scope: { projectId: 1, userId: 2 }, signal: new AbortController().signal, mayRead: async () => true };
    await expect(collections?.resolve?.({ collection_id: 5 }, context)).rejects.toMatchObject({ code: "SOURCE_FAILED" });
  });
});
