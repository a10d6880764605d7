import { createInlineRunner, type JobRunner } from "vasculum";

/** A runner, and how its connections are closed. */
export interface OpenRunner {
  readonly runner: JobRunner;
  readonly close: () => Promise<void>;
}

/** Runs exports in the server itself, one at a time. The reaper starts again what a restart interrupted. */
export async function openRunner(): Promise<OpenRunner> {
  return { runner: createInlineRunner(), close: async () => undefined };
}
