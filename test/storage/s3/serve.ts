import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { S3Client } from "@aws-sdk/client-s3";
import { createTestClient } from "../../support/fauxqs.js";

/** A running server that answers as a test says. */
export interface ScriptedServer extends AsyncDisposable {
  /** A client of it. */
  readonly client: S3Client;
  readonly port: number;
}

/** Starts a server that gives each request to `answer`; what that throws is the connection's end, and of no interest. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<ScriptedServer> {
  const give = async (request: IncomingMessage, response: ServerResponse) => void (await answer(request, response));
  const server = createServer((request, response) => void give(request, response).catch(() => undefined)).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("The server has no port.");
  const client = createTestClient(address.port);
  return {
    client,
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
