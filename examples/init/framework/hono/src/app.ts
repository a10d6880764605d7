import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { createExportHandler, type ExportService } from "vasculum";
import { publicAddress } from "./public-address.js";
import { authenticate } from "./users.js";

/** The application: `/api/v2/exports/` and `/health`. */
export async function createApp(service: ExportService): Promise<RequestListener> {
  const app = new Hono();
  const handler = createExportHandler({ service, authenticate, basePath: "/api/v2", ...publicAddress("/api/v2") });
  app.all("/api/v2/exports/*", (c) => handler(c.req.raw));
  app.get("/health", async (c) => {
    const problems = await service.check();
    return c.json(problems, problems.length === 0 ? 200 : 503);
  });
  const answer = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  return (req, res) => void answer(req, res);
}
