/** Runs in a process of its own, so that what it delays does not depend on how busy the export is. */
import { connect, createServer, type Socket } from "node:net";
import { Transform } from "node:stream";

const [target, delayMs] = process.argv.slice(2).map(Number);

const server = createServer({ noDelay: true }, (near) => {
  const far = connect({ port: target ?? 0, host: "127.0.0.1", noDelay: true });
  for (const socket of [near, far]) socket.on("error", () => socket.destroy());
  relay(near, far);
  relay(far, near);
}).listen(0, "127.0.0.1", () => process.send?.(server.address()));

function relay(from: Socket, to: Socket): void {
  const distance = new Transform({
    transform(chunk, _encoding, done) {
      setTimeout(() => this.push(chunk), delayMs);
      done();
    },
    flush: (done) => void setTimeout(done, delayMs),
  });
  from.pipe(distance).pipe(to);
}

process.once("disconnect", () => process.exit());
