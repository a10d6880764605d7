import { describe, expect, test } from "vitest";
import type { ExportError } from "../../../src/contracts/export-error.js";
import type { Id } from "../../../src/contracts/id.js";
import type { JsonObject } from "../../../src/contracts/json.js";
import { applyFilters } from "../../../src/core/exporters/parse-filters.js";
import { parseFilters, splitFilters } from "../../../src/core/exporters/parse-filters.js";
import { occurrenceFilterBackends } from "../../../src/occurrences/filters/occurrence-filter-backends.js";
import { OCCURRENCE_QUERYSET, restrict } from "../../../src/occurrences/model/occurrence-query.js";
import type { Reference, ReferenceKind } from "../../../src/occurrences/model/occurrence-source.js";
import { literalSource } from "../literal-source.js";

const SOURCE = literalSource([]);

async function restrictions(filters: JsonObject, applyDefaults = false): Promise<unknown> {
  const backends = occurrenceFilterBackends(SOURCE, { applyDefaults });
  return applyFilters(OCCURRENCE_QUERYSET, await parseFilters(filters, backends), backends).restrictions;
}

async function problems(filters: JsonObject, source = SOURCE): Promise<string[]> {
  try {
    await parseFilters(filters, occurrenceFilterBackends(source, { applyDefaults: false }));
    return [];
  } catch (error) {
    return (error as ExportError).details.map(({ path, code }) => `${path.join(".")} ${code}`);
  }
}

test("restricting gives a new frozen query and leaves the old one", () => {
  const query = restrict(OCCURRENCE_QUERYSET, { kind: "event", id: 3 });
  expect(query).toEqual({ restrictions: [{ kind: "event", id: 3 }], order: "id", needs: [] });
  expect(OCCURRENCE_QUERYSET.restrictions).toEqual([]);
  for (const part of [
    query,
    query.restrictions,
    query.restrictions[0],
    OCCURRENCE_QUERYSET,
    OCCURRENCE_QUERYSET.needs,
  ]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});

test.each<[JsonObject, unknown[]]>([
  [{}, []],
  [{ collection_id: null, date_start: "" }, []],
  [{ collection_id: 5 }, [{ kind: "collection", id: 5 }]],
  [{ collection: 5 }, [{ kind: "collection", id: 5 }]],
  [{ collection_id: 5, collection: 5 }, [{ kind: "collection", id: 5 }]],
  [{ taxon_id: 6 }, [{ kind: "taxon", id: 6 }]],
  [{ taxa_list_id: 7 }, [{ kind: "taxa_list", id: 7 }]],
  [{ deployment_id: 8 }, [{ kind: "deployment", id: 8 }]],
  [{ event_id: 9 }, [{ kind: "event", id: 9 }]],
  [{ date_start: "2024-02-29" }, [{ kind: "dates", start: "2024-02-29", end: null }]],
  [{ date_end: "2023-06-18" }, [{ kind: "dates", start: null, end: "2023-06-18" }]],
  [{ date_start: "2023-06-18", date_end: "2023-06-18" }, [{ kind: "dates", start: "2023-06-18", end: "2023-06-18" }]],
  [{ taxon: "6" }, [{ kind: "taxon", id: 6 }]],
  [{ determination: 6, taxon: "6", taxon_id: 6 }, [{ kind: "taxon", id: 6 }]],
  [{ deployment: "8" }, [{ kind: "deployment", id: 8 }]],
  [{ event: "9" }, [{ kind: "event", id: 9 }]],
  [{ not_taxa_list_id: "7" }, [{ kind: "not_taxa_list", id: 7 }]],
  [{ algorithm: "3" }, [{ kind: "algorithm", ids: [3] }]],
  [{ algorithm: ["3", 4] }, [{ kind: "algorithm", ids: [3, 4] }]],
  [{ not_algorithm: 3 }, [{ kind: "not_algorithm", ids: [3] }]],
  [{ verified_by_me: "true" }, [{ kind: "verified_by_me", value: true }]],
  [{ verified_by_me: false }, [{ kind: "verified_by_me", value: false }]],
  [{ determination__rank: "SPECIES" }, [{ kind: "rank", rank: "SPECIES" }]],
  [{ detections__source_image: "3" }, [{ kind: "capture", id: 3 }]],
  [{ deployment__research_site: "3" }, [{ kind: "site", id: 3 }]],
  [{ deployment__device: "3" }, [{ kind: "device", id: 3 }]],
  [{ ids: [3, "1"] }, [{ kind: "ids", ids: [3, 1] }]],
  [{ classification_threshold: "0.65" }, [{ kind: "score_min", value: 0.65 }]],
  [{ classification_threshold: 1, apply_defaults: "false" }, [{ kind: "score_min", value: 1 }]],
  [{ classification_threshold: 0.1, apply_defaults: true }, [{ kind: "project_defaults" }]],
  [{ collection_id: "5" }, [{ kind: "collection", id: 5 }]],
  [{ collection_id: "5", collection: 5 }, [{ kind: "collection", id: 5 }]],
  [{ verified: true }, [{ kind: "verified", value: true }]],
  [{ verified: "true" }, [{ kind: "verified", value: true }]],
  [{ verified: "false" }, [{ kind: "verified", value: false }]],
  [{ verified: false }, [{ kind: "verified", value: false }]],
  [{ score_min: 0 }, [{ kind: "score_min", value: 0 }]],
  [{ score_min: 1 }, [{ kind: "score_min", value: 1 }]],
  [{ apply_defaults: true }, [{ kind: "project_defaults" }]],
  [{ apply_defaults: false }, []],
  [
    { event_id: 9, verified: true, collection_id: 5 },
    [
      { kind: "collection", id: 5 },
      { kind: "event", id: 9 },
      { kind: "verified", value: true },
    ],
  ],
])("%j restricts to %j", async (filters, expected) => {
  expect(await restrictions(filters)).toEqual(expected);
});

test("the project's defaults hold where an exporter says so, unless a request says otherwise", async () => {
  expect(await restrictions({}, true)).toEqual([{ kind: "project_defaults" }]);
  expect(await restrictions({ apply_defaults: false }, true)).toEqual([]);
  expect(await restrictions({ classification_threshold: 0.1 }, true)).toEqual([{ kind: "project_defaults" }]);
});

test("parsed parameters hold what was asked for and no defaults", async () => {
  const backends = occurrenceFilterBackends(SOURCE, { applyDefaults: true });
  expect(await parseFilters({ verified: false }, backends)).toEqual({ verified: false });
});

test.each<[JsonObject, string[]]>([
  [{ colection_id: 5 }, ["filters.colection_id unrecognized_key"]],
  [{ collection_id: 5, collection: 6 }, ["filters.collection custom"]],
  [{ collection_id: "0" }, ["filters.collection_id invalid_type"]],
  [{ collection_id: "1x" }, ["filters.collection_id invalid_type"]],
  [{ collection_id: " 1" }, ["filters.collection_id invalid_type"]],
  [{ collection_id: "1.0" }, ["filters.collection_id invalid_type"]],
  [{ collection_id: "9007199254740993" }, ["filters.collection_id too_big"]],
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
  [{ verified: "True" }, ["filters.verified invalid_type"]],
  [{ verified: 1 }, ["filters.verified invalid_type"]],
  [{ score_min: 1.01 }, ["filters.score_min too_big"]],
  [{ score_min: -0.01 }, ["filters.score_min too_small"]],
  [{ score_min: "0.5" }, ["filters.score_min invalid_type"]],
  [{ taxon: 6, determination: 7 }, ["filters.determination custom"]],
  [{ algorithm: [] }, ["filters.algorithm too_small"]],
  [{ algorithm: ["x"] }, ["filters.algorithm.0 invalid_type"]],
  [{ ids: [] }, ["filters.ids too_small"]],
  [{ ids: Array.from({ length: 1001 }, (_, index) => index + 1) }, ["filters.ids too_big"]],
  [{ determination__rank: "species" }, ["filters.determination__rank invalid_format"]],
  [{ classification_threshold: "1.5" }, ["filters.classification_threshold too_big"]],
  [{ classification_threshold: "1e-1" }, ["filters.classification_threshold invalid_type"]],
  [{ apply_defaults: "no" }, ["filters.apply_defaults invalid_type"]],
  [
    { score_min: 2, taxon_id: "x", nope: 1 },
    ["filters.nope unrecognized_key", "filters.taxon_id invalid_type", "filters.score_min too_big"],
  ],
])("%j is refused: %j", async (filters, expected) => {
  expect(await problems(filters)).toEqual(expected);
});

describe("ids of a source that names rows by text", () => {
  const source = literalSource([], {}, "string");

  test.each(["x", "8a1b-é", "a".repeat(255), "__proto__"])("may be %j", async (event_id) => {
    expect(await problems({ event_id }, source)).toEqual([]);
  });

  test.each([
    ["a".repeat(256), "too_big"],
    ["a\0", "invalid_format"],
    ["a\n", "invalid_format"],
    ["\u009F", "invalid_format"],
    ["\uD800", "invalid_format"],
    [5, "invalid_type"],
  ])("may not be %j", async (event_id, code) => {
    expect(await problems({ event_id }, source)).toEqual([`filters.event_id ${code}`]);
  });
});

describe("looking references up", () => {
  const references: Partial<Record<ReferenceKind, readonly Reference[]>> = {
    collection: [
      { id: 5, name: "June", projectIds: [1] },
      { id: 6, name: "Theirs", projectIds: [2] },
      { id: 7, name: "Hidden", projectIds: [3] },
    ],
    taxa_list: [
      { id: 5, name: "Moths", projectIds: [3, 1] },
      { id: 6, name: "Shared", projectIds: [3, 2] },
      { id: 8, name: "Everybody's", projectIds: null },
    ],
    taxon: [{ id: 5, name: "Noctua", projectIds: null }],
    algorithm: [{ id: 5, name: "Species", projectIds: null }],
    site: [{ id: 5, name: "Ridge", projectIds: [2] }],
    deployment: [{ id: 5, name: "Station", projectIds: [2] }],
  };
  const source = literalSource([], references);

  async function resolve(filters: JsonObject, readable: readonly Id[] = [1, 2]) {
    const context = {
      scope: { projectId: 1, userId: 2 },
      signal: new AbortController().signal,
      mayRead: async (id: Id) => readable.includes(id),
    };
    const display: Record<string, unknown> = {};
    const issues: unknown[] = [];
    const backends = occurrenceFilterBackends(source, { applyDefaults: false });
    for (const { backend, params } of splitFilters(await parseFilters(filters, backends), backends)) {
      const resolution = await backend.resolve?.(params, context);
      Object.assign(display, resolution?.display ?? params);
      issues.push(...(resolution?.issues ?? []).map(({ path, code, message }) => [path.join("."), code, message]));
    }
    return { display, issues };
  }

  test("shows the names of capture sets and taxa lists, and passes everything else as it is", async () => {
    expect(await resolve({ collection_id: 5, taxa_list_id: 5, taxon_id: 5, verified: true })).toEqual({
      display: {
        collection: { id: 5, name: "June" },
        taxa_list: { id: 5, name: "Moths" },
        taxon_id: 5,
        verified: true,
      },
      issues: [],
    });
  });

  test("collection is shown as collection_id is", async () => {
    expect((await resolve({ collection: 5 })).display).toEqual({ collection: { id: 5, name: "June" } });
  });

  test("nothing given, nothing looked up", async () => {
    expect(await resolve({})).toEqual({ display: {}, issues: [] });
  });

  test("a missing record is said not to exist", async () => {
    expect(await resolve({ collection: 8, event_id: 8 })).toEqual({
      display: { collection: { id: 8, name: "Capture set with id 8 not found" }, event_id: 8 },
      issues: [
        ["filters.collection", "does_not_exist", "Capture set does not exist."],
        ["filters.event_id", "does_not_exist", "Event does not exist."],
      ],
    });
  });

  test("a taxa list of all projects may be used by any", async () => {
    expect(await resolve({ taxa_list_id: 8, not_taxa_list_id: 8 })).toEqual({
      display: { taxa_list: { id: 8, name: "Everybody's" }, not_taxa_list_id: 8 },
      issues: [],
    });
  });

  test("each id of a list is looked up, and shown as it is", async () => {
    expect(await resolve({ algorithm: ["5", 6], not_algorithm: 7, deployment__research_site: 5 })).toEqual({
      display: { algorithm: [5, 6], not_algorithm: [7], deployment__research_site: 5 },
      issues: [
        [
          "filters.deployment__research_site",
          "not_in_project",
          "Research site does not belong to the selected project.",
        ],
        ["filters.algorithm", "does_not_exist", "Algorithm 6 does not exist."],
        ["filters.not_algorithm", "does_not_exist", "Algorithm 7 does not exist."],
      ],
    });
  });

  test("a record of another project is named so to users who may read that project", async () => {
    expect((await resolve({ collection_id: 6, taxa_list_id: 6, deployment_id: 5 })).issues).toEqual([
      ["filters.collection_id", "not_in_project", "Capture set does not belong to the selected project."],
      ["filters.taxa_list_id", "not_in_project", "Taxa list does not belong to the selected project."],
      ["filters.deployment_id", "not_in_project", "Deployment does not belong to the selected project."],
    ]);
  });

  test("to anybody else it reads exactly as a record that does not exist", async () => {
    const foreign = await resolve({ collection_id: 7 });
    const missing = await resolve({ collection_id: 8 });
    expect(JSON.stringify(foreign).replaceAll("7", "8")).toBe(JSON.stringify(missing));
  });

  test("a source that fails is a SOURCE_FAILED", async () => {
    const failing = { ...source, references: () => Promise.reject(new TypeError("secret")) };
    const [collections] = occurrenceFilterBackends(failing, { applyDefaults: false });
    const context = {
      scope: { projectId: 1, userId: 2 },
      signal: new AbortController().signal,
      mayRead: async () => true,
    };
    await expect(collections?.resolve?.({ collection_id: 5 }, context)).rejects.toMatchObject({
      code: "SOURCE_FAILED",
    });
  });
});

// cspell:ignore colection
