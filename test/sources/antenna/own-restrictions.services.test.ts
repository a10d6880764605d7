import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAntennaSource } from "../../../src/sources/antenna/create-antenna-source.js";
import { type OccurrenceQuery, restrict } from "../../../src/occurrences/model/occurrence-query.js";
import type { OccurrenceSnapshot } from "../../../src/occurrences/model/occurrence-source.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { gather, opening, readRows } from "../../../src/testing/data-source-suite/snapshot-fixture.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { type AntennaDatabase, antennaOnPglite, antennaOnPostgres } from "./antenna-database.js";

const SCOPE = { projectId: 1, userId: 1 };

// An interface would have no index signature, which `withTables` asks for.
type HostTables = { readonly main_deployment: { readonly id: number; readonly name: string } };

const reference = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, {
  restrictions: {
    station_named: ({ deployment }, value: string) => deployment?.name === value,
    id_from: ({ id }, value: number) => Number(id) >= value,
    // SQL's “or” must not swallow the conditions beside it.
    either: ({ id }, [one, other]: readonly [number, number]) => id === one || id === other,
    score_over: ({ determinationScore }, value: number) => (determinationScore ?? -1) > value,
  },
});

function antennaSource({ db }: AntennaDatabase) {
  return createAntennaSource({
    db: db.withTables<HostTables>(),
    restrictions: {
      station_named: (occurrence, value: string) =>
        occurrence.exists(
          occurrence
            .selectFrom("main_deployment as d")
            .select("d.id")
            .whereRef("d.id", "=", "o.deployment_id")
            .where("d.name", "=", value),
        ),
      id_from: (occurrence, value: number) => occurrence("o.id", ">=", value),
      either: (_occurrence, [one, other]: readonly [number, number]) => sql<boolean>`o.id = ${one} or o.id = ${other}`,
      score_over: (_occurrence, value: number) => sql<boolean>`nullif(o.determination_score, 'NaN') > ${value}`,
    },
  });
}

/** How many events are left out where empty ones are asked for. */
async function leftOutOf(snapshot: OccurrenceSnapshot, query: OccurrenceQuery): Promise<number> {
  let leftOut = 0;
  await gather(snapshot.events(query, { empty: "include", onLeftOut: (count) => void (leftOut += count) }));
  return leftOut;
}

type Names = "station_named" | "id_from" | "either" | "score_over";
const STATION = OCCURRENCE_FIXTURE.deployments.find(({ id }) => id === 2)?.name ?? "";
const CASES = [
  ["station_named", STATION],
  ["station_named", "'; drop table main_occurrence; --"],
  ["id_from", 9],
  ["either", [5, 20]],
  ["score_over", 0.5],
] as const satisfies readonly (readonly [Names, unknown])[];

describe.each([
  { engine: "PostgreSQL", start: antennaOnPostgres },
  { engine: "PGlite", start: antennaOnPglite },
])("own restrictions of an Antenna source on $engine", ({ start }) => {
  let antenna: AntennaDatabase;
  beforeAll(async () => {
    antenna = await start();
    await antenna.load(OCCURRENCE_FIXTURE);
  }, 60_000);
  afterAll(async () => {
    await antenna[Symbol.asyncDispose]();
  });

  test.each(CASES)("%s %j keeps what the same predicate keeps in memory", async (name, value) => {
    const source = antennaSource(antenna);
    await using actual = await source.open(opening(SCOPE));
    await using expected = await reference.open(opening(SCOPE));
    for (const order of ["id", "event"] as const) {
      const query = restrict({ ...source.queryset(), order }, source.own(name, value as never));
      const rows = await readRows(expected, query);
      expect(await readRows(actual, query)).toEqual(rows);
      expect(await actual.count(query)).toBe(rows.length);
      for (const empty of ["omit", "include"] as const)
        expect(await gather(actual.events(query, { empty }))).toEqual(await gather(expected.events(query, { empty })));
      expect(await leftOutOf(actual, query)).toBe(await leftOutOf(expected, query));
    }
  });

  test("some of these keep some occurrences, and not all", async () => {
    const source = antennaSource(antenna);
    await using snapshot = await source.open(opening(SCOPE));
    const all = await snapshot.count(source.queryset());
    const count = await snapshot.count(restrict(source.queryset(), source.own("station_named", STATION)));
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(all);
  });

  test("names that are unknown, and conditions that are none, are refused before a row is read", async () => {
    const none = { none: (_occurrence: unknown, _value: number) => "true" as never };
    const source = createAntennaSource({ db: antenna.db, restrictions: none });
    expect(() => source.own("nothing" as never, 1 as never)).toThrow(TypeError);
    await using snapshot = await source.open(opening(SCOPE));
    const unknown = restrict(source.queryset(), { kind: "own", name: "nothing", value: 1 });
    for (const query of [unknown, restrict(source.queryset(), source.own("none", 1))])
      await expect(snapshot.count(query)).rejects.toMatchObject({ code: "FILTER_FAILED" });
  });
});
