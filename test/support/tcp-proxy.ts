import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A relay in front of a server that can be made to fail as networks do. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Half-open: connections stay, and nothing passes in either direction any more. */
  freeze(): void;
  /** Ends every connection with an RST. */
  reset(): void;
  /** Ends every connection with a FIN. */
  finish(): void;
}

/** Relays a free port of the loopback interface to the same interface's `target` port. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("The proxy has no port.");
  const each = (act: (socket: Socket) => void) => () => [...sockets].forEach(act);
  return {
    port: address.port,
    freeze: each((socket) => socket.unpipe().pause()),
    reset: each((socket) => socket.resetAndDestroy()),
    finish: each((socket) => socket.end()),
    [Symbol.asyncDispose]: async () => {
      each((socket) => socket.destroy())();
      server.close();
      await once(server, "close");
    },
  };
}
