/** The web server: takes requests, and runs no export. */
// #region web
import { once } from "node:events";
import express from "express";
import { createExpressMiddleware } from "vasculum/express";
import { connect } from "./database.js";
import { userOf } from "./members.js";
import { openService } from "./service.js";

const stopped = once(process, "SIGTERM");
const db = connect();
const { service, ...parts } = await openService(db);

const app = express();
app.use(
  "/api/v2",
  createExpressMiddleware({
    service,
    authenticate: (request) => userOf(db, request),
    baseUrl: `${process.env.PUBLIC_URL}/api/v2`, // what clients see in front of the proxy
    download: "redirect", // files come from the bucket, by a signed link of five minutes
    onError: (error) => console.log(error),
  }),
);
app.get("/health", async (_req, res) => {
  const problems = await service.check();
  res.status(problems.length === 0 ? 200 : 503).json(problems);
});
app.get("/metrics", async (_req, res) => void res.json(await service.stats()));
const server = app.listen(Number(process.env.PORT), "127.0.0.1");

await stopped;
const closed = once(server, "close");
server.close();
setInterval(() => server.closeIdleConnections(), 100).unref(); // those that become idle only now
setTimeout(() => server.closeAllConnections(), 10_000).unref(); // streams of events go on as long as their exports
await closed;
await parts[Symbol.asyncDispose]();
await db.destroy();
// #endregion
