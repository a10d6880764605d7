import type { RequestListener } from "node:http";
import Koa from "koa";
import type { ExportService } from "vasculum";
import { createKoaMiddleware } from "vasculum/koa";
import { publicAddress } from "./public-address.js";
import { authenticate } from "./users.js";

/** The application: `/api/v2/exports/` and `/health`. */
export async function createApp(service: ExportService): Promise<RequestListener> {
  const app = new Koa();
  app.use(createKoaMiddleware({ service, authenticate, basePath: "/api/v2", ...publicAddress("/api/v2") }));
  app.use(async (ctx) => {
    if (ctx.path !== "/health") return;
    const problems = await service.check();
    ctx.status = problems.length === 0 ? 200 : 503;
    ctx.body = problems;
  });
  const answer = app.callback();
  return (req, res) => void answer(req, res);
}
