/** Exports in a NestJS application, mounted before its own routes. */
import "reflect-metadata";
import assert from "node:assert/strict";
import { Module, type OnApplicationShutdown } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { Request } from "express";
import { createExpressMiddleware } from "vasculum/express";
import { createNightService } from "../express/night-service.js";
import { EXPECTED, tryAsOutsider, tryExports } from "../express/try-exports.js";

// #region mount
const service = createNightService();

/** Runs exports in this process, and releases them when the application stops. */
class ExportsModule implements OnApplicationShutdown {
  readonly #worker = service.startWorker();
  async onApplicationShutdown() {
    await this.#worker[Symbol.asyncDispose]();
  }
}
Module({})(ExportsModule); // what the decorator `@Module({})` does

const app = await NestFactory.create(ExportsModule, { logger: false });
app.use("/api/v2", createExpressMiddleware({ service, authenticate: (_request, req: Request) => userOf(req) }));
app.enableShutdownHooks();

/** Your session or token, in place of a header that anybody can send. */
function userOf(req: Request) {
  const id = req.get("X-User");
  return id === undefined ? null : { id: Number(id), name: `User ${id}` };
}
// #endregion

await app.listen(0, "127.0.0.1");
const base = `${await app.getUrl()}/api/v2`;

assert.equal(await tryExports(base), EXPECTED);
await tryAsOutsider(base);
await app.close();
