import { randomUUID } from "node:crypto";
import PgBoss from "pg-boss";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  createPgBossRunner,
  type PgBossLike,
  type PgBossRunnerOptions,
  type PgBossSendOptions,
} from "../../../src/pg-boss.js";
import { createJobLog } from "../../../src/testing/runner-suite/job-log.js";
import { runnerSuite } from "../../../src/testing/runner-suite/runner-suite.js";
import { createDatabase, type TestDatabase } from "../../support/postgres.js";
import { startTcpProxy } from "../../support/tcp-proxy.js";
import { type QueueFixture, queueRunnerTests } from "../queue-runner-tests.js";

let database: TestDatabase;
let boss: PgBoss;

beforeAll(async () => {
  database = await createDatabase();
  boss = await startBoss(database.url);
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await database[Symbol.asyncDispose]();
});

async function startBoss(connectionString: string): Promise<PgBoss> {
  const started = new PgBoss({ connectionString, schedule: false, supervise: false, max: 4 });
  started.on("error", () => undefined);
  return await started.start();
}

/** The boss, as pg-boss is from 11 on: no call knows a queue that does not exist. */
function createStrictBoss(): PgBossLike {
  const strict =
    <A extends readonly unknown[], R>(call: (name: string, ...args: A) => Promise<R>) =>
    async (name: string, ...args: A): Promise<R> => {
      if ((await boss.getQueue(name)) === null) throw new TypeError(`Queue ${name} does not exist`);
      return await call(name, ...args);
    };
  return {
    createQueue: (name) => boss.createQueue(name),
    getQueue: (name) => boss.getQueue(name),
    listenerCount: (event) => boss.listenerCount(event),
    send: strict((name, payload: object, options: PgBossSendOptions) => boss.send(name, payload, options)),
    fetch: strict((name) => boss.fetch(name)),
    deleteJob: strict((name, id: string) => boss.deleteJob(name, id)),
    getJobById: strict((name, id: string) => boss.getJobById(name, id)),
  };
}

async function openQueue(): Promise<QueueFixture> {
  const queue = randomUUID();
  return {
    createRunner: (options) => createPgBossRunner({ boss, queue, pollMs: 10, ...options }),
    entries: async () => {
      const { rows } = await boss
        .getDb()
        .executeSql("select count(*)::int as n from pgboss.job where name = $1", [queue]);
      return rows[0].n;
    },
    empty: () => boss.clearStorage(),
    takeAndDie: async () => void expect(await boss.fetch(queue)).toHaveLength(1),
    addForeign: async () => void expect(await boss.send(queue, { secret: "moth" })).toEqual(expect.any(String)),
    close: async () => undefined,
  };
}

describe("contract", () => {
  runnerSuite({
    test,
    create: async () => {
      const { createRunner, close } = await openQueue();
      return { runner: createRunner(), close };
    },
    delayMs: 200,
    patienceMs: 5_000,
  });
});

describe("a queue of its own", () => queueRunnerTests(openQueue));

test("a boss without a listener for errors is refused", () => {
  const deaf = new PgBoss({ connectionString: database.url });
  expect(() => createPgBossRunner({ boss: deaf, queue: "exports" })).toThrow(TypeError);
});

test.each([{}, { queue: "exports" }, { boss: { connectionString: "postgres://" } }])(
  "without a boss no runner is made: %o",
  (options) => {
    const create = () => createPgBossRunner(options as unknown as PgBossRunnerOptions);
    expect(create).toThrow(TypeError);
    expect(create).toThrow('needs the option "boss"');
  },
);

test.each(["", "a b", "über", null, 5])("the queue name “%s” is refused", (queue) => {
  expect(() => createPgBossRunner({ boss, queue: queue as string })).toThrow(TypeError);
});

test("a queue without a name is called vasculum", async () => {
  const runner = createPgBossRunner({ boss, pollMs: 10 });
  await runner.enqueue(1);
  expect(await boss.getQueueSize("vasculum")).toBe(1);
  await runner.cancel(1);
});

test("a queue that is deleted behind its back is there again with the next job", async () => {
  const queue = randomUUID();
  const runner = createPgBossRunner({ boss, queue, pollMs: 10 });
  const log = createJobLog();
  await using _ = runner.start(log.run);
  await runner.enqueue(1);
  await log.started(1);
  await boss.deleteQueue(queue);
  await runner.enqueue(2);
  await log.started(2);
});

test("a boss that rejects calls for a missing queue has it with the first job", async () => {
  const errors: unknown[] = [];
  const queue = randomUUID();
  const runner = createPgBossRunner({
    boss: createStrictBoss(),
    queue,
    pollMs: 10,
    onError: (error) => void errors.push(error),
  });
  const log = createJobLog();
  await using _ = runner.start(log.run);
  await runner.cancel(1);
  await runner.enqueue(1);
  await log.started(1);
  expect(errors).toEqual([]);
});

test("the first jobs of a queue may come at once", async () => {
  for (let queues = 0; queues < 5; queues += 1) {
    const queue = randomUUID();
    const runner = createPgBossRunner({ boss, queue });
    await Promise.all(Array.from({ length: 10 }, (_, id) => runner.enqueue(id)));
    expect(await boss.getQueueSize(queue)).toBe(10);
  }
});

test.each(["short", "stately"] as const)("a queue of the policy %s, which drops a job, is reported", async (policy) => {
  const queue = randomUUID();
  await boss.createQueue(queue, { name: queue, policy });
  const runner = createPgBossRunner({ boss, queue });
  await runner.enqueue(1);
  await runner.enqueue(1);
  const dropped = expect.objectContaining({
    code: "RUNNER_FAILED",
    retryable: false,
    message: expect.stringContaining(`"${policy}"`),
  });
  await expect(runner.enqueue(2)).rejects.toEqual(dropped);
});

test("lost connections lose no worker", async () => {
  await using proxy = await startTcpProxy(Number(new URL(database.url).port));
  const url = new URL(database.url);
  url.port = `${proxy.port}`;
  const distant = await startBoss(url.href);
  onTestFinished(() => distant.stop({ graceful: false }));
  const runner = createPgBossRunner({ boss: distant, queue: randomUUID(), pollMs: 10 });
  const log = createJobLog();
  await using _ = runner.start(log.run);
  for (const id of [1, 2, 3]) {
    await runner.enqueue(id);
    await log.started(id);
    proxy.reset();
    await expect
      .poll(() =>
        runner.cancel("nowhere").then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  }
  expect(log.ids).toEqual([1, 2, 3]);
});

test("a boss that was stopped first does not hold up the end of a worker", async () => {
  const other = await startBoss(database.url);
  const log = createJobLog({ hang: [1] });
  const runner = createPgBossRunner({ boss: other, queue: randomUUID(), pollMs: 10 });
  const worker = runner.start(log.run);
  await runner.enqueue(1);
  await log.started(1);
  await other.stop({ graceful: false });
  await worker[Symbol.asyncDispose]();
  expect(log.ended).toEqual([1]);
});

test("a boss that was not started is named, by a worker and by an export", async () => {
  const unstarted = new PgBoss({ connectionString: database.url, schedule: false, supervise: false });
  unstarted.on("error", () => undefined);
  const errors: string[] = [];
  const runner = createPgBossRunner({
    boss: unstarted,
    pollMs: 10,
    onError: ({ message }) => void errors.push(message),
  });
  const message = expect.stringContaining("Call boss.start()") as string;
  await expect(runner.enqueue(1)).rejects.toMatchObject({ code: "RUNNER_FAILED", message });
  await expect(runner.check()).rejects.toMatchObject({ code: "RUNNER_FAILED", message });
  await using _ = runner.start(async () => undefined);
  await expect.poll(() => errors).toContainEqual(message);
});
