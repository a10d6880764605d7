export {
  createBullMqRunner,
  type BullMqJobLike,
  type BullMqJobOptions,
  type BullMqQueueLike,
  type BullMqRunnerOptions,
  type BullMqWorkerLike,
} from "./runners/bullmq/bull-mq-runner.js";
export type { QueueWorkerOptions } from "./runners/queue-worker-options.js";
