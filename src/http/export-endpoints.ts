import { ExportError } from "../contracts/export-error.js";
import type { ExportRecord } from "../contracts/export-record.js";
import type { ChangeOptions } from "../core/ports/authorize.js";
import type { z } from "zod";
import type { Call } from "./call.js";
import { wantedVersion } from "./entity-tag.js";
import { hasEnded } from "./export-json.js";
import { jsonResponse } from "./json-response.js";
import { toJsonSchema } from "./json-schema.js";
import { parseListQuery } from "./list-query.js";
import { permittedActions, showExport, showExports } from "./user-permissions.js";
import { type formatsSchema, READ_ONLY_MEMBERS } from "./wire-schemas.js";

/** `GET /exports/` */
export async function listEndpoint(call: Call): Promise<Response> {
  const { options, request, query, links, user } = call;
  const wanted = parseListQuery(query, options.service.projectIdType);
  const { count, records } = await options.service.list({ ...wanted, user });
  const { limit = 10, offset = 0, projectId } = wanted;
  const page = (start: number): string =>
    links.exports(new URLSearchParams([...new Map([...query, ["limit", `${limit}`], ["offset", `${start}`]])]));
  return jsonResponse(request, {
    count,
    next: offset + limit < count ? page(offset + limit) : null,
    previous: offset > 0 ? page(Math.max(0, offset - limit)) : null,
    results: await showExports(call, records),
    user_permissions: projectId === undefined ? [] : await permittedActions(call, ["create"], projectId),
  });
}

/** `POST /exports/` */
export async function createEndpoint(call: Call): Promise<Response> {
  const { options, request, links, user } = call;
  const record = await options.service.create(await call.body(), { user, ...idempotencyKey(request.headers) });
  return await exportResponse(call, record, { status: 201, headers: { Location: links.export(record.id) } });
}

/** `GET /exports/{id}/` */
export async function retrieveEndpoint(call: Call): Promise<Response> {
  return await exportResponse(call, await call.options.service.get(call.id, call));
}

/**
 * `PUT` and `PATCH /exports/{id}/`: what the body leaves out stays as it is. A client may send a whole record back: members that only this
 * service writes are ignored.
 */
export async function updateEndpoint(call: Call): Promise<Response> {
  const body = withoutReadOnly(await call.body());
  return await exportResponse(call, await call.options.service.update(call.id, body, change(call)));
}

/** `DELETE /exports/{id}/` */
export async function deleteEndpoint(call: Call): Promise<Response> {
  await call.options.service.delete(call.id, change(call));
  return new Response(null, { status: 204 });
}

/** `POST /exports/{id}/cancel/` */
export async function cancelEndpoint(call: Call): Promise<Response> {
  return await exportResponse(call, await call.options.service.cancel(call.id, change(call)), { status: 202 });
}

/** `POST /exports/{id}/retry/` */
export async function retryEndpoint(call: Call): Promise<Response> {
  return await exportResponse(call, await call.options.service.retry(call.id, change(call)), { status: 202 });
}

/** `GET /exports/formats/`: what there is to ask for. No project's secret, so that nobody need say who they are. */
export async function formatsEndpoint({ options, request }: Call): Promise<Response> {
  return jsonResponse(request, { formats: options.remember("formats", () => describedFormats(options.service)) });
}

function describedFormats(service: Call["options"]["service"]): z.infer<typeof formatsSchema>["formats"] {
  return service.formats().map(({ format, fileFormat, contentType, filters, options: choices }) => ({
    format,
    file_format: fileFormat,
    content_type: contentType,
    filters: toJsonSchema(filters, { side: "input" }),
    options: toJsonSchema(choices, { side: "input" }),
  }));
}

function change({ user, request }: Call): ChangeOptions {
  return { user, ...wantedVersion(request.headers) };
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

async function exportResponse(call: Call, record: ExportRecord, answer: Answer = {}): Promise<Response> {
  const { options, request } = call;
  const wait = hasEnded(record) ? {} : { "Retry-After": String(options.retryAfterSeconds) };
  const { version } = record;
  return jsonResponse(request, await showExport(call, record), {
    ...answer,
    version,
    headers: { ...wait, ...answer.headers },
  });
}

/** @throws ExportError `INVALID_REQUEST` */
function idempotencyKey(headers: Headers): { readonly idempotencyKey?: string } {
  const key = headers.get("idempotency-key");
  if (key === null) return {};
  if (key.length >= 1 && key.length <= 255) return { idempotencyKey: key };
  const message = "An Idempotency-Key must have 1 to 255 characters.";
  throw new ExportError("INVALID_REQUEST", {
    message,
    details: [{ path: ["Idempotency-Key"], code: "invalid_header", message }],
  });
}

function withoutReadOnly(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !READ_ONLY_MEMBERS.has(name)));
}
