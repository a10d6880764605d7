import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateSeason } from "../../examples/season/generate-season.js";
import { type AntennaPostgres, antennaOnPostgres } from "../sources/antenna/antenna-database.js";
import type { ExportJson } from "../../src/http/wire-schemas.js";
import { startFauxqs } from "../support/fauxqs.js";
import { noRedis, startRedisServer } from "../support/redis.js";
import { lockOccurrences } from "./antenna-lock.js";
import { clientOf } from "./server-client.js";
import { createFolder, runToEnd, type ServerProcess, startProcess } from "./server-process.js";

const CSV = { project: 1, format: "occurrences_simple_csv" };
const CLEAN = { code: 0, errors: "" };
const GRACE_MS = 25_000;

describe("on an Antenna database", () => {
  let antenna: AntennaPostgres;
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let env: { readonly DATABASE_URL: string; readonly STORAGE_URL: string };
  beforeAll(async () => {
    antenna = await antennaOnPostgres();
    await antenna.load(generateSeason({ occurrences: 400 }));
    folder = await createFolder();
    env = { DATABASE_URL: antenna.database.url, STORAGE_URL: folder.url };
  });
  afterAll(async () => {
    await antenna[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  describe.each(["express", "koa"])("served by %s", (framework) => {
    let server: ServerProcess;
    beforeAll(async () => {
      server = await startProcess({ env, args: framework === "koa" ? ["--koa"] : [] });
    });
    afterAll(async () => {
      expect(await server.stop()).toEqual(CLEAN);
    });

    test("a researcher asks for an export, polls, and downloads the file of the record", async () => {
      const researcher = clientOf(server.url, "demo-researcher");
      const created = await researcher.create({ ...CSV, filters: { collection_id: 2 } });
      expect(created).toMatchObject({
        user: { id: 101 },
        project: 1,
        filters_display: { collection: { id: 2, name: "Every third capture" } },
      });
      expect(created.job.progress.stages.map(({ key }) => key)).toEqual(["data_export", "uploading_snapshot"]);
      const { record, bytes } = await researcher.file(created.id);
      expect(record.job.progress.summary).toMatchObject({ status: "SUCCESS", progress: 1 });
      expect(bytes.toString().split("\r\n").length - 2).toBe(record.record_count);
      expect(record.record_count).toBeGreaterThan(10);
    });

    test("the reference's web client asks, waits, changes, downloads and deletes", async () => {
      const admin = clientOf(server.url, "demo-admin");
      const list = await (await admin.send("exports/?project_id=1")).json();
      expect(list).toMatchObject({ user_permissions: ["create"] });
      const wrong = await admin.send("exports/", {
        method: "POST",
        body: { project: "1", format: "xls", filters: { collection_id: "x", moon: "1" } },
      });
      const { detail, ...fields } = (await wrong.json()) as Readonly<Record<string, unknown>>;
      expect([wrong.status, typeof detail, fields]).toEqual([400, "string", { format: [expect.any(String)] }]);
      const body = { project: "1", format: CSV.format, filters: { collection_id: "2" } };
      const { id } = await admin.create(body);
      const { record, bytes } = await admin.file(id);
      expect(record).toMatchObject({ project: 1, filters: { collection_id: 2 } });
      expect(record.user_permissions).toEqual(["update", "delete", "cancel", "retry"]);
      const plain = await fetch(record.file_url!);
      expect([plain.status, Buffer.from(await plain.arrayBuffer())]).toEqual([200, bytes]);
      const altered = await fetch(`${record.file_url!}x`);
      expect([altered.status, Object.keys((await altered.json()) as object)]).toEqual([403, ["detail"]]);
      const put = async (change: object) => {
        const response = await admin.send(`exports/${id}/`, { method: "PUT", body: { ...record, ...change } });
        return { status: response.status, json: (await response.json()) as ExportJson };
      };
      expect(await put({})).toMatchObject({ status: 200, json: { version: record.version, status: "succeeded" } });
      expect(await put({ project: 2 })).toMatchObject({ status: 400, json: { project: [expect.any(String)] } });
      expect(await put({ format: "occurrences_api_json" })).toMatchObject({
        status: 200,
        json: { format: "occurrences_api_json", filters: { collection_id: 2 } },
      });
      expect((await admin.file(id)).record.record_count).toBe(record.record_count);
      expect((await admin.send(`exports/${id}/`, { method: "DELETE" })).status).toBe(204);
      const basic = await (await clientOf(server.url, "demo-basic").send("exports/?project_id=1")).json();
      expect(basic).toMatchObject({ user_permissions: [] });
    });

    test("a basic member may read but not create; without a user the answer is a 401", async () => {
      const refused = await clientOf(server.url, "demo-basic").send("exports/", { method: "POST", body: CSV });
      expect([refused.status, await refused.json()]).toMatchObject([
        403,
        { detail: "You do not have permission to do this." },
      ]);
      expect((await clientOf(server.url, "demo-basic").send("exports/?project_id=1")).status).toBe(200);
      for (const token of [null, "demo-nobody"]) {
        const unknown = await clientOf(server.url, token).send("projects/");
        expect([unknown.status, unknown.headers.get("www-authenticate")]).toEqual([401, "Bearer, Token"]);
        expect((await clientOf(server.url, token).send("exports/", { method: "POST", body: CSV })).status).toBe(401);
      }
    });

    test("an outsider cannot see that a draft project exists, nor any part of it", async () => {
      const admin = clientOf(server.url, "demo-admin");
      const { id } = await admin.create({ ...CSV, project: 3 });
      const outsider = clientOf(server.url, "demo-outsider");
      for (const [method, path] of [
        ["GET", ""],
        ["PATCH", ""],
        ["DELETE", ""],
        ["POST", "cancel/"],
        ["POST", "retry/"],
        ["GET", "download/"],
        ["GET", "events/"],
      ] as const) {
        const body = method === "PATCH" ? { body: { format: "dwca" } } : {};
        const [hidden, missing] = await Promise.all(
          [id, 987_654].map((one) => outsider.send(`exports/${one}/${path}`, { method, ...body })),
        );
        expect([hidden?.status, await hidden?.text()], `${method} ${path}`).toEqual([404, await missing?.text()]);
      }
      expect((await outsider.send("exports/", { method: "POST", body: { ...CSV, project: 3 } })).status).toBe(404);
      expect((await outsider.send("exports/?project_id=3")).status).toBe(404);
      expect((await outsider.send("captures/collections/?project_id=3")).status).toBe(404);
      expect((await outsider.send("captures/collections/?project_id=1")).status).toBe(403);
      expect(await (await outsider.send("projects/")).json()).toMatchObject({ count: 0, results: [] });
      expect((await admin.file(id)).record.user.id).toBe(104);
    });

    test("the projects, capture sets and stations of a user have names", async () => {
      const researcher = clientOf(server.url, "demo-researcher");
      expect(await (await researcher.send("users/me/")).json()).toMatchObject({ id: 101, is_superuser: false });
      expect(await researcher.list("projects/")).toEqual([
        {
          ...{ id: 1, name: "Moths of the Eastern Ridge", draft: false, role: "Researcher" },
          license: "https://creativecommons.org/licenses/by/4.0/",
          rights_holder: "Eastern Ridge Naturalists' Trust",
        },
      ]);
      const sets = await researcher.list("captures/collections/?project_id=1");
      expect(sets.map(({ name }) => name)).toEqual(["First half of May", "Every third capture", "Nothing yet"]);
      expect((await researcher.list("deployments/?project_id=1")).length).toBe(6);
      expect((await clientOf(server.url, "demo-admin").list("projects/")).map(({ id }) => id)).toEqual([1, 2, 3]);
    });

    test("the page is served with a strict policy, and other paths are a 404", async () => {
      const page = await fetch(server.url);
      expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
      expect(await page.text()).not.toMatch(/<script>|style=| on\w+=/);
      expect((await fetch(`${server.url}/../server.ts`)).status).toBe(404);
      expect((await fetch(server.url, { method: "POST" })).status).toBe(405);
    });
  });

  test("an export that runs at SIGTERM is released, and the next start finishes it", async () => {
    await using first = await startProcess({ env });
    const { id } = await (async () => {
      await using _lock = await lockOccurrences(antenna.pool);
      const researcher = clientOf(first.url, "demo-researcher");
      const created = await researcher.create(CSV);
      await researcher.until(created.id, ({ status }) => status === "running");
      const begun = performance.now();
      expect(await first.stop()).toEqual(CLEAN);
      expect(performance.now() - begun).toBeLessThan(GRACE_MS);
      const { rows } = await antenna.pool.query("select status, attempts from vasculum.vasculum_export where id = $1", [
        created.id,
      ]);
      expect(rows).toEqual([{ status: "pending", attempts: "0" }]);
      return created;
    })();
    await using second = await startProcess({ env });
    const { record } = await clientOf(second.url, "demo-researcher").file(id);
    expect(record.record_count).toBeGreaterThan(100);
    expect(await second.stop()).toEqual(CLEAN);
  }, 60_000);

  test("a user who follows an export does not hold the stop up", async () => {
    await using server = await startProcess({ env });
    const researcher = clientOf(server.url, "demo-researcher");
    await using _lock = await lockOccurrences(antenna.pool);
    const { id } = await researcher.create(CSV);
    const events = await researcher.send(`exports/${id}/events/`);
    const reading = events.text().catch(() => "broken off");
    const begun = performance.now();
    expect(await server.stop()).toMatchObject({ code: 0 });
    expect(performance.now() - begun).toBeLessThan(GRACE_MS);
    expect(await reading).toBe("broken off");
  }, 60_000);

  const queues = [
    { RUNNER: "pg-boss", start: async () => ({ url: undefined, [Symbol.asyncDispose]: async () => undefined }) },
    {
      RUNNER: "bullmq",
      start: async () => {
        const redis = await startRedisServer();
        return { url: `redis://127.0.0.1:${redis.port}`, [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose]() };
      },
    },
  ];
  for (const { RUNNER, start } of queues) {
    test.skipIf(RUNNER === "bullmq" && noRedis !== null)(
      `a worker beside the server runs its exports by way of ${RUNNER}`,
      async () => {
        await using queue = await start();
        const all = { ...env, RUNNER, ...(queue.url === undefined ? {} : { REDIS_URL: queue.url }) };
        await using server = await startProcess({ env: all });
        await using worker = await startProcess({ env: all, program: "worker" });
        const researcher = clientOf(server.url, "demo-researcher");
        const { id } = await researcher.create({ ...CSV, format: "dwca" });
        expect((await researcher.file(id)).bytes.subarray(0, 2).toString()).toBe("PK");
        expect(await worker.stop()).toEqual(CLEAN);
        expect(await server.stop()).toEqual(CLEAN);
      },
      60_000,
    );
  }

  test("files go to the bucket of an s3 address", async () => {
    await using s3 = await startFauxqs();
    const endpoint = `http://127.0.0.1:${s3.port}`;
    const credentials = { accessKeyId: "example", secretAccessKey: "example" };
    const client = new S3Client({ region: "eu-west-1", endpoint, forcePathStyle: true, credentials });
    await client.send(new CreateBucketCommand({ Bucket: "moths" }));
    const STORAGE_URL = `s3://moths/kept/here?endpoint=${encodeURIComponent(endpoint)}&region=eu-west-1`;
    await using server = await startProcess({
      env: { ...env, STORAGE_URL, AWS_ACCESS_KEY_ID: "example", AWS_SECRET_ACCESS_KEY: "example" },
    });
    const researcher = clientOf(server.url, "demo-researcher");
    const { id } = await researcher.create(CSV);
    await researcher.file(id);
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: "moths" }));
    expect(Contents.map(({ Key }) => Key)).toEqual([expect.stringMatching(/^kept\/here\/exports\/1\//)]);
    expect(server.output()).not.toMatch(/127\.0\.0\.1.*region|example/);
    expect(await server.stop()).toEqual(CLEAN);
    client.destroy();
  });

  test("a wrong setting is named in one sentence, and the exit code is 1", async () => {
    const secret = new URL(antenna.database.url);
    Object.assign(secret, { username: "nobody", password: "hunter2" });
    const empty = new URL("/postgres", secret);
    empty.username = "postgres";
    const outcomes = await Promise.all([
      runToEnd({ env: { ...env, PORT: "70000" } }),
      runToEnd({ env, args: ["--hapi"] }),
      runToEnd({ env: { ...env, DATABASE_URL: secret.href } }),
      runToEnd({ env: { ...env, DATABASE_URL: empty.href } }),
      runToEnd({ env: { ...env, STORAGE_URL: "file:///dev/null/exports" } }),
      runToEnd({ env, program: "worker" }),
    ]);
    expect(outcomes).toEqual([
      { code: 1, errors: "PORT must be a whole number from 0 to 65535.\n" },
      { code: 1, errors: "The one option there is, is --koa (ERR_PARSE_ARGS_UNKNOWN_OPTION).\n" },
      { code: 1, errors: "DATABASE_URL: no Antenna database can be read there (28000).\n" },
      { code: 1, errors: "DATABASE_URL: no Antenna database can be read there (42P01).\n" },
      { code: 1, errors: "The storage of STORAGE_URL cannot be used (ENOTDIR).\n" },
      {
        code: 1,
        errors: "A worker needs RUNNER=pg-boss or RUNNER=bullmq; with RUNNER=inline the server runs exports itself.\n",
      },
    ]);
  }, 60_000);
});

test("with no setting at all there is a season in memory, and it says that a restart forgets", async () => {
  await using folder = await createFolder();
  await using server = await startProcess({ env: { STORAGE_URL: folder.url, DEMO_OCCURRENCES: "200" } });
  expect(server.output()).toMatch(/^rows: a generated season of 200 occurrences, in memory$/m);
  expect(server.output()).toMatch(/^exports: in memory, so that a restart forgets them/m);
  const researcher = clientOf(server.url, "demo-researcher-2");
  const { id } = await researcher.create(CSV);
  expect((await researcher.file(id)).record.record_count).toBeGreaterThan(50);
  expect(await server.stop()).toEqual(CLEAN);
}, 60_000);
