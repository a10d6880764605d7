import { execFile } from "node:child_process";
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Choices } from "../../../src/cli/init/choices.js";
import { composeFiles } from "../../../src/cli/init/compose-files.js";
import { EXAMPLE_ENV } from "../../examples/examples.js";
import { startFauxqs } from "../../support/fauxqs.js";
import { MARIADB_ABSENT, startMariadb } from "../../support/mariadb.js";
import { createDatabase } from "../../support/postgres.js";
import { noRedis, startRedisServer } from "../../support/redis.js";
import { PAIRWISE, titleOf } from "./combinations.js";
import type { DrivenAssembly } from "./drive-assemblies-child.js";

const ROOT = resolve(import.meta.dirname, "../../..");
const EXPORTED =
  "id,seen_on,species,individuals\r\n1,2024-06-18,Noctua pronuba,3\r\n2,2024-06-19,Autographa gamma,\r\n";

/** Why a combination cannot run on this machine; null when it can. */
const absentFor = ({ database, queue }: Choices): string | null =>
  (database === "mysql" ? MARIADB_ABSENT : null) ?? (queue === "bullmq" ? noRedis : null);
const there = PAIRWISE.filter((choices) => absentFor(choices) === null);

describe("what `vasculum init` writes, every pair of choices,", () => {
  const opened: AsyncDisposable[] = [];
  let assemblies: readonly DrivenAssembly[] = [];
  let outcomes: ReadonlyMap<string, string> = new Map();
  let printed = "";

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "vasculum-init-"));
    opened.push({ [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) });
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const settingsOf = await startServers(opened, folder);
    assemblies = await Promise.all(
      there.map(async (choices, index) => {
        const title = titleOf(choices);
        await writeAssembly(choices, join(folder, title));
        return { title, folder: join(folder, title), settings: await settingsOf(choices, index) };
      }),
    );
    printed = await drive(assemblies);
    const lines = printed.split("\n").filter((line) => line.startsWith("{"));
    const parsed = lines.map((line) => JSON.parse(line) as { title: string; file: string; ms: number });
    outcomes = new Map(parsed.map(({ title, file }) => [title, file]));
    console.log(parsed.map(({ title, ms }) => `${title}: ${ms} ms`).join("\n"));
  }, 120_000);
  afterAll(async () => {
    for (const one of opened.reverse()) await one[Symbol.asyncDispose]();
  });

  test("passes its own tests", () => {
    expect(printed).toMatch(new RegExp(`^. pass ${4 * there.length}$`, "m"));
    expect(printed).toMatch(/^. fail 0$/m);
  });

  test.for(PAIRWISE.map((choices) => ({ title: titleOf(choices), absent: absentFor(choices) })))(
    "makes a file over HTTP: $title",
    ({ title, absent }, context) => {
      context.skip(absent !== null, `${absent}`);
      context.expect(outcomes.get(title)).toBe(EXPORTED);
    },
  );
});

/** Starts what assemblies are clients of, and gives the settings of each: a database and a queue of its own. */
async function startServers(opened: AsyncDisposable[], folder: string) {
  const use = <T extends AsyncDisposable>(one: T): T => {
    opened.push(one);
    return one;
  };
  const s3 = use(await startFauxqs());
  const redis = noRedis === null ? use(await startRedisServer()) : null;
  const mariadb = MARIADB_ABSENT === null ? use(await startMariadb()) : null;
  const databases: Readonly<Record<string, (index: number) => Promise<Record<string, string>>>> = {
    postgresql: async () => ({ DATABASE_URL: use(await createDatabase()).url }),
    mysql: async (index) => ({ DATABASE_URL: await createMariadb(mariadb?.port ?? 0, `assembly_${index}`) }),
    sqlite: async (index) => ({ DATABASE_FILE: join(folder, `${index}.db`) }),
  };
  return async ({ database }: Choices, index: number) => ({
    ...{ HOST: "127.0.0.1", PORT: "0", API_TOKEN: `token ${index}` },
    ...(await databases[database]?.(index)),
    EXPORTS_DIRECTORY: join(folder, `files-${index}`),
    ...{ S3_BUCKET: s3.bucket, S3_ENDPOINT: `http://127.0.0.1:${s3.port}`, AWS_REGION: "us-east-1" },
    ...{ AWS_ACCESS_KEY_ID: "example", AWS_SECRET_ACCESS_KEY: "example" },
    REDIS_URL: `redis://127.0.0.1:${redis?.port}/${index}`,
  });
}

async function createMariadb(port: number, name: string): Promise<string> {
  const connection = await createConnection({ host: "127.0.0.1", port, user: "root" });
  await connection.query(`create database ${name}`);
  await connection.end();
  return `mysql://root@127.0.0.1:${port}/${name}`;
}

async function writeAssembly(choices: Choices, folder: string): Promise<void> {
  for (const [path, text] of composeFiles(choices, ROOT)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Runs them in a process, and gives what it printed, also when tests of theirs fail. */
async function drive(assemblies: readonly DrivenAssembly[]): Promise<string> {
  const program = join(import.meta.dirname, "drive-assemblies-child.ts");
  const env = { PATH: process.env.PATH, ...EXAMPLE_ENV, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") };
  const args = ["--import", "tsx", program, JSON.stringify(assemblies)];
  return await new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) => {
      if (error !== null) console.log(stderr);
      resolve(stdout);
    });
  });
}
