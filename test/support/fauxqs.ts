import { PutObjectCommand, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { buildApp } from "fauxqs";

type App = ReturnType<typeof buildApp>;
type Request = Parameters<Parameters<App["route"]>[0]["handler"]>[0];

/** What becomes of a request: an answer in place of the server's, a delay, or what is done to the connection once it was applied. */
export type S3Fault =
  | { readonly answer: number; readonly code?: string }
  | { readonly applied: "reset" }
  | { readonly appliedLate: Promise<void> }
  | { readonly header: readonly [string, string] };

/** A request as a fault sees it: `PUT /exports/key?partNumber=1`. */
export type FaultPlan = (request: string) => S3Fault | undefined;

/** A running server that speaks as S3 does, with one bucket. */
export interface TestS3 extends AsyncDisposable {
  readonly port: number;
  readonly bucket: string;
  /** Every request since the start: `PUT /exports/key?partNumber=1`. */
  readonly requests: readonly string[];
  /** Asked about every request from now on. */
  plan: FaultPlan;
  unfinishedUploads(key: string): Promise<number>;
}

const BUCKET = "exports";

/**
 * Starts fauxqs with what it lacks and S3 has: the list of unfinished uploads, and the headers that a signed link asks for. It checks
 * no signature, and no If-None-Match.
 */
export async function startFauxqs(): Promise<TestS3> {
  const app = buildApp({ logger: false });
  const server = { bucket: BUCKET, plan: (): S3Fault | undefined => undefined, requests: [] as string[] };
  const uploads = listUploads(app);
  presentLinks(app);
  injectFaults(app, server);
  await app.listen({ port: 0, host: "127.0.0.1" });
  await app.inject({ method: "PUT", url: `/${BUCKET}` });
  server.requests.length = 0;
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new TypeError("The server has no port.");
  return Object.assign(server, {
    port: address.port,
    unfinishedUploads: async (key: string) => [...uploads.values()].filter((other) => other === key).length,
    [Symbol.asyncDispose]: () => app.close(),
  });
}

/** A client of a server on this machine. */
export function createTestClient(port: number, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    ...config,
  });
}

/** Puts more small files than S3 lists in one answer; gives their keys below the prefix, sorted. */
export async function fillPages(
  client: S3Client,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
): Promise<readonly string[]> {
  const keys = Array.from({ length: 1001 }, (_, index) => `${String(index).padStart(4, "0")}.csv`);
  for (let start = 0; start < keys.length; start += 25) {
    const some = keys.slice(start, start + 25);
    await Promise.all(
      some.map((key) => client.send(new PutObjectCommand({ Bucket: bucket, Key: prefix + key, Body: "x" }))),
    );
  }
  return keys;
}

function listUploads(app: App): ReadonlyMap<string, string> {
  const uploads = new Map<string, string>();
  app.addHook("onSend", async (request, reply, payload) => {
    const query = queryOf(request);
    const created = /<UploadId>([^<]+)</.exec(String(payload))?.[1];
    if (request.method === "POST" && query.has("uploads") && created !== undefined)
      uploads.set(created, keyOf(request));
    if (/^(POST|DELETE)$/.test(request.method) && reply.statusCode < 300) uploads.delete(query.get("uploadId") ?? "");
    return payload;
  });
  app.addHook("onRequest", async (request, reply) => {
    if (request.method !== "GET" || !queryOf(request).has("uploads")) return;
    const prefix = queryOf(request).get("prefix") ?? "";
    const found = [...uploads].filter(([, key]) => key.startsWith(prefix));
    const xml = found.map(([id, key]) => `<Upload><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId></Upload>`);
    await reply
      .type("application/xml")
      .send(`<ListMultipartUploadsResult>${xml.join("")}</ListMultipartUploadsResult>`);
  });
  return uploads;
}

function presentLinks(app: App): void {
  app.addHook("onSend", async (request, reply, payload) => {
    const query = queryOf(request);
    for (const name of ["content-disposition", "content-type"]) {
      const asked = query.get(`response-${name}`);
      if (asked !== null) reply.header(name, asked);
    }
    return payload;
  });
}

function injectFaults(app: App, server: Pick<TestS3, "plan"> & { readonly requests: string[] }): void {
  const faults = new WeakMap<object, S3Fault>();
  app.addHook("onRequest", async (request, reply) => {
    const line = `${request.method} ${decodeURIComponent(request.url)}`;
    server.requests.push(line);
    const fault = server.plan(line);
    if (fault === undefined) return;
    faults.set(request, fault);
    if (!("answer" in fault)) return;
    const xml = `<Error><Code>${fault.code ?? "InternalError"}</Code><Message>It failed.</Message></Error>`;
    await reply.code(fault.answer).type("application/xml").send(xml);
  });
  app.addHook("preHandler", async (request) => {
    const fault = faults.get(request);
    if (fault === undefined || !("appliedLate" in fault)) return;
    request.raw.socket.destroy();
    await fault.appliedLate;
  });
  app.addHook("onSend", async (request, reply, payload) => {
    const fault = faults.get(request);
    if (fault !== undefined && "applied" in fault) request.raw.socket.resetAndDestroy();
    if (fault !== undefined && "header" in fault) reply.header(...fault.header);
    return payload;
  });
}

function queryOf(request: Request): URLSearchParams {
  return new URL(request.url, "http://localhost").searchParams;
}

function keyOf(request: Request): string {
  return decodeURIComponent(new URL(request.url, "http://localhost").pathname).slice(BUCKET.length + 2);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
