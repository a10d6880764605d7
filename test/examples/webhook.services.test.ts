import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import { createWebhook } from "../../examples/webhook/standard-webhook.js";
import { createTestHost } from "../support/test-host.js";

const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

interface Message {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A receiver on this machine that answers with a status, or never. */
async function startReceiver(status: number | null) {
  const messages: Message[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      messages.push({ headers: request.headers as Record<string, string>, body });
      if (status !== null) response.writeHead(status, { location: "/elsewhere" }).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { messages, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

/** An export that has succeeded, and what its listener was given. */
async function tellEnd(url: string, signal = AbortSignal.timeout(5_000)): Promise<void> {
  const { createAndRun } = await createTestHost();
  const { error, filename, contentType, recordCount, fileSize, sha256, ...record } = await createAndRun();
  const outcome = { status: "succeeded", error, filename, contentType, recordCount, fileSize, sha256 } as const;
  const notice = { id: "b2f7", at: record.updatedAt, signal };
  await createWebhook({ url, secret: SECRET })({ ...record, ...outcome }, outcome, notice);
}

test("a webhook passes the check of the package standardwebhooks, and an altered one does not", async () => {
  const { messages, url } = await startReceiver(204);
  await tellEnd(url);
  const [{ headers, body } = { headers: {}, body: "" }] = messages;
  expect(new Webhook(SECRET).verify(body, headers)).toMatchObject({ type: "export.succeeded", data: { export: 1 } });
  expect(headers["webhook-id"]).toBe("b2f7");
  expect(() => new Webhook(SECRET).verify(body.replace("succeeded", "cancelled"), headers)).toThrow("No matching");
  expect(() => new Webhook(SECRET).verify(body, { ...headers, "webhook-id": "other" })).toThrow("No matching");
  expect(() => new Webhook(`whsec_${Buffer.alloc(24, 8).toString("base64")}`).verify(body, headers)).toThrow();
});

test.each([302, 410, 503])("a receiver that answers %i has not heard it", async (status) => {
  const { messages, url } = await startReceiver(status);
  await expect(tellEnd(url)).rejects.toThrow();
  expect(messages).toHaveLength(1);
});

test("a receiver that never answers is left when the notice's signal aborts", async () => {
  const { url } = await startReceiver(null);
  await expect(tellEnd(url, AbortSignal.timeout(300))).rejects.toMatchObject({ name: "TimeoutError" });
});
