import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { generateSeason } from "../../examples/season/generate-season.js";
import { antennaOnPostgres } from "../sources/antenna/antenna-database.js";
import { campaign } from "../support/campaign.js";
import { startFauxqs } from "../support/fauxqs.js";
import { clientOf } from "./server-client.js";
import { type ServerProcess, startProcess } from "./server-process.js";

const WORKERS = 3;
const KILL_AFTER_MS = 2_000;
const FORMATS = ["occurrences_simple_csv", "occurrences_api_json", "dwca"];
const TOKENS = ["demo-researcher", "demo-researcher-2", "demo-manager", "demo-admin"];
const { exports: EXPORTS_EACH, kills: MIN_KILLS } = campaign({
  small: { exports: 6, kills: 1 },
  large: { exports: 15, kills: 2 },
});
/** As many as the server lets one user have active. */
const ACTIVE = 10;

const KEYS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

/** Starts so many workers, kills one two seconds after all of them work, starts another in its place, and so on. */
async function keepKilling(env: Readonly<Record<string, string>>, stopped: AbortSignal): Promise<number> {
  const start = (): Promise<ServerProcess> => startProcess({ env, program: "worker" });
  const workers = await Promise.all(Array.from({ length: WORKERS }, start));
  let kills = 0;
  while (await delay(KILL_AFTER_MS, true, { signal: stopped }).catch(() => false)) {
    await workers.shift()?.[Symbol.asyncDispose]();
    kills += 1;
    workers.push(await start());
  }
  await Promise.all(workers.map((worker) => worker.stop()));
  return kills;
}

test(`three workers on one database and one bucket finish ${TOKENS.length * EXPORTS_EACH} exports, each once, while one after the other is killed`, async () => {
  await using antenna = await antennaOnPostgres();
  await antenna.load(generateSeason({ occurrences: 2_000 }));
  await using s3 = await startFauxqs();
  const endpoint = `http://127.0.0.1:${s3.port}`;
  const env = {
    ...KEYS,
    DATABASE_URL: antenna.database.url,
    STORAGE_URL: `s3://${s3.bucket}/files?endpoint=${encodeURIComponent(endpoint)}&region=us-east-1`,
    RUNNER: "pg-boss",
    LEASE_MS: "4000",
    REAPER_MS: "1000",
  };
  await using server = await startProcess({ env });
  const stopping = new AbortController();
  const killing = keepKilling(env, stopping.signal);
  await using _ = {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await killing;
    },
  };
  const exportAll = async (token: string): Promise<readonly (string | null)[]> => {
    const client = clientOf(server.url, token);
    const hashes: (string | null)[] = [];
    for (let made = 0; made < EXPORTS_EACH; made += ACTIVE) {
      const some = Array.from(
        { length: Math.min(ACTIVE, EXPORTS_EACH - made) },
        (_, index) => FORMATS[(made + index) % FORMATS.length],
      );
      const created = await Promise.all(some.map((format) => client.create({ project: 1, format })));
      for (const { id } of created) hashes.push((await client.file(id)).record.sha256 ?? null);
    }
    return hashes;
  };
  const hashes = (await Promise.all(TOKENS.map(exportAll))).flat();
  stopping.abort();
  const kills = await killing;
  const { rows } = await antenna.pool.query<{ again: number }>(
    "select sum(attempts - 1)::int as again from vasculum.vasculum_export",
  );
  console.log(`${hashes.length} exports, ${kills} workers killed, ${rows[0]?.again} attempts more than exports`);
  expect(hashes).toHaveLength(TOKENS.length * EXPORTS_EACH);
  expect(new Set(hashes).size).toBe(FORMATS.length);
  expect(kills).toBeGreaterThanOrEqual(MIN_KILLS);
  expect(rows[0]?.again).toBeGreaterThan(0);
  const client = new S3Client({
    endpoint,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const stored = async (): Promise<number> =>
    (await client.send(new ListObjectsV2Command({ Bucket: s3.bucket }))).KeyCount ?? 0;
  await expect.poll(stored, { timeout: 30_000 }).toBe(hashes.length);
  client.destroy();
}, 240_000);
