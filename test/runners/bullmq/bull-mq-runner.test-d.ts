import type { Job, Queue, Worker } from "bullmq";
import { expectTypeOf, test } from "vitest";
import type { JobRunner } from "../../../src/contracts/job-runner.js";
import {
  createBullMqRunner,
  type BullMqJobLike,
  type BullMqQueueLike,
  type BullMqRunnerOptions,
  type BullMqWorkerLike,
} from "../../../src/bullmq.js";

test("BullMQ's classes are what the runner takes", () => {
  expectTypeOf<Queue>().toExtend<BullMqQueueLike>();
  expectTypeOf<Worker>().toExtend<BullMqWorkerLike>();
  expectTypeOf<Job>().toExtend<BullMqJobLike>();
});

test("a runner that has everything comes out, of a queue and a factory of workers", () => {
  expectTypeOf(createBullMqRunner).returns.toEqualTypeOf<Required<JobRunner>>();
  expectTypeOf<{ queue: Queue; createWorker: () => Worker }>().toExtend<BullMqRunnerOptions>();
  expectTypeOf<{ queue: Queue }>().not.toExtend<BullMqRunnerOptions>();
});
