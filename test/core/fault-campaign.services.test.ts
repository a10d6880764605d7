import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ExportRecord } from "../../src/contracts/export-record.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import { createFaultPlan, type Fault, type FaultPlan } from "../../src/testing/fakes/fault-plan.js";
import { faulty } from "../../src/testing/fakes/faulty.js";
import { createRecordingReporter } from "../../src/testing/fakes/recording-reporter.js";
import { collect } from "../support/collect.js";
import { NightlyExporter, nightSource } from "../support/nightly-exporter.js";
import { allowAll, BODY, createManualQueue, createTestHost, USER, type TestHost } from "../support/test-host.js";

const DAY = 24 * 60 * 60 * 1000;
const escaped: unknown[] = [];
const note = (error: unknown): void => void escaped.push(error);

beforeEach(() => {
  escaped.length = 0;
  process.on("unhandledRejection", note).on("uncaughtException", note);
});

afterEach(() => {
  process.off("unhandledRejection", note).off("uncaughtException", note);
});

/** A host whose every port counts its calls in one plan, and the same host without faults, to look at what is left. */
async function faultyHost(plan: FaultPlan) {
  const clock = createFakeClock();
  const [store, storage, runner] = [createMemoryStore({ clock }), createMemoryStorage(), createManualQueue()];
  class Faulty extends NightlyExporter {
    override getSource() {
      const rows = Array.from({ length: 25 }, (_, index) => ({ id: index + 1, moths: index }));
      return faulty(
        nightSource(() => rows),
        plan,
        { direct: ["queryset"] },
      );
    }
  }
  const host = await createTestHost({
    exporter: Faulty,
    store: faulty(store, plan),
    storage: faulty(storage, plan),
    runner: faulty(runner, plan),
    authorizer: faulty(allowAll, plan),
    progress: faulty(createRecordingReporter(), plan),
    leaseMs: 120,
    heartbeatMs: 20,
    estimateMs: 50,
    limits: { runMs: 150 },
  });
  return { host, clock, store, storage };
}

/** What a host does with an export: asks for it, has it run, and lets the reaper look after it until nothing moves any more. */
async function liveThrough({
  host,
  clock,
  store,
}: Awaited<ReturnType<typeof faultyHost>>): Promise<ExportRecord | null> {
  await host.service.create(BODY, { user: USER }).catch(() => null);
  for (let day = 0; day < 8; day += 1) {
    const record = await store.get(1);
    if (record === null) return null;
    await host.service.run(1);
    clock.advance(DAY);
    await host.service.reap().catch(() => undefined);
  }
  return await store.get(1);
}

async function expectInvariants(
  record: ExportRecord | null,
  { storage, host }: { storage: ReturnType<typeof createMemoryStorage>; host: TestHost },
) {
  const keys = (await collect(storage.list(""))).map(({ key }) => key);
  expect(await readdir(host.tempDirectory)).toEqual([]);
  expect(escaped).toEqual([]);
  if (record?.status !== "succeeded") {
    expect(record?.job.progress.summary.progress ?? 0).toBeLessThan(1);
    expect(keys).toEqual([]);
    return;
  }
  expect(keys).toEqual([record.fileKey]);
  const bytes = Buffer.concat(await collect(await storage.open(keys[0]!)));
  expect(record).toMatchObject({
    fileSize: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    recordCount: 25,
  });
  expect(bytes.toString().trim().split("\n")).toHaveLength(25);
  expect(record.job.progress.summary).toEqual({ status: "SUCCESS", progress: 1 });
}

test.each<Fault>(["error", "applied", "hang", "hang-for-ever"])(
  "whichever call of whichever port goes wrong (%s), the export ends, whole or not at all",
  async (fault) => {
    let nth = 1;
    const outcomes = new Map<string, number>();
    for (; ; nth += 1) {
      const plan = createFaultPlan({ nth, fault });
      const made = await faultyHost(plan);
      const record = await liveThrough(made);
      await expectInvariants(record, made);
      if (plan.failed === null) break;
      const outcome = record?.status ?? "never created";
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      expect(["succeeded", "failed", "never created"], `${plan.failed} (${nth})`).toContain(outcome);
    }
    console.log(`${fault}: ${nth - 1} calls, ${JSON.stringify(Object.fromEntries(outcomes))}`);
    expect(nth).toBeGreaterThan(25);
    expect(outcomes.get("succeeded")).toBeGreaterThan(15);
  },
  120_000,
);
