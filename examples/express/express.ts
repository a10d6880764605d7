/** Exports in an Express application, mounted beside its other routes and behind its body parser. */
import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express, { type Request } from "express";
import { createExpressMiddleware } from "vasculum/express";
import { createNightService } from "./night-service.js";
import { EXPECTED, tryAsOutsider, tryExports } from "./try-exports.js";

// #region mount
const service = createNightService();
const app = express();
app.use(express.json());
app.use("/api/v2", createExpressMiddleware({ service, authenticate: (_request, req: Request) => userOf(req) }));
app.get("/api/v2/projects/", (_req, res) => void res.json([{ id: 1 }]));

/** Your session or token, in place of a header that anybody can send. */
function userOf(req: Request) {
  const id = req.get("X-User");
  return id === undefined ? null : { id: Number(id), name: `User ${id}` };
}
// #endregion

await using _worker = service.startWorker();
const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v2`;

assert.equal(await tryExports(base), EXPECTED);
await tryAsOutsider(base);
assert.deepEqual(await (await fetch(`${base}/projects/`)).json(), [{ id: 1 }]);
server.closeAllConnections();
server.close();
