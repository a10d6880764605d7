import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateSeason } from "../../examples/season/generate-season.js";
import { createAntennaSchema, insertAntenna } from "../../examples/season/load-antenna.js";

const SEASON = generateSeason({ occurrences: 2000 });

describe("an Antenna database", () => {
  let database: PGlite;
  const execute = (sql: string, parameters: readonly string[]) => database.query(sql, [...parameters]);
  beforeAll(async () => {
    database = new PGlite();
    await createAntennaSchema(execute);
    await insertAntenna(execute, SEASON);
  }, 60_000);
  afterAll(() => database.close());

  const one = async (sql: string) => Object.values((await database.query<Record<string, unknown>>(sql)).rows[0] ?? {});

  test("holds the whole season", async () => {
    for (const [table, list] of [
      ["main_occurrence", "occurrences"],
      ["main_detection", "detections"],
      ["main_classification", "classifications"],
      ["main_identification", "identifications"],
      ["main_sourceimage", "captures"],
      ["main_taxon", "taxa"],
    ] as const) {
      expect(await one(`SELECT count(*)::int FROM ${table}`), table).toEqual([SEASON[list].length]);
    }
  });

  test("keeps boxes, nulls, microseconds and texts", async () => {
    const late = SEASON.detections.find(({ timestamp, bbox }) => /\.\d{6}$/.test(timestamp ?? "") && bbox !== null);
    expect(await one(`SELECT "timestamp"::text, bbox, path FROM main_detection WHERE id = ${late?.id}`)).toEqual([
      late?.timestamp?.replace("T", " "),
      late?.bbox,
      late?.path,
    ]);
    expect(await one("SELECT count(*)::int FROM main_detection WHERE bbox IS NULL")).toEqual([
      SEASON.detections.filter(({ bbox }) => bbox === null).length,
    ]);
    expect(await one("SELECT name FROM main_deployment WHERE id = 4")).toEqual(["=Ridge+4"]);
  });

  test("goes on numbering after the season's last id", async () => {
    expect(await one("INSERT INTO main_occurrence (project_id) VALUES (1) RETURNING id::int")).toEqual([2001]);
  });

  test("may be created again", async () => {
    await createAntennaSchema(execute);
    expect(await one("SELECT count(*)::int FROM main_project")).toEqual([3]);
  });
});
