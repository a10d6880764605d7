import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createAbort } from "../../async/abort.js";
import { quietly } from "../../async/quietly.js";
import { startTimeLimit } from "../../async/time-limit.js";
import type { ExportErrorCode } from "../../contracts/error-code.js";
import type { Scope } from "../../contracts/scope.js";
import type { FileBody } from "../../contracts/storage-adapter.js";
import { createDraftExporter } from "../exporters/draft-exporter.js";
import { AttemptFiles } from "../files/attempt-files.js";
import { writeTempFile } from "../files/temp-file.js";
import { initialProgress } from "../lifecycle/job-stages.js";
import { callInTime, lateError, toExportError } from "../ports/call-port.js";
import type { ResolvedOptions } from "../ports/service-options.js";

/** Something that keeps exports from working. */
export interface ServiceProblem {
  readonly part: "store" | "storage" | "queue" | "source" | "temp directory" | "clock";
  /** A sentence for an operator. It holds no secret. */
  readonly message: string;
}

/** The most that a clock may be away from the store's. Signed links and the times that people read come from both. */
const CLOCK_MS = 60_000;

type Probe = (host: ResolvedOptions, signal: AbortSignal) => Promise<unknown>;

const PROBES: readonly (readonly [ServiceProblem["part"], ExportErrorCode, Probe])[] = [
  ["store", "STORE_FAILED", probeStore],
  ["storage", "STORAGE_FAILED", probeStorage],
  ["queue", "RUNNER_FAILED", probeQueue],
  ["source", "SOURCE_FAILED", probeSources],
  ["temp directory", "TEMP_FILE_FAILED", probeTempDirectory],
];

/** The options of a check. */
export interface CheckOptions {
  /** The time limit of each part, in milliseconds; default 5,000. */
  readonly timeoutMs?: number;
}

/** Uses every part once, side by side, and returns all problems. Leaves nothing behind. Never rejects. */
export async function checkService(
  host: ResolvedOptions,
  { timeoutMs = 5_000 }: CheckOptions = {},
): Promise<readonly ServiceProblem[]> {
  const found = await Promise.all([
    ...PROBES.map(async ([part, code, probe]) =>
      problemOf(part, await messageOf(code, (signal) => probe(host, signal), timeoutMs)),
    ),
    problemOf("clock", await clockMessage(host, timeoutMs)),
  ]);
  return found.flat();
}

function problemOf(part: ServiceProblem["part"], message: string | null): readonly ServiceProblem[] {
  return message === null ? [] : [{ part, message }];
}

/** Returns the message of the error that a probe fails with; null when all is well. */
async function messageOf(
  code: ExportErrorCode,
  probe: (signal: AbortSignal) => Promise<unknown>,
  timeoutMs: number,
): Promise<string | null> {
  const abort = createAbort();
  using _limit = startTimeLimit(timeoutMs, () => abort.abort(lateError(code)));
  try {
    await callInTime(code, () => probe(abort.signal), timeoutMs);
    return null;
  } catch (error) {
    return toExportError(error, code).message;
  }
}

/** Reads, and writes to an export that does not exist: a database that may only be read refuses the statement. */
async function probeStore({ store, leaseMs }: ResolvedOptions): Promise<void> {
  await store.list({ orderBy: "id", direction: "desc", limit: 1, offset: 0 });
  await store.renew(Number.MAX_SAFE_INTEGER, randomUUID(), { leaseMs, progress: initialProgress("STARTED") });
}

/** Stores a small file and deletes it. */
async function probeStorage({ storage }: ResolvedOptions, signal: AbortSignal): Promise<void> {
  const key = `exports/check/${randomBytes(16).toString("base64url")}/check.txt`;
  try {
    await storage.put(key, CHECK_FILE, { contentType: "text/plain", signal });
  } catch (error) {
    void quietly(() => storage.delete(key));
    throw error;
  }
  await storage.delete(key);
}

const BYTES = Buffer.from("A check of the export service wrote this file. It may be deleted.\n");
const CHECK_FILE: FileBody = {
  size: BYTES.length,
  sha256: createHash("sha256").update(BYTES).digest("hex"),
  async *stream({ start, end } = { start: 0 }) {
    yield BYTES.subarray(start, end === undefined ? BYTES.length : end + 1);
  },
};

async function probeQueue({ runner }: ResolvedOptions): Promise<void> {
  // Cancelling a job that does not exist reaches the queue and changes nothing.
  await (runner.check === undefined ? runner.cancel?.(`check-${randomUUID()}`) : runner.check());
}

/** Ids that nothing has. A column of ids may take whole numbers, or UUIDs alone; text takes both. */
const NUMBERS = [0, "00000000-0000-0000-0000-000000000000"] as const;
const TEXTS = ["00000000-0000-0000-0000-000000000000", "0"] as const;

/** One after the other: several formats may share one small pool. */
async function probeSources(host: ResolvedOptions, signal: AbortSignal): Promise<void> {
  const projects = host.projectIdType === "number" ? NUMBERS.slice(0, 1) : TEXTS;
  const scopes = projects.flatMap((projectId) => NUMBERS.map((userId) => ({ projectId, userId })));
  for (const format of host.registry.getSupportedFormats()) await probeSource(host, { format, scopes, signal });
}

/** Opens the source of a format in the first scope that its columns take. @throws what the last scope failed with. */
async function probeSource(
  { registry }: ResolvedOptions,
  {
    format,
    scopes,
    signal,
  }: { readonly format: string; readonly scopes: readonly Scope[]; readonly signal: AbortSignal },
): Promise<void> {
  let failure: unknown = null;
  for (const scope of scopes) {
    try {
      const exporter = createDraftExporter(registry.getExporter(format), { ...scope, format }, signal);
      return await exporter.probe?.();
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function probeTempDirectory({ tempDirectory }: ResolvedOptions, signal: AbortSignal): Promise<void> {
  await using files = new AttemptFiles(tempDirectory, `check-${randomUUID()}`);
  await writeTempFile(await files.create("check"), CHECK_FILE.stream(), { signal });
}

/** Null also where the store does not tell its time, or fails, which its own probe reports. */
async function clockMessage({ store }: ResolvedOptions, timeoutMs: number): Promise<string | null> {
  const asked = callInTime("STORE_FAILED", async () => await store.stats?.(), timeoutMs).catch(() => undefined);
  const now = (await asked)?.now;
  const ahead = now === undefined ? 0 : Date.now() - Date.parse(now);
  if (Math.abs(ahead) <= CLOCK_MS) return null;
  const way = ahead > 0 ? "ahead of" : "behind";
  return `The clock of this process is ${Math.round(Math.abs(ahead) / 1_000)} s ${way} the store's. Set both by a time server.`;
}
