import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createKyselySource } from "../../../src/sources/kysely/create-kysely-source.js";
import { LOSSES, LOSSY_SERVERS, type LossyServer } from "../../support/lossy-servers.js";
import { startTcpProxy } from "../../support/tcp-proxy.js";

interface Tables {
  moth: { id: number };
}

const sourceOf = (db: Kysely<Tables>) =>
  createKyselySource(db, {
    query: (tables) => tables.selectFrom("moth").select("id"),
    key: ["id"],
    scope: (query) => query,
  });
const opening = { scope: { projectId: 1, userId: 1 }, signal: new AbortController().signal, batchSize: 2 };

async function createMoths(server: LossyServer): Promise<Kysely<Tables>> {
  const { db } = server.connect<Tables>(server.port, 2);
  await sql`create table moth (id int primary key)`.execute(db);
  const moths = Array.from({ length: 10 }, (_, id) => ({ id }));
  await db.insertInto("moth").values(moths).execute();
  return db;
}

describe.each(LOSSY_SERVERS)("$name", (kind) => {
  describe.skipIf(kind.absent !== null)("a snapshot whose connection is lost", () => {
    let server: LossyServer;
    let direct: Kysely<Tables>;
    beforeAll(async () => {
      server = await kind.start();
      direct = await createMoths(server);
    });
    afterAll(async () => {
      await direct.destroy();
      await server[Symbol.asyncDispose]();
    });

    test.each(Object.entries(LOSSES))(
      "%s, fails in time and harms nobody",
      async (_, lose) => {
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
      },
      45_000,
    );
  });
});

// Each waits half a minute, so they wait together.
describe.concurrent("a network that swallows everything", () => {
  test.for(LOSSY_SERVERS)(
    "$name: fails within 35 s however long the driver would wait",
    { timeout: 60_000 },
    async (kind, context) => {
      context.skip(kind.absent !== null, `${kind.absent}`);
      await using server = await kind.start();
      const direct = await createMoths(server);
      await using proxy = await startTcpProxy(server.port);
      const source = sourceOf(server.connect<Tables>(proxy.port, 2, 600_000).db);
      const snapshot = await source.open(opening);
      proxy.freeze();
      const from = performance.now();
      const counted = snapshot.count(source.queryset());
      await context.expect(counted).rejects.toMatchObject({ code: "SOURCE_FAILED", retryable: true });
      await snapshot[Symbol.asyncDispose]();
      context.expect(performance.now() - from).toBeLessThan(35_000);
      await direct.destroy();
    },
  );
});
