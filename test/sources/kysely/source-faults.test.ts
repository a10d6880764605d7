import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { LOSSES, LOSSY_SERVERS, type LossyServer } from "../../support/lossy-servers.js";
import { startTcpProxy } from "../../support/tcp-proxy.js";

interface Tables {
  moth: { id: number };
}

describe.each(LOSSY_SERVERS)("$name", (kind) => {
  describe.skipIf(kind.absent !== null)("a snapshot whose connection is lost", () => {
    let server: LossyServer;
    let direct: Kysely<Tables>;
    beforeAll(async () => {
      server = await kind.start();
      direct = server.connect<Tables>(server.port, 2).db;
      await sql`create table moth (id int primary key)`.execute(direct);
      await direct.insertInto("moth").values(Array.from({ length: 10 }, (_, id) => ({ id }))).execute();
    });
    afterAll(async () => {
      await direct.destroy();
      await server[Symbol.asyncDispose]();
    });

    const sourceOf = (db: Kysely<Tables>) =>
      createKyselySource(db, { query: (tables) => tables.selectFrom("moth").select("id"), key: ["id"], scope: (query) => query });
    const opening = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 2 };

    test("because the network swallows everything, fails within 35 s however long the driver would wait", async () => {
      await using proxy = await startTcpProxy(server.port);
      const source = sourceOf(server.connect<Tables>(proxy.port, 2, 600_000).db);
      const snapshot = await source.open(opening);
      proxy.freeze();
      const from = performance.now();
      await expect(snapshot.count(source.queryset())).rejects.toMatchObject({ code: "SOURCE_FAILED", retryable: true });
      await snapshot[Symbol.asyncDispose]();
      expect(performance.now() - from).toBeLessThan(35_000);
    }, 45_000);

    test.each(Object.entries(LOSSES))("%s, fails in time and harms nobody", async (_, lose) => {
      await using proxy = await startTcpProxy(server.port);
      const { db, inUse } = server.connect<Tables>(proxy.port, 2);
      const source = sourceOf(db);
      const snapshot = await source.open(opening);
      const batches = snapshot.batches(source.queryset())[Symbol.asyncIterator]();
      await batches.next();
      await lose({ proxy, kind, direct });
      const rest = (async () => {
        while ((await batches.next()).done !== true);
      })();
      await expect(rest).rejects.toMatchObject({ code: "SOURCE_FAILED", retryable: true });
      await snapshot[Symbol.asyncDispose]();
      await vi.waitFor(() => expect(inUse()).toBe(0), { timeout: 5_000 });
      await db.destroy();
    }, 45_000);
  });
});
