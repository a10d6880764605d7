import assert from "node:assert/strict";
import type { Id } from "../../contracts/id.js";
import type { JobStage } from "../../contracts/job-progress.js";
import type { ProgressReporter } from "../../contracts/progress-reporter.js";
import { type ContractTest, contractTest, given, needing, type SuiteOptions } from "../contract/contract-test.js";
import { soon } from "../contract/soon.js";

/** The parts that one test of the progress suite works with. */
export interface ProgressFixture {
  readonly reporter: ProgressReporter;
  /** The stages that the host shows of a job now, in order. */
  readonly shown?: (jobId: Id) => readonly JobStage[] | Promise<readonly JobStage[]>;
}

/** The options of the progress suite. */
export interface ProgressSuiteOptions extends SuiteOptions<ProgressFixture> {
  /** The time that one call may take, in milliseconds; by default 250, since up to four come in a second. */
  readonly patienceMs?: number;
  /** `["shown"]` where the host's view cannot be asked: what it shows is then `not tested: …`. By default nothing. */
  readonly without?: readonly "shown"[];
}

const JOBS: readonly Id[] = [1, 2, "6c84fb90-12c4-11e1-840d-7b25c5ee775a"];

/** Waits for the answer of one call, but not for long. */
type Call = (answer: void | Promise<void>) => Promise<void>;

/**
 * One test for everything that a host may expect of its {@link ProgressReporter}. Core survives one that fails them.
 *
 * @example
 * ```ts
 * progressSuite({
 *   test,
 *   create: () => {
 *     const board = new JobBoard();
 *     return { reporter: board, shown: (jobId) => board.shown(jobId) };
 *   },
 * });
 * ```
 */
export function progressSuite({ patienceMs = 250, without, ...options }: ProgressSuiteOptions): void {
  const test = contractTest(options);
  const call: Call = (answer) => soon(Promise.resolve(answer), { ms: patienceMs, what: "A call of the reporter" });
  testShown(needing(test, "shown", { test: options.test, without }), call);

  test("calls end soon, for every job, stage and attempt", async ({ reporter }) => {
    for (const job of [...JOBS, ...JOBS]) {
      for (const key of ["export", "upload"]) await call(reporter.addStage(job, stageOf(key, 0)));
      for (const progress of [0.25, 1]) await call(reporter.updateStage(job, stageOf("export", progress)));
    }
  });
}

/** Tests what the host shows of the calls it receives. */
function testShown(test: ContractTest<ProgressFixture>, call: Call): void {
  test("stages are shown in the order in which they are added", async ({ reporter, ...hooks }) => {
    const shown = given(hooks.shown, "shown");
    for (const key of ["export", "upload"]) await call(reporter.addStage(1, stageOf(key, 0)));
    assert.deepEqual(await shown(1), [stageOf("export", 0), stageOf("upload", 0)]);
  });

  test("a stage that has moved is shown as it is now", async ({ reporter, ...hooks }) => {
    const shown = given(hooks.shown, "shown");
    for (const key of ["export", "upload"]) await call(reporter.addStage(1, stageOf(key, 0)));
    for (const progress of [0.25, 1]) await call(reporter.updateStage(1, stageOf("export", progress)));
    assert.deepEqual(await shown(1), [stageOf("export", 1), stageOf("upload", 0)]);
  });

  test("another attempt starts the stages again", async ({ reporter, ...hooks }) => {
    const shown = given(hooks.shown, "shown");
    for (const progress of [0, 0]) {
      for (const key of ["export", "upload"]) await call(reporter.addStage(1, stageOf(key, progress)));
      await call(reporter.updateStage(1, stageOf("export", 0.5)));
    }
    assert.deepEqual(await shown(1), [stageOf("export", 0.5), stageOf("upload", 0)]);
  });

  test("jobs stay apart, by numbers and by text", async ({ reporter, ...hooks }) => {
    const shown = given(hooks.shown, "shown");
    for (const job of JOBS) await call(reporter.addStage(job, stageOf("export", 0)));
    for (const [index, job] of JOBS.entries()) await call(reporter.updateStage(job, stageOf("export", index / 4)));
    for (const [index, job] of JOBS.entries()) assert.deepEqual(await shown(job), [stageOf("export", index / 4)]);
  });
}

/** Frozen, as core's are: a reporter that writes into one throws. */
function stageOf(key: string, progress: number): JobStage {
  const params = Object.freeze([Object.freeze({ key: "rows", name: "Rows", value: progress * 100 })]);
  return Object.freeze({ key, name: key, status: progress < 1 ? "STARTED" : "SUCCESS", progress, params });
}
