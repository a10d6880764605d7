/** The suites of two sources: rows of any shape, and occurrences. */
import { test } from "node:test";
import { createMemoryOccurrenceSource } from "vasculum/occurrences";
import { dataSourceSuite, type DataSourceRow, occurrenceSourceSuite } from "vasculum/testing";
import { createStationSource } from "./host.js";

// #region source
dataSourceSuite({
  test,
  create: (rows) => {
    const stations: DataSourceRow[] = [...rows];
    return { source: createStationSource(stations), write: async (row) => void stations.push(row) };
  },
  narrow: (query, name) => (station) => query(station) && station.name === name,
});
// #endregion

// #region occurrences
occurrenceSourceSuite({
  test,
  create: (dataset, { mediaUrl }) => ({ source: createMemoryOccurrenceSource(dataset, { mediaUrl }) }),
  without: ["write"], // here nobody can add a row while a snapshot is open
});
// #endregion
