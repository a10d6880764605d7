import { randomInt } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { Kysely, MysqlDialect, PostgresDialect, sql } from "kysely";
import { createPool } from "mysql2";
import { expect, test } from "vitest";
import type { ExportRecord } from "../../../src/contracts/export-record.js";
import type { NewExport, ExportStore } from "../../../src/contracts/export-store.js";
import { guardPool } from "../../../src/sources/kysely/guard-pool.js";
import { createKyselyStore } from "../../../src/stores/kysely/kysely-store.js";
import { created, HOUR, kept, present } from "../../../src/testing/store-suite/stored.js";
import { MARIADB_ABSENT, startMariadb } from "../../support/mariadb.js";
import { createDatabase } from "../../support/postgres.js";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy.js";
import { migrate } from "./store-databases.js";

const ROUNDS = 60;
const NAME = "a connection lost during an update leaves the old record or the new one, and nothing locked";

test(`PostgreSQL: ${NAME}`, async () => {
  await using database = await createDatabase();
  await using proxy = await startTcpProxy(Number(new URL(database.url).port));
  const proxied = new URL(database.url);
  proxied.port = `${proxy.port}`;
  const direct = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guardPool(database.pool({ max: 1 })) }) });
  const pool = guardPool(database.pool({ connectionString: proxied.href, max: 2 }));
  await migrate(direct);
  await loseConnections({ proxy, direct, lossy: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }) });
  const idle = sql`select 1 from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()`;
  expect((await idle.execute(direct)).rows).toEqual([]);
});

test(`MariaDB: ${NAME}`, async ({ skip }) => {
  skip(MARIADB_ABSENT !== null, `${MARIADB_ABSENT}`);
  await using server = await startMariadb();
  await using proxy = await startTcpProxy(server.port);
  const connect = (port: number) =>
    createPool({ host: "127.0.0.1", port, user: "root", database: "test", connectionLimit: 2 });
  const direct = new Kysely<unknown>({ dialect: new MysqlDialect({ pool: connect(server.port) }) });
  const lossy = new Kysely<unknown>({ dialect: new MysqlDialect({ pool: connect(proxy.port) }) });
  await migrate(direct);
  await loseConnections({ proxy, direct, lossy });
  await lossy.destroy();
  await direct.destroy();
});

async function loseConnections(parts: {
  proxy: TcpProxy;
  direct: Kysely<unknown>;
  lossy: Kysely<unknown>;
}): Promise<void> {
  const [store, lossy] = [createKyselyStore({ db: parts.direct }), createKyselyStore({ db: parts.lossy })];
  const { id } = await created(store);
  const turns: number[] = [];
  const ends = new Set<string>();
  for (let round = 1; round <= ROUNDS; round += 1) {
    const wait = turnsOf(round);
    turns.push(wait);
    const before = await kept(store, { id });
    const change = changeOf(round);
    const updating = lossy
      .update(id, before, { ...change, dueInMs: HOUR })
      .then(present)
      .catch(() => null);
    let settled = false;
    void updating.then(() => (settled = true));
    for (let n = 0; n < wait && !settled; n += 1) await turn();
    parts.proxy.reset();
    const answer = await updating;
    const after = await touch(store, id);
    const { version, updatedAt: _, dueAt: __, ...facts } = after;
    const { version: old, updatedAt: ___, dueAt: ____, ...factsBefore } = before;
    const written = version === old + 2;
    expect(facts, `turns before each loss: ${turns.join()}`).toEqual(
      written ? { ...factsBefore, ...change } : factsBefore,
    );
    expect(written || answer === null, "An answer came, and nothing was written.").toBe(true);
    ends.add(written ? "new" : "old");
  }
  expect([...ends].sort()).toEqual(["new", "old"]);
}

/** How many event-loop turns pass before the loss: first none, then all that the write takes, then any number between. */
function turnsOf(round: number): number {
  return [0, Infinity][round - 1] ?? 2 ** randomInt(14);
}

/** Writes after whatever is still under way on the server; a row that stayed locked would keep it waiting. */
async function touch(store: ExportStore, id: ExportRecord["id"]): Promise<ExportRecord> {
  for (;;) {
    const touched = await store.update(id, await kept(store, { id }), {});
    if (touched !== null) return touched;
  }
}

/** A change of columns and of the document at once. */
function changeOf(round: number): Partial<NewExport> {
  return {
    format: `format_${round}`,
    fileSize: round,
    filters: { round, filler: "x".repeat(50_000) },
    sha256: `${round}`,
  };
}
