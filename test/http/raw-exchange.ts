import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A connection to a served address that does nothing by itself. */
export function dial(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** The request as it goes over the wire. */
export function requestText(
  url: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Readonly<Record<string, string>> } = {},
): string {
  const { host, pathname, search } = new URL(url);
  const lines = Object.entries({ Host: host, Connection: "close", ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `${method} ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/** Every byte of an answer but the date. */
export async function rawAnswer(
  url: string,
  options: Parameters<typeof requestText>[1] & { readonly raw?: string },
): Promise<string> {
  const socket = dial(url);
  socket.write(options.raw ?? requestText(url, options));
  return (await text(socket)).replace(/^Date: .*\r\n/im, "");
}
