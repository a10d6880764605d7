import { expect, test } from "vitest";
import type { NoticeOutbox } from "../../src/contracts/export-notice.js";
import type { ExportRecord } from "../../src/contracts/export-record.js";
import type { ExportStore } from "../../src/contracts/export-store.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import { storeSuite } from "../../src/testing/store-suite/store-suite.js";
import { broken } from "../support/broken.js";
import { failingTests } from "./failing-tests.js";

interface Defect {
  readonly defect: string;
  readonly breaks: (good: ExportStore) => Partial<ExportStore>;
  /** Tests that must fail, and no other may. */
  readonly failing: readonly string[];
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const reversed =
  (good: ExportStore): ExportStore["list"] =>
  async (options) => {
    const page = await good.list(options);
    return { ...page, records: [...page.records].reverse() };
  };
/** As a list in a database that does as it likes with nulls or ties. */
function reordered(
  good: ExportStore,
  order: (one: ExportRecord, other: ExportRecord) => number,
  only: string,
): Partial<ExportStore> {
  return {
    list: async (options) => {
      const page = await good.list(options);
      return options.orderBy === only ? { ...page, records: [...page.records].sort(order) } : page;
    },
  };
}

const NO_EXPORTS = { pending: 0, running: 0, oldestPendingAt: null, failures: {} } as const;

const DEFECTS: readonly Defect[] = [
  {
    defect: "keeps filters as text",
    breaks: (good) => ({
      create: (newExport, options) =>
        good.create({ ...newExport, filters: { text: JSON.stringify(newExport.filters) } }, options),
    }),
    failing: ["create keeps the facts as they were given", "what is kept shares nothing with what was given or got"],
  },
  {
    defect: "is due at once",
    breaks: (good) => ({ create: (newExport, options) => good.create(newExport, { ...options, dueInMs: 0 }) }),
    failing: [
      "create gives version 1, the store's times in UTC, and dueAt",
      "due gives the records whose time has come, longest due first",
      "due gives no record before its time, nor one that is never due",
    ],
  },
  {
    defect: "does not know idempotency keys",
    breaks: (good) => ({
      create: (newExport, { limits, dueInMs }) => good.create(newExport, { dueInMs, ...(limits && { limits }) }),
    }),
    failing: [
      "the same idempotency key gives the same user the first record, as it is now",
      "a repeated idempotency key is answered even at the limit",
      "of ten creates at once with one idempotency key, one creates",
      "reachedLimit lets an idempotency key pass that has a record",
    ],
  },
  {
    defect: "always finds a limit reached",
    breaks: () => ({ reachedLimit: async () => "perUser" }),
    failing: [
      "reachedLimit names the limit that a create would meet, and counts nothing else",
      "reachedLimit lets an idempotency key pass that has a record",
    ],
  },
  {
    defect: "folds the case of idempotency keys",
    breaks: (good) => ({
      create: (newExport, { idempotencyKey: key, ...options }) =>
        good.create(newExport, key === undefined ? options : { ...options, idempotencyKey: key.toLowerCase() }),
    }),
    failing: ["an idempotency key is the user's own, and no other key is the same"],
  },
  {
    defect: "knows no limits",
    breaks: (good) => ({ create: (newExport, { limits: _, ...options }) => good.create(newExport, options) }),
    failing: [
      "a user's pending and running exports are limited, and a refused one leaves nothing",
      "a project's pending and running exports are limited, whoever made them",
      "of ten creates at once under a limit of three, three create",
    ],
  },
  {
    defect: "counts ended exports towards limits",
    breaks: (good) => ({
      create: async (newExport, options) => {
        const { count } = await good.list({ orderBy: "id", direction: "asc", limit: 1, offset: 0 });
        if (options.limits?.perUser === 1 && options.limits.perProject === 1 && count > 0)
          return { outcome: "limit", limit: "perUser" };
        return good.create(newExport, options);
      },
    }),
    failing: ["ended and deleted exports do not count towards a limit"],
  },
  {
    defect: "counts first and creates later",
    breaks: (good) => ({
      create: async (newExport, { limits, ...options }) => {
        const { records } = await good.list({ orderBy: "id", direction: "asc", limit: 100, offset: 0 });
        await nextTurn();
        const active = records.filter(({ status }) => status === "pending" || status === "running");
        const [own, project] = [
          active.filter((r) => r.user.id === newExport.user.id),
          active.filter((r) => r.projectId === newExport.projectId),
        ];
        if (options.idempotencyKey !== undefined) return good.create(newExport, options);
        if (own.length >= (limits?.perUser ?? Infinity)) return { outcome: "limit", limit: "perUser" };
        if (project.length >= (limits?.perProject ?? Infinity)) return { outcome: "limit", limit: "perProject" };
        return good.create(newExport, options);
      },
    }),
    failing: ["of ten creates at once under a limit of three, three create"],
  },
  {
    defect: "hides deleted records",
    breaks: (good) => ({
      get: async (id) => {
        const record = await good.get(id);
        return record?.deleted === true ? null : record;
      },
    }),
    failing: [
      "get gives a record, deleted or not",
      "remove of another version is false and removes nothing",
      "claim of an export that is not pending, or deleted, is null and writes nothing",
    ],
  },
  {
    defect: "fails on an id that cannot be one",
    breaks: (good) => ({
      get: async (id) => {
        if (typeof id === "string") throw new RangeError("invalid input syntax for type integer");
        return good.get(id);
      },
    }),
    failing: ["an id that does not exist, or cannot be one, is missing for every method"],
  },
  {
    defect: "takes the leading digits of an id",
    breaks: (good) => ({ get: (id) => good.get(typeof id === "string" ? parseInt(id, 10) : id) }),
    failing: ["an id that does not exist, or cannot be one, is missing for every method"],
  },
  {
    defect: "lists deleted records",
    breaks: (good) => ({
      list: async (options) => {
        const page = await good.list(options);
        const first = await good.get(1);
        return first?.deleted === true ? { count: page.count + 1, records: [first, ...page.records] } : page;
      },
    }),
    failing: ["list leaves out deleted records"],
  },
  {
    defect: "lists every project for none",
    breaks: (good) => ({
      list: ({ projectIds, ...options }) =>
        good.list(projectIds === undefined || projectIds.length === 0 ? options : { ...options, projectIds }),
    }),
    failing: ["list gives the records of the projects asked for: of all without a word, of none for an empty list"],
  },
  {
    defect: "counts the page alone",
    breaks: (good) => ({
      list: async (options) => {
        const { records } = await good.list(options);
        return { count: records.length, records };
      },
    }),
    failing: ["list gives a page, and how many records there are in all"],
  },
  {
    defect: "starts a page one record late",
    breaks: (good) => ({
      list: (options) => good.list({ ...options, offset: options.offset > 0 ? options.offset + 1 : 0 }),
    }),
    failing: ["list gives a page, and how many records there are in all"],
  },
  {
    defect: "orders ids as text",
    breaks: (good) => reordered(good, (one, other) => (String(one.id) < String(other.id) ? -1 : 1), "id"),
    failing: ["list orders by id, either way"],
  },
  {
    defect: "lists backwards",
    breaks: (good) => ({ list: reversed(good) }),
    failing: [
      "list gives the records of the projects asked for: of all without a word, of none for an empty list",
      "list gives a page, and how many records there are in all",
      "list orders by id, either way",
      "list orders by format, the id deciding between equals in the same direction",
      "list orders sizes as numbers, those without one last either way",
      "list orders by the times of creation and of the last change",
    ],
  },
  {
    defect: "always breaks ties upwards",
    breaks: (good) => ({
      list: async (options) => {
        const page = await good.list(options);
        const tied = (one: ExportRecord, other: ExportRecord) =>
          one.format === other.format ? Number(one.id) - Number(other.id) : 0;
        return options.orderBy === "format" ? { ...page, records: [...page.records].sort(tied) } : page;
      },
    }),
    failing: ["list orders by format, the id deciding between equals in the same direction"],
  },
  {
    defect: "puts nulls first",
    breaks: (good) =>
      reordered(good, (one, other) => Number(one.fileSize !== null) - Number(other.fileSize !== null), "fileSize"),
    failing: ["list orders sizes as numbers, those without one last either way"],
  },
  {
    defect: "orders the last change as the creation",
    breaks: (good) => ({
      list: (options) => good.list(options.orderBy === "updatedAt" ? { ...options, orderBy: "createdAt" } : options),
    }),
    failing: ["list orders by the times of creation and of the last change"],
  },
  {
    defect: "updates whatever the version",
    breaks: (good) => ({
      update: async (id, _guard, patch) => {
        for (;;) {
          const current = await good.get(id);
          const written = current && (await good.update(id, current, patch));
          if (current === null || written !== null) return written;
        }
      },
    }),
    failing: [
      "update with another version is null and writes nothing",
      "of ten updates at once of one version, one writes",
      "a claim fences those who read the record before it",
      "a write that does not take place keeps no notice",
    ],
  },
  {
    defect: "forgets part of a patch",
    breaks: (good) => ({ update: (id, guard, { recordCount: _, ...patch }) => good.update(id, guard, patch) }),
    failing: ["update writes the patch, raises version and updatedAt, and leaves the rest alone"],
  },
  {
    defect: "clears the times that a patch does not name",
    breaks: (good) => ({
      update: (id, guard, patch) => good.update(id, guard, { startedAt: null, expiresInMs: null, ...patch }),
    }),
    failing: [
      "update leaves times alone that the patch does not name",
      "dueAt is never later than expiresAt, and is expiresAt when nothing else is due",
    ],
  },
  {
    defect: "is due later than it expires",
    breaks: (good) => ({
      update: (id, guard, patch) => {
        const { expiresInMs: _, ...late } = patch;
        return good.update(id, guard, (patch.dueInMs ?? 0) > (patch.expiresInMs ?? Infinity) ? late : patch);
      },
    }),
    failing: ["dueAt is never later than expiresAt, and is expiresAt when nothing else is due"],
  },
  {
    defect: "sets no times",
    breaks: (good) => ({
      update: (id, guard, { startedAt: _s, finishedAt: _f, ...patch }) => good.update(id, guard, patch),
    }),
    failing: ["update sets times by the store's clock, and takes them back"],
  },
  {
    defect: "lets anybody claim",
    breaks: (good) => ({
      claim: async (id, token, leaseMs) => {
        const record = await good.get(id);
        if (record !== null) await good.update(id, record, { status: "pending", deleted: false });
        return good.claim(id, token, leaseMs);
      },
    }),
    failing: [
      "claim makes a pending export the attempt's, started now and due when the lease ends",
      "claim of an export that is not pending, or deleted, is null and writes nothing",
    ],
  },
  {
    defect: "claims what is deleted",
    breaks: (good) => ({
      claim: async (id, token, leaseMs) => {
        const record = await good.get(id);
        if (record?.deleted === true) await good.update(id, record, { deleted: false });
        return good.claim(id, token, leaseMs);
      },
    }),
    failing: ["claim of an export that is not pending, or deleted, is null and writes nothing"],
  },
  {
    defect: "reads and then claims",
    breaks: (good) => ({
      claim: async (id, token, leaseMs) => {
        const before = await good.get(id);
        if (before === null || before.status !== "pending" || before.deleted) return null;
        await nextTurn();
        const now = await good.get(id);
        if (now?.status === "pending") return good.claim(id, token, leaseMs);
        return now === null
          ? null
          : good.update(id, now, { job: { ...now.job, token, attempts: now.job.attempts + 1 } });
      },
    }),
    failing: ["of ten claims at once, one gets the export"],
  },
  {
    defect: "does not count attempts",
    breaks: (good) => ({
      claim: async (id, token, leaseMs) => {
        const record = await good.claim(id, token, leaseMs);
        return record && { ...record, job: { ...record.job, attempts: 0 } };
      },
    }),
    failing: [
      "claim makes a pending export the attempt's, started now and due when the lease ends",
      "claim of an export that is not pending, or deleted, is null and writes nothing",
      "of ten claims at once, one gets the export",
      "renew extends the lease and writes the progress; version and updatedAt stay",
      "renew with a token that is not the attempt's is null and writes nothing",
      "renew after another attempt has taken over, or the attempt has ended, is null",
    ],
  },
  {
    defect: "renews for any token",
    breaks: (good) => ({
      renew: async (id, _token, renewal) => good.renew(id, (await good.get(id))?.job.token ?? "", renewal),
    }),
    failing: [
      "renew with a token that is not the attempt's is null and writes nothing",
      "renew after another attempt has taken over, or the attempt has ended, is null",
    ],
  },
  {
    defect: "folds the case of tokens",
    breaks: (good) => ({ renew: (id, token, renewal) => good.renew(id, token.toLowerCase().trim(), renewal) }),
    failing: ["renew with a token that is not the attempt's is null and writes nothing"],
  },
  {
    defect: "drops the progress",
    breaks: (good) => ({
      renew: async (id, token, renewal) => {
        const progress = (await good.get(id))?.job.progress;
        return good.renew(id, token, { ...renewal, ...(progress && { progress }) });
      },
    }),
    failing: ["renew extends the lease and writes the progress; version and updatedAt stay"],
  },
  {
    defect: "does not extend the lease",
    breaks: (good) => ({ renew: (id, token, renewal) => good.renew(id, token, { ...renewal, leaseMs: 0 }) }),
    failing: [
      "renew extends the lease and writes the progress; version and updatedAt stay",
      "a running export is due when its lease has ended, and not while it is renewed",
    ],
  },
  {
    defect: "raises the version at a heartbeat",
    breaks: (good) => ({
      renew: async (id, token, renewal) => {
        const pulse = await good.renew(id, token, renewal);
        const record = pulse && (await good.get(id));
        if (record !== null) await good.update(id, record, {});
        return pulse;
      },
    }),
    failing: ["renew extends the lease and writes the progress; version and updatedAt stay"],
  },
  {
    defect: "keeps a cancel to itself",
    breaks: (good) => ({
      renew: async (id, token, renewal) => (await good.renew(id, token, renewal)) && { cancelRequested: false },
    }),
    failing: ["renew brings back that a cancel was requested, and does not take it back"],
  },
  {
    defect: "gives the newest due first",
    breaks: (good) => ({ due: async (limit) => [...(await good.due(100))].reverse().slice(0, limit) }),
    failing: ["due gives the records whose time has come, longest due first", "due gives at most as many as asked for"],
  },
  {
    defect: "gives all that is due",
    breaks: (good) => ({ due: () => good.due(100) }),
    failing: ["due gives at most as many as asked for"],
  },
  {
    defect: "is never done with deleted records",
    breaks: (good) => ({ due: async (limit) => (await good.due(limit)).filter(({ deleted }) => !deleted) }),
    failing: ["due gives records of every status, deleted ones too"],
  },
  {
    defect: "is never done with pending records",
    breaks: (good) => ({ due: async (limit) => (await good.due(limit)).filter(({ status }) => status !== "pending") }),
    failing: [
      "due gives the records whose time has come, longest due first",
      "due gives no record before its time, nor one that is never due",
      "due gives at most as many as asked for",
      "due gives records of every status, deleted ones too",
      "an export that is looked after is due no more",
    ],
  },
  {
    defect: "counts nothing",
    breaks: () => ({ stats: async () => ({ ...NO_EXPORTS, now: new Date().toISOString() }) }),
    failing: ["stats counts pending, running and failed exports, and no deleted one"],
  },
  {
    defect: "removes whatever the version",
    breaks: (good) => ({ remove: async (id) => good.remove(id, { version: (await good.get(id))?.version ?? 0 }) }),
    failing: ["remove of another version is false and removes nothing"],
  },
  {
    defect: "marks where it should remove",
    breaks: (good) => ({
      remove: async (id, guard) => (await good.update(id, guard, { deleted: true })) !== null,
    }),
    failing: ["remove takes a record away for good", "a record is removed only after its notices"],
  },
  {
    defect: "does not survive what is done to its records",
    breaks: (good) => {
      const thawed = new Map<unknown, ExportRecord>();
      return {
        create: async (newExport, options) => {
          const result = await good.create(newExport, options);
          if (result.outcome !== "created") return result;
          const record = structuredClone(result.record);
          thawed.set(record.id, record);
          return { ...result, record };
        },
        get: async (id) => {
          const [kept, given] = [await good.get(id), thawed.get(id)];
          return kept?.version === 1 && given?.status === "failed" ? given : kept;
        },
      };
    },
    failing: ["what is kept shares nothing with what was given or got"],
  },
];

/** A store that knows numbers alone. */
const JOB_ID_DEFECT: Defect = {
  defect: "keeps the host's job ids as text",
  breaks: (good) => ({
    update: (id, guard, { job, ...patch }) =>
      good.update(id, guard, {
        ...patch,
        ...(job && { job: job.id === undefined ? job : { ...job, id: `${job.id}` } }),
      }),
  }),
  failing: ["update keeps the id of the host's own job, a number or text, through later changes"],
};

/** What a store may do wrong with notices. */
const NOTICE_DEFECTS: readonly Defect[] = [
  {
    defect: "forgets notices",
    breaks: (good) => ({ update: (id, guard, { notice: _, ...patch }) => good.update(id, guard, patch) }),
    failing: [
      "a notice is kept with its write, and is the writer's own for a minute",
      "a notice is taken by one of ten callers, and by the next when its lease has ended",
      "what is settled is gone, the rest keeps its order, and unknown ids harm nothing",
      "of two who settle at once, neither brings back what the other has removed",
      "notices outlast other writes of the record",
      "a record is removed only after its notices",
      "take gives at most as many exports as asked for, longest due first",
    ],
  },
  {
    defect: "shows notices in records",
    breaks: (good) => ({
      update: async (id, guard, patch) => {
        const record = await good.update(id, guard, patch);
        return record && { ...record, ...(patch.notice && { notice: patch.notice }) };
      },
    }),
    failing: [
      "a notice is kept with its write, and is the writer's own for a minute",
      "to take and settle notices changes nothing of the record, its version and times included",
    ],
  },
  {
    defect: "keeps notices of writes that it refuses",
    breaks: (good) => ({
      update: async (id, guard, patch) => {
        const [record, current] = [await good.update(id, guard, patch), await good.get(id)];
        if (record === null && current !== null && patch.notice)
          await good.update(id, current, { notice: patch.notice });
        return record;
      },
    }),
    failing: ["a write that does not take place keeps no notice"],
  },
  {
    defect: "gives notices to everyone",
    breaks: ({ notices: good }) => ({
      notices: outbox(good, {
        take: async (limit, leaseMs) => {
          const batches = (await good?.take(limit, leaseMs)) ?? [];
          for (const { exportId } of batches) await good?.settle(exportId, { ids: [], dueInMs: 0 });
          return batches;
        },
      }),
    }),
    failing: [
      "a notice is taken by one of ten callers, and by the next when its lease has ended",
      "take gives at most as many exports as asked for, longest due first",
    ],
  },
  {
    defect: "takes all notices there are",
    breaks: ({ notices: good }) => ({
      notices: outbox(good, { take: async (_, leaseMs) => (await good?.take(100, leaseMs)) ?? [] }),
    }),
    failing: ["take gives at most as many exports as asked for, longest due first"],
  },
  {
    defect: "raises the version when a notice was heard",
    breaks: (good) => ({
      notices: outbox(good.notices, {
        settle: async (id, settled) => {
          await good.notices?.settle(id, settled);
          const current = settled.ids.length > 0 ? await good.get(id) : null;
          if (current !== null) await good.update(id, current, {});
        },
      }),
    }),
    failing: [
      "to take and settle notices changes nothing of the record, its version and times included",
      "a record is removed only after its notices",
    ],
  },
  {
    defect: "removes records whose notices nobody has heard",
    breaks: (good) => ({
      remove: async (id, guard) => {
        await good.notices?.settle(id, { ids: ["a"], dueInMs: null });
        return await good.remove(id, guard);
      },
    }),
    failing: ["a record is removed only after its notices"],
  },
];

/** An outbox that does some things otherwise. */
function outbox(good: NoticeOutbox | undefined, bad: Partial<NoticeOutbox>): NoticeOutbox {
  return {
    take: async (limit, leaseMs) => (await good?.take(limit, leaseMs)) ?? [],
    settle: async (id, settled) => good?.settle(id, settled),
    ...bad,
  };
}

const ALL_DEFECTS = [...DEFECTS, JOB_ID_DEFECT, ...NOTICE_DEFECTS];

/** Failed by the stores below, which give an id twice. */
const ID_TESTS = [
  "create gives every record an id of its own",
  "an id is never given twice, even when its record is gone",
];

test.each(ALL_DEFECTS)(
  "a store that $defect fails the tests that say so, and no other",
  async ({ breaks, failing }) => {
    expect(await failingTests((register) => storeSuite({ test: register, create: () => fixture(breaks) }))).toEqual(
      failing,
    );
  },
);

test("every test of the suite has a defect that it is failed by", () => {
  const names: string[] = [];
  storeSuite({ test: (name) => names.push(name), create: () => ({ store: createMemoryStore() }) });
  const failed = new Set([...ALL_DEFECTS.flatMap(({ failing }) => failing), ...ID_TESTS]);
  expect(names.filter((name) => !failed.has(name))).toEqual([]);
});

test("a store that gives an id twice fails the test that says so", async () => {
  const failed = await failingTests((register) =>
    storeSuite({
      test: register,
      create: () => {
        let store = createMemoryStore();
        return {
          store: broken(store, {
            create: (newExport, options) => store.create(newExport, options),
            remove: async (id, guard) => {
              const removed = await store.remove(id, guard);
              if (removed) store = createMemoryStore();
              return removed;
            },
          }),
          advance: () => undefined,
        };
      },
    }),
  );
  expect(failed).toEqual(expect.arrayContaining(["an id is never given twice, even when its record is gone"]));
});

function fixture(breaks: Defect["breaks"]) {
  const clock = createFakeClock();
  const good = createMemoryStore({ clock });
  return { store: broken(good, breaks(good)), advance: clock.advance };
}
