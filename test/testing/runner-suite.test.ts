import { expect, test } from "vitest";
import type { Id } from "../../src/contracts/id.js";
import type { JobRunner, RunJob } from "../../src/contracts/job-runner.js";
import { createInlineRunner } from "../../src/runners/inline/inline-runner.js";
import { runnerSuite } from "../../src/testing/runner-suite/runner-suite.js";
import { broken } from "../support/broken.js";
import { failingTests } from "./failing-tests.js";

type Runner = Required<JobRunner>;

interface Defect {
  readonly defect: string;
  readonly breaks: (good: Runner) => Partial<Runner>;
  readonly failing: readonly string[];
}

const starting = (good: Runner, change: (run: RunJob) => RunJob): Partial<Runner> => ({
  start: (run) => good.start(change(run)),
});
const whileStarted = (
  good: Runner,
  enqueue: (started: boolean, id: Id, delayMs: number) => Promise<void>,
): Partial<Runner> => {
  let started = false;
  return {
    enqueue: (id, { delayMs = 0 } = {}) => enqueue(started, id, delayMs),
    start: (run) => {
      started = true;
      return good.start(run);
    },
  };
};

const DEFECTS: readonly Defect[] = [
  {
    defect: "turns ids into text",
    breaks: (good) => starting(good, (run) => (id, signal) => run(id === 2 ** 53 - 1 ? String(id) : id, signal)),
    failing: ["every job is run, with the id that was enqueued"],
  },
  {
    defect: "forgets what was enqueued before the start",
    breaks: (good) =>
      whileStarted(good, async (started, id, delayMs) =>
        started || id === "last" ? good.enqueue(id, { delayMs }) : undefined,
      ),
    failing: ["a job enqueued before the start is run after it"],
  },
  {
    defect: "runs a job within the enqueueing",
    breaks: (good) => {
      let current: RunJob | undefined;
      return {
        enqueue: async (id, { delayMs = 0 } = {}) =>
          current === undefined || delayMs > 0
            ? good.enqueue(id, { delayMs })
            : current(id, new AbortController().signal).catch(() => undefined),
        start: (run) => good.start((current = run)),
      };
    },
    failing: [
      "enqueue does not wait for the job",
      "cancel of a job that does not exist, or runs already, is a success",
      "disposal aborts the running jobs and waits for them",
      "after disposal no job is taken",
    ],
  },
  {
    defect: "knows no delay",
    breaks: (good) => ({ enqueue: (id) => good.enqueue(id) }),
    failing: ["a delayed job is run, not before its time, and holds up no other"],
  },
  {
    defect: "makes another attempt",
    breaks: (good) => starting(good, (run) => (id, signal) => run(id, signal).catch(() => run(id, signal))),
    failing: ["a run that rejects is not repeated, and holds up no other"],
  },
  {
    defect: "cannot cancel",
    breaks: () => ({ cancel: async () => undefined }),
    failing: ["a cancelled job that has not started is not run"],
  },
  {
    defect: "fails to cancel what does not exist",
    breaks: (good) => ({
      cancel: async (id) => {
        if (id === "nowhere") throw new RangeError("No such job.");
        await good.cancel(id);
      },
    }),
    failing: ["cancel of a job that does not exist, or runs already, is a success"],
  },
  {
    defect: "does not wait for running jobs",
    breaks: (good) => ({
      start: (run) => {
        const worker = good.start(run);
        return { [Symbol.asyncDispose]: async () => void worker[Symbol.asyncDispose]() };
      },
    }),
    failing: ["disposal aborts the running jobs and waits for them"],
  },
  {
    defect: "takes jobs after its disposal",
    breaks: (good) => ({
      start: (run) => {
        let worker = good.start(run);
        return {
          [Symbol.asyncDispose]: async () => {
            await worker[Symbol.asyncDispose]();
            worker = good.start(run);
            setTimeout(() => void worker[Symbol.asyncDispose](), 200);
          },
        };
      },
    }),
    failing: ["after disposal no job is taken"],
  },
];

test.each(DEFECTS)("a runner that $defect fails the tests that say so, and no other", async ({ breaks, failing }) => {
  const create = () => {
    const good = createInlineRunner();
    return { runner: broken<JobRunner>(good, breaks(good)) };
  };
  expect(
    await failingTests((register) => runnerSuite({ test: register, create, patienceMs: 60, delayMs: 30 })),
  ).toEqual(failing);
});

test("a runner that cannot cancel fails the tests of it, unless an option says so", async () => {
  const create = () => ({ runner: broken<JobRunner>(createInlineRunner(), { cancel: undefined as never }) });
  const cancels = [
    "a cancelled job that has not started is not run",
    "cancel of a job that does not exist, or runs already, is a success",
  ];
  expect(await failingTests((register) => runnerSuite({ test: register, create, delayMs: 30 }))).toEqual(cancels);
  const names: string[] = [];
  runnerSuite({ test: (name) => names.push(name), create, without: ["cancel"] });
  expect(names.filter((name) => name.startsWith("not tested: "))).toEqual(cancels.map((name) => `not tested: ${name}`));
});

test("every test of the suite has a defect that it is failed by", () => {
  const names: string[] = [];
  runnerSuite({ test: (name) => names.push(name), create: () => ({ runner: createInlineRunner() }) });
  const failed = new Set(DEFECTS.flatMap(({ failing }) => failing));
  expect(names.filter((name) => !failed.has(name))).toEqual([]);
});
