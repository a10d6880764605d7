/** Exports in a Koa application, under a path of its own; every other path goes on to the next middleware. */
import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import Koa, { type Context } from "koa";
import { createKoaMiddleware } from "vasculum/koa";
import { createNightService } from "../express/night-service.js";
import { EXPECTED, tryAsOutsider, tryExports } from "../express/try-exports.js";

// #region mount
const service = createNightService();
const app = new Koa();
app.use(createKoaMiddleware({ service, basePath: "/api/v2", authenticate: (_request, ctx: Context) => userOf(ctx) }));
app.use((ctx) => {
  ctx.body = "something else";
});

/** Your session or token, in place of a header that anybody can send. */
function userOf(ctx: Context) {
  const id = ctx.get("X-User");
  return id === "" ? null : { id: Number(id), name: `User ${id}` };
}
// #endregion

await using _worker = service.startWorker();
const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

assert.equal(await tryExports(`${origin}/api/v2`), EXPECTED);
await tryAsOutsider(`${origin}/api/v2`);
assert.equal(await (await fetch(origin)).text(), "something else");
server.closeAllConnections();
server.close();
