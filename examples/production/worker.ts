/** A worker: runs exports, and heals what died. Start two or more, so that one may be missing. */
// #region worker
import { once } from "node:events";
import { connect } from "./database.js";
import { openService } from "./service.js";

const stopped = once(process, "SIGTERM");
const db = connect();
const { service, ...parts } = await openService(db);
const worker = service.startWorker();
const reaper = service.startReaper();

await stopped;
await reaper[Symbol.asyncDispose]();
await worker[Symbol.asyncDispose](); // what runs is released within 25 s, and another worker takes it
await parts[Symbol.asyncDispose]();
await db.destroy();
// #endregion
