import { expect, test } from "vitest";
import type { Id } from "../../src/contracts/id.js";
import { type JobIntake, startQueueWorker } from "../../src/runners/queue-worker.js";
import { queueWorkerSettings } from "../../src/runners/queue-worker-options.js";

test.each<readonly [does: string, onError: () => unknown]>([
  [
    "throws",
    () => {
      throw new TypeError("listener");
    },
  ],
  ["rejects", () => Promise.reject(new TypeError("listener"))],
])("a worker outlives a listener that %s", async (_does, onError) => {
  const answers: readonly (() => Promise<Id>)[] = [
    () => Promise.reject(new TypeError("The queue is away.")),
    () => Promise.resolve(7),
  ];
  const turns = answers.values();
  const intake: JobIntake = {
    take: async () => (await turns.next().value?.()) ?? null,
    putBack: async () => undefined,
    close: async () => undefined,
  };
  let ran = (_id: Id): void => undefined;
  const first = new Promise<Id>((resolve) => {
    ran = resolve;
  });
  await using _worker = startQueueWorker(async (id) => ran(id), intake, queueWorkerSettings({ pollMs: 1, onError }));
  expect(await first).toBe(7);
});
