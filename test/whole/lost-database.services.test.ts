import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { RowFormat } from "../../src/contracts/row-format.js";
import { BaseExporter } from "../../src/core/exporters/base-exporter.js";
import { createInlineRunner } from "../../src/runners/inline/inline-runner.js";
import { createKyselySource } from "../../src/sources/kysely/create-kysely-source.js";
import { createKyselyStore } from "../../src/stores/kysely/kysely-store.js";
import { LOSSES, LOSSY_SERVERS, type LossyServer } from "../support/lossy-servers.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { createTestHost } from "../support/test-host.js";
import { migrate } from "../stores/kysely/store-databases.js";

interface Tables {
  moth: { id: number };
}

const MOTHS = Array.from({ length: 3_000 }, (_, index) => ({ id: index + 1 }));

describe.each(LOSSY_SERVERS)("$name", (kind) => {
  if (kind.absent !== null) console.warn(`${kind.name} is skipped: ${kind.absent}.`);
  describe.skipIf(kind.absent !== null)(
    "an export whose rows and record are on connections that are lost in the middle of it",
    () => {
      let server: LossyServer;
      let direct: Kysely<Tables>;
      beforeAll(async () => {
        server = await kind.start();
        direct = server.connect<Tables>(server.port, 2).db;
        const { db: untyped } = server.connect(server.port, 1);
        await migrate(untyped);
        await untyped.destroy();
        await sql`create table moth (id int primary key)`.execute(direct);
        await direct.insertInto("moth").values(MOTHS).execute();
      });
      afterAll(async () => {
        await direct.destroy();
        await server[Symbol.asyncDispose]();
      });

      test.each(Object.entries(LOSSES))(
        "%s, is taken up again, and there is one file, whole",
        async (_, lose) => {
          await using proxy = await startTcpProxy(server.port);
          const { db, inUse } = server.connect<Tables>(proxy.port, 4);
          const source = createKyselySource(db, {
            query: (tables) => tables.selectFrom("moth").select("id"),
            key: ["id"],
            scope: (query) => query,
          });
          let batch = 0;
          class MothExporter extends BaseExporter<Tables["moth"], ReturnType<typeof source.queryset>> {
            getSource = () => source;
            override get batchSize() {
              return 500;
            }
            getFormat(): RowFormat<Tables["moth"]> {
              return {
                fileFormat: "txt",
                contentType: "text/plain",
                async *encode(batches) {
                  for await (const rows of batches) {
                    batch += 1;
                    if (batch === 3) await lose({ proxy, kind, direct });
                    yield Buffer.from(rows.map(({ id }) => `${id}\n`).join(""));
                  }
                },
              };
            }
          }
          const host = await createTestHost({
            exporter: MothExporter,
            store: createKyselyStore({ db }),
            runner: createInlineRunner(),
            leaseMs: 3_000,
            retries: { attempts: 5, delayMs: () => 50 },
          });
          {
            await using _worker = host.service.startWorker();
            await using _reaper = host.service.startReaper({ everyMs: 500 });
            const { id } = await host.create();
            const found = await vi.waitFor(
              async () => {
                const record = await host.stored(id);
                expect(record.status).toBe("succeeded");
                return record;
              },
              { timeout: 25_000, interval: 250 },
            );
            expect(found.job.attempts).toBeGreaterThan(1);
            expect((await host.bytes(id)).toString()).toBe(MOTHS.map((moth) => `${moth.id}\n`).join(""));
            await vi.waitFor(async () => expect(await host.keys()).toEqual([found.fileKey]), 5_000);
          }
          await vi.waitFor(() => expect(inUse()).toBe(0), 5_000);
          await db.destroy();
        },
        45_000,
      );
    },
  );
});
