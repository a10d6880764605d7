import type { RequestListener } from "node:http";
import Fastify from "fastify";
import { createExportHandler, type ExportService } from "vasculum";
import { publicAddress } from "./public-address.js";
import { toFetchRequest } from "./to-fetch-request.js";
import { authenticate } from "./users.js";

/** The application: `/api/v2/exports/` and `/health`. */
export async function createApp(service: ExportService): Promise<RequestListener> {
  const app = Fastify();
  const handler = createExportHandler({ service, authenticate, basePath: "/api/v2", ...publicAddress("/api/v2") });
  await app.register(async (scope) => {
    // The handler reads the body itself, so that its own limits and refusals hold.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.all("/api/v2/exports/*", (request, reply) => handler(toFetchRequest(request, reply)));
  });
  app.get("/health", async (_request, reply) => {
    const problems = await service.check();
    return await reply.status(problems.length === 0 ? 200 : 503).send(problems);
  });
  await app.ready();
  return (req, res) => app.routing(req, res);
}
