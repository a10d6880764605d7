/** The page beside the API, in one Express application. */
import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express, { type Request } from "express";
import { createExpressMiddleware } from "vasculum/express";
import { createExpressPage, createPageHandler } from "vasculum/page";
import { createNightService } from "../express/night-service.js";

// #region mount
const service = createNightService();
const app = express();
app.use("/api/v2", createExpressMiddleware({ service, authenticate: (_request, req: Request) => userOf(req) }));
app.use("/exports", createExpressPage({ api: "/api/v2/" }));
// #endregion

/** Your session, in place of a header that anybody can send. */
function userOf(req: Request) {
  const id = req.get("X-User");
  return id === undefined ? null : { id: Number(id), name: `User ${id}` };
}

// #region fetch
const page = createPageHandler({
  basePath: "/exports",
  api: "/api/v2/",
  projects: "projects/",
  choices: { deployment_id: "deployments/?project_id={project}" },
});
const answer = await page(new Request("https://example.org/exports/"));
// #endregion
assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");

const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const html = await (await fetch(`${origin}/exports`)).text();
assert.match(html, /<h1 id="title">Exports<\/h1>/);
const { formats } = (await (await fetch(`${origin}/api/v2/exports/formats/`)).json()) as {
  formats: { format: string }[];
};
assert.equal(formats.length, 1);
server.closeAllConnections();
server.close();
