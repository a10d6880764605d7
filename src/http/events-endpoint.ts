import { setTimeout as delay } from "node:timers/promises";
import { ExportError } from "../contracts/export-error.js";
import type { ExportRecord } from "../contracts/export-record.js";
import { byteStream } from "./byte-stream.js";
import type { Call } from "./call.js";
import { weakTag } from "./entity-tag.js";
import { exportJson, hasEnded } from "./export-json.js";
import { problemJson, problemOf } from "./problem.js";
import { showExport } from "./user-permissions.js";
import type { ExportJson } from "./wire-schemas.js";

const HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "private, no-store, no-transform",
  "X-Content-Type-Options": "nosniff",
  /** Asks nginx not to hold events back. */
  "X-Accel-Buffering": "no",
} as const;

/**
 * `GET /exports/{id}/events/`: server-sent events (HTML Standard §9.2). `progress` holds the export whenever it has changed, `end` the
 * export once it has ended, `problem` why it can no longer be read; either of the two is the last. A reader that comes back with
 * the `Last-Event-ID` of an end gets 204, which tells an EventSource not to come again.
 */
export async function eventsEndpoint(call: Call): Promise<Response> {
  const { options, request, user, id } = call;
  const record = await options.service.get(id, { user });
  const shown = await showExport(call, record);
  const first = eventOf(call, record, shown.user_permissions);
  if (first.type === "end" && request.headers.get("last-event-id") === first.id)
    return new Response(null, { status: 204 });
  const giveBack = options.takeEventStream(user?.id ?? null);
  if (giveBack === null)
    throw new ExportError("LIMIT_REACHED", { message: "You follow too many exports at once; close one of them." });
  const stopped = new AbortController();
  const signal = AbortSignal.any([request.signal, stopped.signal]);
  if (signal.aborted) giveBack();
  signal.addEventListener("abort", giveBack, { once: true });
  const body = byteStream(encode(follow(call, { first, permissions: shown.user_permissions }, signal), giveBack), {
    stop: () => stopped.abort(),
    onError: options.onError,
  });
  return new Response(body, { headers: HEADERS });
}

/** The permissions of the user; asked for again as often as a silent stream is kept alive. */
type Permissions = ExportJson["user_permissions"];

interface ServerEvent {
  readonly type: "progress" | "end" | "problem";
  readonly id: string;
  readonly content: string;
}

/** Events as they come, and null for a comment that keeps the connection alive. */
async function* follow(
  call: Call,
  { first, permissions }: { readonly first: ServerEvent; readonly permissions: Permissions },
  signal: AbortSignal,
): AsyncGenerator<ServerEvent | null, void, undefined> {
  const { eventIntervalMs, keepAliveMs } = call.options;
  let last = first;
  let known: Permissions | null = permissions;
  let knownMs = 0;
  let silentMs = 0;
  yield first;
  while (last.type === "progress" && (await waited(eventIntervalMs, signal))) {
    knownMs += eventIntervalMs;
    if (knownMs >= keepAliveMs) [known, knownMs] = [null, 0];
    const { event: next, permissions: asked } = await nextEvent(call, known);
    known = asked;
    silentMs += eventIntervalMs;
    if (next.id === last.id && silentMs < keepAliveMs) continue;
    silentMs = 0;
    yield next.id === last.id ? null : next;
    last = next;
  }
}

/** Reads the export, for which the authorizer is asked each time. Null permissions are asked for, too. */
async function nextEvent(
  call: Call,
  permissions: Permissions | null,
): Promise<{ readonly event: ServerEvent; readonly permissions: Permissions | null }> {
  try {
    const record = await call.options.service.get(call.id, call);
    const known = permissions ?? (await showExport(call, record)).user_permissions;
    return { event: eventOf(call, record, known), permissions: known };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500) call.options.onError(error);
    const content = JSON.stringify(problemJson(problem));
    return { event: { type: "problem", id: problem.code, content }, permissions };
  }
}

function eventOf({ links }: Call, record: ExportRecord, permissions: Permissions): ServerEvent {
  const content = JSON.stringify({ ...exportJson(record, links), user_permissions: permissions });
  return { type: hasEnded(record) ? "end" : "progress", id: weakTag(content, record.version), content };
}

async function* encode(
  events: AsyncIterable<ServerEvent | null>,
  ended: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const event of events) {
      const text = event === null ? ":\n\n" : `id: ${event.id}\nevent: ${event.type}\ndata: ${event.content}\n\n`;
      yield Buffer.from(text);
    }
  } finally {
    ended();
  }
}

/** False when the reader went away meanwhile. */
async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
