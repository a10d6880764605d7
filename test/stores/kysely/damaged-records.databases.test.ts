import { type Kysely, sql } from "kysely";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { ExportRecord } from "../../../src/contracts/export-record.js";
import type { ExportStore } from "../../../src/contracts/export-store.js";
import type { Id } from "../../../src/contracts/id.js";
import { createExportHandler } from "../../../src/http/create-export-handler.js";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { createNewExport } from "../../../src/testing/fakes/create-new-export.js";
import { created, HOUR } from "../../../src/testing/store-suite/stored.js";
import { inProject } from "../../support/in-project.js";
import { createTestHost, USER } from "../../support/test-host.js";
import { emptyTables, onDatabases, SQLITE_FILE, SQLITE_MEMORY } from "./store-databases.js";

const kinds = await inProject({
  unit: async () => [SQLITE_FILE, SQLITE_MEMORY],
  services: async () => {
    const { MARIADB, PGLITE, POSTGRES } = await import("./store-services.js");
    return [POSTGRES, PGLITE, MARIADB];
  },
});

/** What is damaged: a column, its text, and a member that cannot be read then. */
const DAMAGES: readonly (readonly [column: string, text: string, member: string])[] = [
  ["document", "{oops", "filters"],
  ["document", "", "fileKey"],
  ["document", "null", "discarded"],
  ["document", '{"filters":7}', "filters"],
  ["progress", "{oops", "job.progress"],
  ["progress", "{}", "job.progress"],
  ["token", "{oops", "job.token"],
  ["user_id", "{oops", "user.id"],
  ["project_id", "{oops", "projectId"],
  ["project_id", "null", "projectId"],
  ["status", "paused", "status"],
  ["job_state", "PAUSED", "job.state"],
];

onDatabases(kinds, (database) => {
  let db: Kysely<unknown>;
  let store: ExportStore;
  beforeAll(() => {
    db = database().connect({ max: 1 });
    store = createKyselyStore({ db });
  });
  beforeEach(() => emptyTables(db));

  const damage = (id: Id, column: string, text: string) =>
    sql`update vasculum_export set ${sql.id(column)} = ${text} where id = ${id}`.execute(db);
  const column = async (id: Id, name: string): Promise<unknown> => {
    const { rows } = await sql<{ value: unknown }>`
      select ${sql.id(name)} as value from vasculum_export where id = ${id}`.execute(db);
    return rows[0]?.value;
  };
  const hostOf = (options: Parameters<typeof createTestHost>[0] = {}) =>
    createTestHost({ store, enqueueGraceMs: 0, ...options });

  test.each(DAMAGES)("%s = %j: lists mark it, and it can be read and deleted", async (name, text, member) => {
    const host = await hostOf();
    const [before, bad, after] = [await host.createAndRun(), await host.create(), await host.createAndRun()];
    await damage(bad.id, name, text);
    const ask = asker(host.service);

    for (let turn = 0; turn < 2; turn++) {
      const { status, body } = await ask("GET", "");
      const results = (body.results as ExportRecord[]).map((result) => [result.id, result.status]);
      expect([status, results]).toEqual([
        200,
        [
          [after.id, "succeeded"],
          [bad.id, "failed"],
          [before.id, "succeeded"],
        ],
      ]);
      expect(await ask("GET", `${bad.id}/`)).toMatchObject({
        status: 200,
        body: { status: "failed", file_url: null, error: { code: "STORE_RECORD_DAMAGED" } },
      });
    }
    for (const refused of ["retry/", "cancel/"])
      expect(await ask("POST", `${bad.id}/${refused}`)).toMatchObject({
        status: 409,
        body: { code: "STORE_RECORD_DAMAGED" },
      });
    expect(await ask("GET", `${bad.id}/download/`)).toMatchObject({ status: 409 });
    expect(host.errors.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => "STORE_RECORD_DAMAGED"));
    for (const { message } of host.errors) expect(message).toContain(member);

    expect((await ask("DELETE", `${bad.id}/`)).status).toBe(204);
    expect((await ask("GET", `${bad.id}/`)).status).toBe(404);
    await host.service.reap();
    expect(await store.get(bad.id)).toBe(null);
    for (const { id } of [before, after])
      expect(await ask("GET", `${id}/`)).toMatchObject({ body: { status: "succeeded" } });
  });

  test.each(DAMAGES)("%s = %j: the reaper and a worker fail it, and serve the others", async (name, text, member) => {
    const host = await hostOf();
    const [bad, delivered, good] = [await host.create(), await host.create(), await host.create()];
    for (const { id } of [bad, delivered]) await damage(id, name, text);
    await host.service.run(delivered.id);
    await host.service.reap();
    await host.service.run(good.id);
    expect(await host.stored(good.id)).toMatchObject({ status: "succeeded" });
    expect((await host.service.get(bad.id, { user: USER })).error).toMatchObject({ code: "STORE_RECORD_DAMAGED" });
    expect(await host.stored(bad.id)).toMatchObject({ status: "failed", dueAt: null });
    if (name !== "job_state") {
      expect((await host.stored(bad.id)).damaged).toContain(member);
      expect(await column(bad.id, name)).toContain(text.replace("}", ""));
    }
    // A claim writes the token and the job's state, and so repairs them.
    const worker = name === "token" || name === "job_state" ? "succeeded" : "failed";
    expect((await host.stored(delivered.id)).status).toBe(worker);
  });

  test("more damaged records than a page of the reaper keep no other from being healed", async () => {
    const host = await hostOf();
    for (let n = 0; n < 120; n++) await store.create(createNewExport(), { dueInMs: 0 });
    await sql`update vasculum_export set document = '{oops'`.execute(db);
    const good = await host.create();
    await host.service.reap();
    expect(host.queue.queued.filter(({ jobId }) => jobId === good.id)).toHaveLength(2);
    expect(await store.due(10)).toHaveLength(1);
    expect(host.errors.filter(({ code }) => code === "STORE_RECORD_DAMAGED")).toHaveLength(120);
  });

  test("an attempt whose record is damaged while it runs publishes nothing and deletes its file", async () => {
    const host = await hostOf({
      authorizer: {
        readableProjects: async () => "all",
        authorize: async ({ action }) => {
          if (action === "run") asked += 1;
          if (asked === 2) await damage(running, "document", "{oops");
          return "allow";
        },
      },
    });
    let asked = 0;
    let running: Id = 0;
    ({ id: running } = await host.create());
    await host.service.run(running);
    expect(asked).toBe(2);
    expect(await host.keys()).toEqual([]);
    expect(await host.stored(running)).toMatchObject({ status: "running" });
  });

  test("where only the progress is damaged, a delete takes the file along", async () => {
    const host = await hostOf();
    const { id } = await host.createAndRun();
    expect(await host.keys()).toHaveLength(1);
    await damage(id, "progress", "{oops");
    await host.service.delete(id, { user: USER });
    expect(await host.keys()).toEqual([]);
    expect(await store.get(id)).toBe(null);
  });

  test("of an unknown project, only users who may read all projects learn", async () => {
    const host = await hostOf();
    const { id } = await host.create();
    await damage(id, "project_id", "{oops");
    const member = host.another({
      authorizer: { authorize: async () => "allow", readableProjects: async () => [1, ""] },
    });
    await expect(member.get(id, { user: USER })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(member.delete(id, { user: USER })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await member.list({ user: USER })).toMatchObject({ count: 0 });
    await expect(host.service.delete(id, { user: null })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("the same idempotency key refuses a damaged record, and never takes it for the request", async () => {
    const host = await hostOf();
    const options = { user: USER, idempotencyKey: "k" };
    const { id } = await host.service.create({ project: 1, format: "nightly" }, options);
    await damage(id, "document", "{oops");
    const again = host.service.create({ project: 1, format: "nightly" }, options);
    await expect(again).rejects.toMatchObject({ code: "STORE_RECORD_DAMAGED" });
  });

  test("a record of an older version is whole without options; what a newer version adds survives updates", async () => {
    const record = await created(store, { filters: { taxa: [1] } });
    const { options: _, ...members }: Record<string, unknown> = JSON.parse(String(await column(record.id, "document")));
    await damage(record.id, "document", JSON.stringify({ ...members, priority: 3 }));
    expect(await store.get(record.id)).toEqual({ ...record, options: {} });
    const changed = await store.update(record.id, record, { filename: "moths.csv", dueInMs: HOUR });
    expect(changed).toMatchObject({ filename: "moths.csv", filters: { taxa: [1] } });
    expect(changed).not.toHaveProperty("damaged");
    expect(JSON.parse(String(await column(record.id, "document")))).toEqual({
      ...members,
      priority: 3,
      filename: "moths.csv",
    });
  });
});

function asker(service: Parameters<typeof createExportHandler>[0]["service"]) {
  const handler = createExportHandler({ service, basePath: "", authenticate: () => USER });
  return async (method: string, path: string): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await handler(
      new Request(`http://host/exports/${path}`, { method, headers: { Accept: "application/problem+json" } }),
    );
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : JSON.parse(text) };
  };
}
