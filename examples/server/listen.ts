import { once } from "node:events";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { BadSetting, errorCode } from "./bad-setting.js";
import type { Settings } from "./settings.js";

/** How long requests that run have to end once the server stops. */
const LAST_REQUESTS_MS = 5_000;

/** A server that listens; disposing of it ends streams of events at once, and other answers when they are out. */
export interface Listening extends AsyncDisposable {
  readonly url: string;
}

/** Serves on the host and port of the settings. @throws BadSetting when they are not to be had. */
export async function listen(
  listener: RequestListener,
  { HOST, PORT }: Pick<Settings, "HOST" | "PORT">,
): Promise<Listening> {
  const open = new Set<ServerResponse>();
  const server = createServer((req, res) => {
    open.add(res);
    res.once("close", () => open.delete(res));
    listener(req, res);
  });
  server.listen(PORT, HOST);
  await once(server, "listening").catch((error: unknown) => {
    throw new BadSetting(`The server cannot listen on HOST and PORT (${errorCode(error)}).`);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : PORT;
  return {
    url: `http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      for (const res of open) if (isEventStream(res)) res.destroy();
      const timer = setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** Would go on as long as its export. */
function isEventStream(res: ServerResponse): boolean {
  return String(res.getHeader("content-type")).startsWith("text/event-stream");
}
