import type { RequestListener } from "node:http";
import express from "express";
import type { ExportService } from "vasculum";
import { createExpressMiddleware } from "vasculum/express";
import { publicAddress } from "./public-address.js";
import { authenticate } from "./users.js";

/** The application: `/api/v2/exports/` and `/health`. */
export async function createApp(service: ExportService): Promise<RequestListener> {
  const app = express();
  app.disable("x-powered-by");
  app.use("/api/v2", createExpressMiddleware({ service, authenticate, ...publicAddress("/api/v2") }));
  app.get("/health", async (_req, res) => {
    const problems = await service.check();
    res.status(problems.length === 0 ? 200 : 503).json(problems);
  });
  return app as RequestListener;
}
