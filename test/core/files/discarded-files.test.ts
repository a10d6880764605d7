import { expect, test } from "vitest";
import { createMemoryStorage } from "../../../src/storage/memory/memory-storage.js";
import { createTestHost, USER } from "../../support/test-host.js";

test("a storage that cannot delete is asked little, and an export keeps no more than a hundred files", async () => {
  const storage = createMemoryStorage();
  const remove = storage.delete.bind(storage);
  let calls = 0;
  storage.delete = () => {
    calls += 1;
    return Promise.reject(new TypeError("down"));
  };
  const host = await createTestHost({ storage });
  const { id, version } = await host.createAndRun();
  const discarded = Array.from({ length: 95 }, (_, index) => ({
    key: `exports/1/1/${index}/a.csv`,
    phase: "stored" as const,
  }));
  await host.store.update(id, { version }, { discarded });
  const change = (moths: number) => host.service.update(id, { filters: { moths_min: moths } }, { user: USER });
  let refused: unknown = null;
  for (let index = 1; refused === null && index <= 10; index += 1) {
    refused = await change(1 + (index % 2)).then(
      () => null,
      (error: unknown) => error,
    );
    if (refused === null) await host.service.run(id);
  }
  expect(refused).toMatchObject({ code: "STORAGE_FAILED", retryable: true });
  expect((await host.stored(id)).discarded).toHaveLength(100);
  // Without bounds: 96 for the first change, and one more for each that follows.
  expect(calls).toBeLessThanOrEqual(60);
  storage.delete = remove;
  await host.service.reap();
  expect(await change(5)).toMatchObject({ status: "pending", discarded: [] });
  expect(await host.keys()).toEqual([]);
});
