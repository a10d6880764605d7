import { afterAll, beforeAll, describe, test } from "vitest";
import { createAntennaSource } from "../../../src/sources/antenna/create-antenna-source.js";
import type { OccurrenceDataset } from "../../../src/sources/memory/occurrence-dataset.js";
import { occurrenceSourceSuite } from "../../../src/testing/occurrence-source-suite/occurrence-source-suite.js";
import { type AntennaDatabase, antennaOnPglite, antennaOnPostgres } from "./antenna-database.js";

// PGlite is one connection: nobody else can write while a snapshot has it.
describe.each([
  { engine: "PostgreSQL", start: antennaOnPostgres, others: true },
  { engine: "PGlite", start: antennaOnPglite, others: false },
])("an Antenna source on $engine", ({ start, others }) => {
  let antenna: AntennaDatabase;
  let loaded: OccurrenceDataset | null = null;
  beforeAll(async () => {
    antenna = await start();
  }, 60_000);
  afterAll(async () => {
    await antenna[Symbol.asyncDispose]();
  });

  occurrenceSourceSuite({
    test,
    create: async (dataset, { mediaUrl }) => {
      if (loaded !== dataset) await antenna.load(dataset);
      loaded = dataset;
      const write = async (addition: OccurrenceDataset): Promise<void> => {
        loaded = null;
        await antenna.add(addition);
      };
      const source = createAntennaSource({ db: antenna.db, mediaUrl });
      return others ? { source, write } : { source };
    },
    without: others ? [] : ["write"],
  });
});
