import { expect, test } from "vitest";
import { z } from "zod";
import type { AuthorizationRequest, Authorizer, Decision } from "../../src/contracts/authorizer.js";
import type { FilterBackend } from "../../src/contracts/filter-backend.js";
import type { Id } from "../../src/contracts/id.js";
import type { JobStage } from "../../src/contracts/job-progress.js";
import type { JsonObject } from "../../src/contracts/json.js";
import type { ProgressReporter } from "../../src/contracts/progress-reporter.js";
import { authorizerSuite, type AuthorizerCase } from "../../src/testing/authorizer-suite/authorizer-suite.js";
import { filterBackendSuite } from "../../src/testing/filter-backend-suite/filter-backend-suite.js";
import { progressSuite } from "../../src/testing/progress-suite/progress-suite.js";
import { createRecordingReporter } from "../../src/testing/fakes/recording-reporter.js";
import { broken } from "../support/broken.js";
import { failingTests } from "./failing-tests.js";

interface Defect<Port> {
  readonly defect: string;
  readonly breaks: (good: Port) => Partial<Port>;
  readonly failing: readonly string[];
}

const MEMBER = { userId: 1, projectId: 7 } as const;
const CASES: readonly AuthorizerCase[] = [
  { action: "create", ...MEMBER, expected: "allow" },
  { action: "delete", ...MEMBER, expected: "deny" },
  { action: "read", userId: null, projectId: 7, expected: "hide" },
];
const rules = ({ userId, action }: AuthorizationRequest): Decision => {
  if (userId !== 1) return "hide";
  return action === "delete" ? "deny" : "allow";
};
const goodAuthorizer: Authorizer = {
  authorize: async (request) => rules(request),
  readableProjects: async (userId) => (userId === 1 ? [7] : []),
};
const AUTHORIZER_DEFECTS: readonly Defect<Authorizer>[] = [
  { defect: "keeps its rules", breaks: () => ({}), failing: [] },
  {
    defect: "lets everybody delete",
    breaks: (good) => ({
      authorize: async (request) => (request.action === "delete" ? "allow" : good.authorize(request)),
    }),
    failing: [
      "user 1 may delete in project 7: deny",
      "a project that is hidden from a user is hidden for every action",
    ],
  },
  {
    defect: "lists every project",
    breaks: () => ({ readableProjects: async () => "all" }),
    failing: ["a list without a project shows the projects that may be read, and no other"],
  },
  {
    defect: "lists none",
    breaks: () => ({ readableProjects: async () => [] }),
    failing: ["a list without a project shows the projects that may be read, and no other"],
  },
  {
    defect: "lets nothing run",
    breaks: (good) => ({
      authorize: async (request) => {
        const decision = await good.authorize(request);
        return request.action === "run" && decision === "allow" ? "deny" : decision;
      },
    }),
    failing: ["who may create an export may have it run"],
  },
];

test.each(AUTHORIZER_DEFECTS)("an authorizer that $defect", async ({ breaks, failing }) => {
  const create = () => ({ authorizer: broken(goodAuthorizer, breaks(goodAuthorizer)) });
  expect(await failingTests((register) => authorizerSuite({ test: register, cases: CASES, create }))).toEqual(failing);
});

/** What a host might show: the stages of each job by key. */
function createBoard() {
  const jobs = new Map<Id, Map<string, JobStage>>();
  const set = (jobId: Id, stage: JobStage) =>
    void jobs.set(jobId, (jobs.get(jobId) ?? new Map<string, JobStage>()).set(stage.key, stage));
  const reporter: ProgressReporter = { addStage: set, updateStage: set };
  return { reporter, shown: (jobId: Id) => [...(jobs.get(jobId)?.values() ?? [])] };
}
const PROGRESS_TESTS = {
  order: "stages are shown in the order in which they are added",
  moved: "a stage that has moved is shown as it is now",
  again: "another attempt starts the stages again",
  apart: "jobs stay apart, by numbers and by text",
  soon: "calls end soon, for every job, stage and attempt",
};
const PROGRESS_DEFECTS: readonly Defect<ProgressReporter>[] = [
  { defect: "shows what it receives", breaks: () => ({}), failing: [] },
  {
    defect: "never moves",
    breaks: () => ({ updateStage: () => undefined }),
    failing: [PROGRESS_TESTS.moved, PROGRESS_TESTS.again, PROGRESS_TESTS.apart],
  },
  {
    defect: "waits for ever",
    breaks: () => ({ addStage: () => new Promise(() => undefined) }),
    failing: Object.values(PROGRESS_TESTS),
  },
  {
    defect: "writes into stages",
    breaks: () => ({ updateStage: (_id, stage) => void Object.assign(stage, { seen: true }) }),
    failing: [PROGRESS_TESTS.moved, PROGRESS_TESTS.again, PROGRESS_TESTS.apart, PROGRESS_TESTS.soon],
  },
  {
    defect: "takes all jobs for one",
    breaks: (good) => ({ updateStage: (_id, stage) => good.updateStage(1, stage) }),
    failing: [PROGRESS_TESTS.apart],
  },
  {
    defect: "loses the first stage",
    breaks: (good) => ({ addStage: (id, stage) => (stage.key === "upload" ? good.addStage(id, stage) : undefined) }),
    failing: [PROGRESS_TESTS.order, PROGRESS_TESTS.moved, PROGRESS_TESTS.again],
  },
  {
    defect: "throws at a second attempt",
    breaks: (good) => {
      const seen = new Set<string>();
      return {
        addStage: (id, stage) => {
          if (seen.size === seen.add(`${id} ${stage.key}`).size) throw new RangeError("Twice.");
          return good.addStage(id, stage);
        },
      };
    },
    failing: [PROGRESS_TESTS.again, PROGRESS_TESTS.soon],
  },
];

test.each(PROGRESS_DEFECTS)("a reporter that $defect", async ({ breaks, failing }) => {
  const create = () => {
    const { reporter, shown } = createBoard();
    return { reporter: broken(reporter, breaks(reporter)), shown };
  };
  const failed = await failingTests((register) => progressSuite({ test: register, create, patienceMs: 20 }));
  expect([...failed].sort()).toEqual([...failing].sort());
});

progressSuite({ test, create: () => ({ reporter: createRecordingReporter() }), without: ["shown"] });

test("a host without a view to ask fails the tests of it, unless an option says so", async () => {
  const { soon, ...shown } = PROGRESS_TESTS;
  const create = () => ({ reporter: createRecordingReporter() });
  expect(await failingTests((register) => progressSuite({ test: register, create }))).toEqual(Object.values(shown));
  const names: string[] = [];
  progressSuite({ test: (name) => names.push(name), create, without: ["shown"] });
  expect(names).toEqual([...Object.values(shown).map((name) => `not tested: ${name}`), soon]);
});

interface Row {
  readonly id: number;
  readonly projectId: number;
  readonly station: number;
}
type Query = readonly Row[];
const ROWS: Query = Object.freeze([1, 2, 3, 4].map((id) => Object.freeze({ id, projectId: 7, station: id % 2 })));
const goodFilter: FilterBackend<Query> = {
  schema: z.object({ station_id: z.int().optional() }),
  apply: (query, { station_id }) =>
    station_id === undefined ? query : query.filter(({ station }) => station === station_id),
  resolve: async ({ station_id }) => {
    const known = station_id === undefined || station_id === 0 || station_id === 1;
    const issue = { path: ["filters", "station_id"], code: "does_not_exist", message: "There is no such station." };
    return { display: {}, issues: known ? [] : [issue] };
  },
};
const FILTER_TESTS = {
  keys: "the keys are in snake_case, and every one is optional",
  accepted: '{"station_id":1} is accepted, its keys all owned',
  refused: '{"station_id":"1"} is refused',
  selects: '{"station_id":1} selects the rows it should',
  none: "no parameters select what the query selected before",
  narrows: "apply only narrows: applied twice, it selects what two sets of parameters have in common",
  pure: "apply leaves the query and the parameters alone",
  fine: "resolve finds nothing wrong with parameters that name what is there",
  missing: "resolve names the key of a record that does not exist",
  foreign: "resolve says of another project's records exactly what it says of those that do not exist",
};
const FILTER_DEFECTS: readonly Defect<FilterBackend<Query>>[] = [
  { defect: "filters", breaks: () => ({}), failing: [] },
  {
    defect: "needs its key",
    breaks: () => ({ schema: z.object({ station_id: z.int() }) }),
    failing: [FILTER_TESTS.keys],
  },
  {
    defect: "has camelCase keys",
    breaks: () => ({ schema: z.object({ station_id: z.int().optional(), stationId: z.int().optional() }) }),
    failing: [FILTER_TESTS.keys],
  },
  {
    defect: "lets any key pass",
    breaks: () => ({ schema: z.looseObject({}) }),
    failing: [FILTER_TESTS.accepted, FILTER_TESTS.refused],
  },
  {
    defect: "selects another station",
    breaks: () => ({
      apply: (query, { station_id }) =>
        station_id === undefined ? query : query.filter(({ station }) => station !== station_id),
    }),
    failing: [FILTER_TESTS.selects, FILTER_TESTS.narrows],
  },
  {
    defect: "selects nothing without a key",
    breaks: (good) => ({ apply: (query, params) => ("station_id" in params ? good.apply(query, params) : []) }),
    failing: [FILTER_TESTS.none],
  },
  {
    defect: "takes earlier filters off",
    breaks: (good) => ({ apply: (query, params) => good.apply("station_id" in params ? ROWS : query, params) }),
    failing: [FILTER_TESTS.narrows],
  },
  {
    defect: "changes its parameters",
    breaks: (good) => ({
      apply: (query, params) => {
        const narrowed = good.apply(query, params);
        Reflect.deleteProperty(params, "station_id");
        return narrowed;
      },
    }),
    failing: [FILTER_TESTS.pure],
  },
  {
    defect: "finds fault with what is there",
    breaks: (good) => ({
      resolve: async (_params, context) =>
        (await good.resolve?.({ station_id: 9 }, context)) ?? { display: {}, issues: [] },
    }),
    failing: [FILTER_TESTS.fine],
  },
  {
    defect: "finds no fault",
    breaks: () => ({ resolve: async () => ({ display: {}, issues: [] }) }),
    failing: [FILTER_TESTS.missing],
  },
  {
    defect: "tells strangers what there is",
    breaks: (good) => ({
      resolve: async (params: JsonObject, context) => {
        const { display, issues } = (await good.resolve?.(params, context)) ?? { display: {}, issues: [] };
        return {
          display,
          issues: params["station_id"] === 8 ? issues.map((issue) => ({ ...issue, code: "not_yours" })) : issues,
        };
      },
    }),
    failing: [FILTER_TESTS.foreign],
  },
];

test.each(FILTER_DEFECTS)("a filter that $defect", async ({ breaks, failing }) => {
  const scope = { projectId: 7, userId: 1 };
  const context = { scope, signal: new AbortController().signal, mayRead: async () => false };
  const failed = await failingTests((register) =>
    filterBackendSuite<Query>({
      test: register,
      create: () => ({
        backend: broken(goodFilter, breaks(goodFilter)),
        query: ROWS,
        select: async (rows) => rows.map(({ id }) => id),
        context,
      }),
      accepted: [
        { params: { station_id: 1 }, selects: [1, 3] },
        { params: { station_id: 0 }, selects: [2, 4] },
      ],
      refused: [{ station_id: "1" }],
      unknown: { missing: { station_id: 9 }, foreign: { station_id: 8 } },
    }),
  );
  const others = failed.filter((name) => !name.includes('"station_id":0'));
  expect([...others].sort()).toEqual([...failing].sort());
});
