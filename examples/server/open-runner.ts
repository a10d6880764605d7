import { createInlineRunner, type JobRunner } from "vasculum";
import { BadSetting, errorCode } from "./bad-setting.js";
import type { Settings } from "./settings.js";

const QUEUE = "vasculum_exports";
const ELSEWHERE = "run by the processes of `npm run worker`";

/** What runs exports. */
export interface OpenRunner extends AsyncDisposable {
  readonly runner: JobRunner;
  /** What it is, for people. */
  readonly title: string;
}

/** The runner of the settings, connected to its queue. @throws BadSetting */
export async function openRunner({ RUNNER, STORE_URL = "", REDIS_URL = "" }: Settings): Promise<OpenRunner> {
  if (RUNNER === "pg-boss") return await openPgBoss(STORE_URL);
  if (RUNNER === "bullmq") return await openBullMq(REDIS_URL);
  return {
    runner: createInlineRunner(),
    title: "run by this process, one at a time",
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function openPgBoss(connectionString: string): Promise<OpenRunner> {
  const [{ default: PgBoss }, { createPgBossRunner }] = await Promise.all([
    import("pg-boss"),
    import("vasculum/pg-boss"),
  ]);
  const boss = new PgBoss({ connectionString, max: 3, schedule: false });
  // pg-boss connects again by itself, and says every time that it could not; failed calls reach the service's own `onError`.
  boss.on("error", () => undefined);
  await boss.start().catch((error: unknown) => {
    throw new BadSetting(`RUNNER=pg-boss cannot use the database of STORE_URL (${errorCode(error)}).`);
  });
  const title = `${ELSEWHERE}, by way of pg-boss`;
  return {
    runner: createPgBossRunner({ boss, queue: QUEUE }),
    title,
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false }),
  };
}

async function openBullMq(url: string): Promise<OpenRunner> {
  const [{ Queue, Worker }, { createBullMqRunner }] = await Promise.all([import("bullmq"), import("vasculum/bullmq")]);
  const queue = new Queue(QUEUE, { connection: { url } });
  const runner = createBullMqRunner({ queue, createWorker: () => new Worker(QUEUE, null, { connection: { url } }) });
  const reached = new Promise<never>((_, reject) => queue.once("error", reject));
  await Promise.race([queue.waitUntilReady(), reached]).catch(async (error: unknown) => {
    await queue.close();
    throw new BadSetting(`REDIS_URL: the Redis does not answer (${errorCode(error)}).`);
  });
  queue.on("error", () => undefined);
  return { runner, title: `${ELSEWHERE}, by way of BullMQ`, [Symbol.asyncDispose]: () => queue.close() };
}
