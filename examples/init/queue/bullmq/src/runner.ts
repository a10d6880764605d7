import { Queue, Worker } from "bullmq";
import type { JobRunner } from "vasculum";
import { createBullMqRunner } from "vasculum/bullmq";
import { setting } from "./settings.js";

/** A runner, and how its connections are closed. */
export interface OpenRunner {
  readonly runner: JobRunner;
  readonly close: () => Promise<void>;
}

/** Connects to the queue in Redis. Workers run the exports. */
export async function openRunner(): Promise<OpenRunner> {
  const connection = { url: setting("REDIS_URL") };
  const queue = new Queue("exports", { connection });
  queue.on("error", ({ message }) => console.error("bullmq:", message));
  const createWorker = (): Worker => new Worker("exports", null, { connection });
  return { runner: createBullMqRunner({ queue, createWorker }), close: () => queue.close() };
}
