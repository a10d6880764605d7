import { ExportService } from "vasculum";
import { createKyselyStore } from "vasculum/kysely";
import { connect } from "./database.js";
import { createRegistry } from "./formats.js";
import { openRunner } from "./runner.js";
import { createSource } from "./source.js";
import { createStorage } from "./storage.js";
import { authorizer } from "./users.js";

/** The service, and what it works with; disposing of it closes every connection. */
export interface OpenService extends AsyncDisposable {
  readonly service: ExportService;
}

/** Connects to the database, the storage and the queue. */
export async function openService(): Promise<OpenService> {
  const db = connect();
  const { runner, close } = await openRunner();
  const service = new ExportService({
    registry: createRegistry(createSource(db)),
    store: createKyselyStore({ db }),
    storage: createStorage(),
    runner,
    authorizer,
    limits: { activePerUser: 5 },
    onError: (error, { exportId }) => console.error(`export ${exportId}: ${error.code}`, error.cause ?? error.message),
  });
  return {
    service,
    async [Symbol.asyncDispose]() {
      await close();
      await db.destroy();
    },
  };
}
