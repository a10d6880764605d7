/** A team's tests of what it plugs in: one suite for each contract. `node:test` here; any runner will do. */
import { test } from "node:test";
import { createMemoryStore } from "vasculum";
import { authorizerSuite, createFakeClock, filterBackendSuite, progressSuite, storeSuite } from "vasculum/testing";
import { nights, source } from "../filter-backend/nights.js";
import { StationFilter } from "../filter-backend/station-filter.js";
import { authorizer, JobBoard } from "./host.js";
import "./test-sources.js";

// #region filter
const context = {
  scope: { projectId: 1, userId: 1 },
  signal: new AbortController().signal,
  mayRead: async (projectId: unknown) => projectId === 1,
};
filterBackendSuite({
  test,
  create: () => ({
    backend: new StationFilter(),
    query: source.queryset(),
    select: async (query) => nights.filter(query).map(({ id }) => id),
    context,
  }),
  accepted: [{ params: { station_id: 7 }, selects: [1] }],
  refused: [{ station_id: "7" }],
  unknown: { missing: { station_id: 9 }, foreign: { station_id: 8 } },
});
// #endregion

// #region authorizer
authorizerSuite({
  test,
  create: () => ({ authorizer }),
  cases: [
    { userId: 1, projectId: 1, action: "create", expected: "allow" },
    { userId: 1, projectId: 1, action: "update", expected: "deny" },
    { userId: 2, projectId: 1, action: "read", expected: "hide" },
    { userId: null, projectId: 1, action: "read", expected: "hide" },
  ],
});
// #endregion

// #region progress
progressSuite({
  test,
  create: () => {
    const board = new JobBoard();
    return { reporter: board, shown: (jobId) => board.shown(jobId) };
  },
});
// #endregion

// #region store
storeSuite({
  test,
  create: () => {
    const clock = createFakeClock();
    return { store: createMemoryStore({ clock }), advance: (ms) => clock.advance(ms) };
  },
});
// #endregion
