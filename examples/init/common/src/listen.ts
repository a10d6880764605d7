import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** How long downloads that run have to end when the server stops. */
const LAST_DOWNLOADS_MS = 10_000;

/** A server that listens; disposing of it ends it. */
export interface Listening extends AsyncDisposable {
  readonly url: string;
}

/** Serves on a port; 0 takes one that is free. */
export async function listen(listener: RequestListener, host: string, port: number): Promise<Listening> {
  const server = createServer(listener).listen(port, host);
  await once(server, "listening");
  const address = server.address() as AddressInfo; // a port, not a socket of Unix
  return {
    url: `http://${host}:${address.port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      const idle = setInterval(() => server.closeIdleConnections(), 100); // those that become idle only now
      const last = setTimeout(() => server.closeAllConnections(), LAST_DOWNLOADS_MS);
      await closed;
      clearInterval(idle);
      clearTimeout(last);
    },
  };
}
