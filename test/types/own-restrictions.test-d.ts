import { type Kysely, sql } from "kysely";
import { expectTypeOf, test } from "vitest";
import { createAntennaSource } from "../../src/antenna.js";
import {
  createMemoryOccurrenceSource,
  type Occurrence,
  type OccurrenceRestriction,
  type OccurrenceSource,
} from "../../src/occurrences.js";

test("own restrictions of a memory source are typed by name and value", () => {
  const source = createMemoryOccurrenceSource(
    {},
    {
      restrictions: {
        station: (occurrence, value: string) => {
          expectTypeOf(occurrence).toEqualTypeOf<Occurrence>();
          return occurrence.deployment?.name === value;
        },
        after: ({ event }, value: number) => event !== null && Number(event.id) > value,
      },
    },
  );
  expectTypeOf(source).toExtend<OccurrenceSource>();
  expectTypeOf(source.own("station", "Ridge")).toEqualTypeOf<OccurrenceRestriction>();
  source.own("after", 3);
  // @ts-expect-error there is no such restriction
  source.own("height", 3);
  // @ts-expect-error the value is a text
  source.own("station", 3);
  // @ts-expect-error the value is a number
  source.own("after", "3");
});

test("a source without own restrictions makes none", () => {
  // @ts-expect-error there is no such restriction
  createMemoryOccurrenceSource({}).own("height", 3);
  // @ts-expect-error there is no such restriction
  createAntennaSource({ db: {} as Kysely<unknown> }).own("height", 3);
  // @ts-expect-error a predicate answers true or false
  createMemoryOccurrenceSource({}, { restrictions: { height: (_occurrence: Occurrence, value: number) => value } });
});

interface Tables {
  readonly main_occurrence: { readonly id: string; readonly height_m: number };
  readonly main_deployment: { readonly id: string; readonly name: string };
}

test("a condition of an Antenna source knows the host's tables, or the columns that the source reads", () => {
  const source = createAntennaSource({
    db: {} as Kysely<Tables>,
    restrictions: {
      height: (occurrence, value: number) => occurrence("o.height_m", ">=", value),
      raw: (_occurrence, value: string) => sql<boolean>`o.note = ${value}`,
    },
  });
  source.own("height", 3);
  // @ts-expect-error the value is a number
  source.own("height", "3");
  createAntennaSource({
    db: {} as Kysely<unknown>,
    restrictions: { score: (occurrence, value: number) => occurrence("o.determination_score", ">=", value) },
  });
  createAntennaSource({
    db: {} as Kysely<Tables>,
    // @ts-expect-error there is no such column
    restrictions: { height: (occurrence, value: number) => occurrence("o.height", ">=", value) },
  });
});
