import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { detectionsWith } from "../../../src/sources/antenna/detections.js";
import type { RelationReader } from "../../../src/sources/antenna/relation.js";

test("statements that fail together are heard by who waits, and by nobody else", async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown): void => void unheard.push(reason);
  process.on("unhandledRejection", hear);
  const failing = {
    run: () => Promise.reject(new TypeError("cancelled")),
    appliedTo: async () => {
      await delay(5);
      throw new TypeError("cancelled");
    },
  };
  try {
    await expect(detectionsWith(["detections"])(failing as unknown as RelationReader, ["1"])).rejects.toThrow(
      "cancelled",
    );
    await delay(20);
  } finally {
    process.off("unhandledRejection", hear);
  }
  expect(unheard).toEqual([]);
});
