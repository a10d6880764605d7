/**
 * A job runner on a BullMQ queue, which needs a Redis.
 *
 * @module vasculum/bullmq
 */
export {
  createBullMqRunner,
  type BullMqJobLike,
  type BullMqJobOptions,
  type BullMqQueueLike,
  type BullMqRunnerOptions,
  type BullMqWorkerLike,
} from "./runners/bullmq/bull-mq-runner.js";
