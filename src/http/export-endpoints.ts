import { ExportError } from "../contracts/export-error.js";
import type { ExportRecord } from "../contracts/export-record.js";
import type { ChangeOptions } from "../core/requests/actor.js";
import type { Call } from "./call.js";
import { wantedVersion } from "./entity-tag.js";
import { exportJson, hasEnded } from "./export-json.js";
import { jsonResponse } from "./json-response.js";
import { parseListQuery } from "./list-query.js";

/** `GET /exports/` */
export async function listEndpoint({ parts, request, query, links, user }: Call): Promise<Response> {
  const options = parseListQuery(query, parts.service.projectIdType);
  const { count, records } = await parts.service.list({ ...options, user });
  const { limit = 10, offset = 0 } = options;
  const page = (start: number): string => links.exports(new URLSearchParams([...new Map([...query, ["limit", `${limit}`], ["offset", `${start}`]])]));
  return jsonResponse(request, {
    count,
    next: offset + limit < count ? page(offset + limit) : null,
    previous: offset > 0 ? page(Math.max(0, offset - limit)) : null,
    results: records.map((record) => exportJson(record, links)),
  });
}

/** `POST /exports/` */
export async function createEndpoint(call: Call): Promise<Response> {
  const { parts, request, links, user } = call;
  const record = await parts.service.create(await call.body(), { user, ...idempotencyKey(request.headers) });
  return exportResponse(call, record, { status: 201, headers: { Location: links.export(record.id) } });
}

/** `GET /exports/{id}/` */
export async function retrieveEndpoint(call: Call): Promise<Response> {
  return exportResponse(call, await call.parts.service.get(call.id, call));
}

/** `PUT /exports/{id}/`: what the body leaves out is gone. */
export async function replaceEndpoint(call: Call): Promise<Response> {
  const body = await call.body();
  return await update(call, isObject(body) ? { format: undefined, filters: null, ...body } : body);
}

/** `PATCH /exports/{id}/`: what the body leaves out stays. */
export async function updateEndpoint(call: Call): Promise<Response> {
  return await update(call, await call.body());
}

/** `DELETE /exports/{id}/` */
export async function deleteEndpoint(call: Call): Promise<Response> {
  await call.parts.service.delete(call.id, change(call));
  return new Response(null, { status: 204 });
}

/** `POST /exports/{id}/cancel/` */
export async function cancelEndpoint(call: Call): Promise<Response> {
  return exportResponse(call, await call.parts.service.cancel(call.id, change(call)), { status: 202 });
}

/** `POST /exports/{id}/retry/` */
export async function retryEndpoint(call: Call): Promise<Response> {
  return exportResponse(call, await call.parts.service.retry(call.id, change(call)), { status: 202 });
}

async function update(call: Call, body: unknown): Promise<Response> {
  return exportResponse(call, await call.parts.service.update(call.id, body, change(call)));
}

function change({ user, request }: Call): ChangeOptions {
  return { user, ...wantedVersion(request.headers) };
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

function exportResponse({ parts, request, links }: Call, record: ExportRecord, answer: Answer = {}): Response {
  const wait = hasEnded(record) ? {} : { "Retry-After": String(parts.retryAfterSeconds) };
  const { version } = record;
  return jsonResponse(request, exportJson(record, links), { ...answer, version, headers: { ...wait, ...answer.headers } });
}

/** @throws ExportError `INVALID_REQUEST` */
function idempotencyKey(headers: Headers): { readonly idempotencyKey?: string } {
  const key = headers.get("idempotency-key");
  if (key === null) return {};
  if (key.length >= 1 && key.length <= 255) return { idempotencyKey: key };
  const message = "An Idempotency-Key has 1 to 255 characters.";
  throw new ExportError("INVALID_REQUEST", { message, details: [{ path: ["Idempotency-Key"], code: "invalid_header", message }] });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
