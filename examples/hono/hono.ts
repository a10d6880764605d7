/** Exports through the bare handler, for anything that speaks Fetch: Hono here, a route handler of Next.js as well. */
import assert from "node:assert/strict";
import { Hono, type Context } from "hono";
import { createExportHandler } from "vasculum";
import { createNightService } from "../express/night-service.js";
import { EXPECTED, tryAsOutsider, tryExports } from "../express/try-exports.js";

// #region mount
const service = createNightService();
const handler = createExportHandler({
  service,
  basePath: "/api/v2",
  authenticate: (_request, c: Context) => userOf(c),
});
const app = new Hono();
app.all("/api/v2/exports/*", (c) => handler(c.req.raw, c));

/** Your session or token, in place of a header that anybody can send. */
function userOf(c: Context) {
  const id = c.req.header("X-User");
  return id === undefined ? null : { id: Number(id), name: `User ${id}` };
}
// #endregion

await using _worker = service.startWorker();
const send = async (address: string, init?: RequestInit): Promise<Response> => await app.request(address, init);

assert.equal(await tryExports("http://example.org/api/v2", send), EXPECTED);
await tryAsOutsider("http://example.org/api/v2", send);
const { openapi } = (await (await send("http://example.org/api/v2/exports/openapi.json")).json()) as {
  readonly openapi: string;
};
assert.equal(openapi, "3.1.0");
