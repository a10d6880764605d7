/** Posts a signed webhook when an export has ended; its receiver checks the signature with the package `standardwebhooks`. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { createMemorySource, createRowExporter, csv, ExportRegistry } from "vasculum";
import { createTestService } from "../test-service.js";
import { createWebhook } from "./standard-webhook.js";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

// The receiver. It is busy at first, and hears the same message again.
const heard: { readonly id: unknown; readonly message: unknown }[] = [];
const receiver = createServer((request, response) => {
  const headers = { ...request.headers } as Record<string, string>;
  void text(request).then((body) => {
    heard.push({ id: headers["webhook-id"], message: new Webhook(SECRET).verify(body, headers) });
    response.writeHead(heard.length === 1 ? 503 : 204).end();
  });
});
receiver.listen(0, "127.0.0.1");
await once(receiver, "listening");
const address = receiver.address();
assert.ok(typeof address === "object" && address !== null);

const moths = createMemorySource([{ id: 1, species: "Noctua pronuba" }], { key: ({ id }) => id, inScope: () => true });
const registry = new ExportRegistry();
registry.register("moths")(
  createRowExporter({ source: moths, format: csv([{ name: "species", value: ({ species }) => species }]) }),
);

// #region service
const tellReceiver = createWebhook({ url: `http://127.0.0.1:${address.port}/exports`, secret: SECRET });
const { service, exportText } = createTestService(registry, { onFinished: tellReceiver });
// The reaper delivers again what was not taken.
const reaper = service.startReaper({ everyMs: 500 });
// #endregion

const { record } = await exportText({ project: 1, format: "moths" });
while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
await reaper[Symbol.asyncDispose]();
receiver.close();
receiver.closeAllConnections();

assert.deepEqual(heard[0]?.message, {
  type: "export.succeeded",
  timestamp: record.updatedAt,
  data: {
    export: record.id,
    project: 1,
    format: "moths",
    status: "succeeded",
    error: null,
    filename: record.filename,
    contentType: "text/csv; charset=utf-8",
    recordCount: 1,
    fileSize: record.fileSize,
    sha256: record.sha256,
  },
});
assert.deepEqual(heard[1], heard[0]);

// cspell:ignore ILPZ
