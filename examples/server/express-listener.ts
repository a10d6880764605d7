import type { RequestListener } from "node:http";
import express from "express";
import type { ExportHandlerOptions } from "vasculum";
import { createExpressMiddleware } from "vasculum/express";
import { createExpressPage } from "vasculum/page";
import { PAGE } from "./page.js";
import type { Site } from "./site.js";

/** The server as an Express application. */
export function createExpressListener(options: ExportHandlerOptions<unknown>, site: Site): RequestListener {
  const app = express();
  app.disable("x-powered-by");
  app.use("/api/v2", createExpressMiddleware(options));
  app.use(createExpressPage(PAGE));
  app.use((req, res, next) => {
    site(req, res).catch(next);
  });
  return app as RequestListener;
}
