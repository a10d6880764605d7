import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { choosePartSize } from "../../../src/storage/s3/upload-file.js";
import { campaign } from "../../support/campaign.js";

const MIB = 1024 * 1024;
const SIZE_MIB = campaign({ small: 256, large: 1024 });

test.each([0, 1, 5 * MIB, 5 * MIB + 1, 50_000 * MIB, 50_000 * MIB + 1, 5 * 1024 ** 4, 48 * 1024 ** 4])(
  "a file of %i bytes fits into 10,000 parts that S3 takes",
  (size) => {
    const part = choosePartSize(size);
    expect(part).toBeGreaterThanOrEqual(5 * MIB);
    expect(part).toBeLessThanOrEqual(5 * 1024 * MIB);
    expect(Math.ceil(size / part)).toBeLessThanOrEqual(10_000);
  },
);

/** Takes whatever is put, and remembers of it only how much it was. */
function createSink() {
  let size = 0;
  let sha256: string | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for await (const chunk of request) if (request.method === "PUT") size += chunk.length;
    const note = request.headers["x-amz-meta-sha256"];
    if (typeof note === "string") sha256 = note;
    if (request.method === "HEAD" && size === 0) response.writeHead(404).end();
    else if (request.method === "HEAD")
      response.writeHead(200, { "content-length": size, "x-amz-meta-sha256": sha256 }).end();
    else if (request.method === "POST") response.end("<R><UploadId>1</UploadId></R>");
    else response.writeHead(200, { etag: '"1"' }).end();
  };
  return createServer((request, response) => void answer(request, response));
}

test(`memory stays flat while ${SIZE_MIB} MiB are uploaded`, { timeout: 120_000 }, async () => {
  const sink = createSink().listen(0, "127.0.0.1");
  await once(sink, "listening");
  const address = sink.address();
  if (address === null || typeof address === "string") throw new TypeError("The sink has no port.");
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "upload-child.ts"), `${address.port}`, `${SIZE_MIB * MIB}`],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  await once(child, "close");
  sink.close();
  const { growth, seconds } = JSON.parse(output) as { growth: number; seconds: number };
  console.info(
    `${SIZE_MIB} MiB uploaded in ${seconds.toFixed(1)} s; the process grew by ${(growth / MIB).toFixed(1)} MiB.`,
  );
  expect(growth).toBeLessThan(96 * MIB);
});
