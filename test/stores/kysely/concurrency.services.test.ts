import { beforeEach, expect, test } from "vitest";
import type { ExportRecord } from "../../../src/contracts/export-record.js";
import type { ExportStore } from "../../../src/contracts/export-store.js";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { createNewExport } from "../../../src/testing/fakes/create-new-export.js";
import { claimed, created, HOUR, kept, listIds, present, progressOf } from "../../../src/testing/store-suite/stored.js";
import { BODY, createTestHost, USER } from "../../support/test-host.js";
import { emptyTables, onDatabases, SQLITE_FILE } from "./store-databases.js";
import { MARIADB, POSTGRES } from "./store-services.js";

onDatabases([POSTGRES, MARIADB, SQLITE_FILE], (database) => {
  let stores: readonly [ExportStore, ExportStore];
  /** Either store in turn, as two processes with a pool each would. */
  const storeOf = (index: number): ExportStore => stores[index % 2 === 0 ? 0 : 1];
  const together = <T>(count: number, act: (store: ExportStore, index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => act(storeOf(index), index)));

  beforeEach(async () => {
    const [one, other] = [database().connect({ max: 4 }), database().connect({ max: 1 })];
    await emptyTables(one);
    stores = [createKyselyStore({ db: one }), createKyselyStore({ db: other })];
    return async () => {
      await one.destroy();
      await other.destroy();
    };
  });

  test("of 20 claims at once from two pools, one gets the export", async () => {
    const { id } = await created(storeOf(0));
    const answers = await together(20, (store, index) => store.claim(id, `token-${index}`, HOUR));
    const [winner, ...others] = answers.filter((answer) => answer !== null);
    expect(others).toEqual([]);
    expect(await kept(storeOf(0), { id })).toEqual(winner);
  });

  test.each([{ perUser: 7 }, { perProject: 7 }, { perUser: 9, perProject: 7 }])(
    "of 50 creates at once under %o, seven create",
    async (limits) => {
      const results = await together(50, (store) => store.create(createNewExport(), { dueInMs: HOUR, limits }));
      expect(results.filter(({ outcome }) => outcome === "created")).toHaveLength(7);
      expect(await listIds(storeOf(0))).toHaveLength(7);
    },
  );

  test("of 30 creates at once with one idempotency key, all give the one record", async () => {
    const options = { dueInMs: HOUR, idempotencyKey: "k", limits: { perUser: 3 } };
    const results = await together(30, (store) => store.create(createNewExport(), options));
    const ids = results.map((result) => (result.outcome === "limit" ? null : result.record.id));
    expect(new Set(ids).size).toBe(1);
    expect(await listIds(storeOf(0))).toEqual([ids[0]]);
  });

  test("users and projects that cross one another neither deadlock nor exceed a limit", async () => {
    const limits = { perUser: 4, perProject: 4 };
    const results = await together(80, (store, index) => {
      const facts = createNewExport({ user: { id: index % 5, name: "" }, projectId: index % 7 });
      return store.create(facts, { dueInMs: HOUR, limits, idempotencyKey: `${index}` });
    });
    const records = results.flatMap((result) => (result.outcome === "created" ? [result.record] : []));
    expect(most(records.map(({ user }) => user.id))).toBe(4);
    expect(most(records.map(({ projectId }) => projectId))).toBeLessThanOrEqual(4);
  });

  test("a heartbeat and a cancel at once both take effect, whichever comes first", async () => {
    for (let round = 1; round <= 25; round += 1) {
      const record = await claimed(storeOf(0), "token");
      const [cancelled, pulse] = await Promise.all([
        storeOf(round).update(record.id, record, { job: { state: "CANCELING", cancelRequested: true } }),
        storeOf(round + 1).renew(record.id, "token", { leaseMs: 2 * HOUR, progress: progressOf(0.5) }),
      ]);
      expect(pulse).not.toBeNull();
      const { version, job, dueAt } = await kept(storeOf(0), record);
      expect(job).toEqual({ ...present(cancelled).job, progress: progressOf(0.5) });
      expect([version, job.cancelRequested]).toEqual([3, true]);
      expect(Date.parse(present(dueAt))).toBeGreaterThan(Date.parse(present(record.dueAt)));
    }
  });

  test("two services over one database run 20 exports once each", async () => {
    const host = await createTestHost({ store: storeOf(0), leaseMs: 20_000, heartbeatMs: 50 });
    const other = host.another({ store: storeOf(1) });
    const records = await Promise.all(Array.from({ length: 20 }, () => host.service.create(BODY, { user: USER })));
    await Promise.all(records.flatMap(({ id }) => [host.service.run(id), other.run(id), host.service.run(id)]));
    for (const { id } of records) {
      expect(await host.stored(id)).toMatchObject({
        status: "succeeded",
        recordCount: 25,
        job: { attempts: 1, token: null },
      });
    }
    expect(await host.keys()).toHaveLength(20);
    expect(host.errors).toEqual([]);
  });

  test("a store that starts later sees all that was kept", async () => {
    const records: ExportRecord[] = [];
    for (let n = 0; n < 5; n += 1) records.push(await claimed(storeOf(0), `token-${n}`));
    const db = database().connect({ max: 1 });
    const { records: found } = await createKyselyStore({ db }).list({
      orderBy: "id",
      direction: "asc",
      limit: 10,
      offset: 0,
    });
    expect(found).toEqual(records);
    await db.destroy();
  });
});

/** How often the most frequent value occurs. */
function most(values: readonly unknown[]): number {
  return Math.max(...values.map((value) => values.filter((other) => other === value).length));
}
