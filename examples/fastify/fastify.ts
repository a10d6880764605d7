/** Exports in a Fastify application: the bare handler takes a Request, and Fastify sends the Response that it gives back. */
import assert from "node:assert/strict";
import Fastify, { type FastifyRequest } from "fastify";
import { createExportHandler } from "vasculum";
import { createNightService } from "../express/night-service.js";
import { EXPECTED, tryAsOutsider, tryExports } from "../express/try-exports.js";
import { toFetchRequest } from "./to-fetch-request.js";

// #region mount
const service = createNightService();
const handler = createExportHandler({
  service,
  basePath: "/api/v2",
  authenticate: (_request, request: FastifyRequest) => userOf(request),
});
const app = Fastify();
await app.register(async (scope) => {
  // The handler reads the body itself, so that its own limits and refusals hold.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  scope.all("/api/v2/exports/*", (request, reply) => handler(toFetchRequest(request, reply), request));
});

/** Your session or token, in place of a header that anybody can send. */
function userOf({ headers }: FastifyRequest) {
  const id = headers["x-user"];
  return id === undefined ? null : { id: Number(id), name: `User ${id}` };
}
// #endregion

await using _worker = service.startWorker();
const origin = await app.listen({ port: 0, host: "127.0.0.1" });

assert.equal(await tryExports(`${origin}/api/v2`), EXPECTED);
await tryAsOutsider(`${origin}/api/v2`);
await app.close();
