import { ExportError } from "../contracts/export-error.js";
import type { ExportUser } from "../contracts/job-record.js";
import { callPort } from "../core/ports/call-port.js";
import type { Call } from "./call.js";
import { allowedMethods, findOperation, findPath } from "./find-operation.js";
import type { HandlerParts } from "./handler-options.js";
import { readJsonBody, type BodySource } from "./json-body.js";
import { Links } from "./links.js";
import { HttpRefusal, problemOf, problemResponse } from "./problem.js";

/** A request, and what a framework knows of it. */
export interface Arrival<Context> {
  readonly request: Request;
  readonly context: Context;
  /** What the framework has mounted the handler under: `/api`; empty for nothing. */
  readonly mountPath: string;
  readonly body: BodySource;
}

/** The path of a request below the handler's base; null when it lies elsewhere. */
export function pathBelow(base: string, pathname: string): string | null {
  const path = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : "";
  return /^\/exports(\/|$)/.test(path) ? path : null;
}

/** Answers any request. Never rejects: what goes wrong is the answer, and what is not the client's fault is reported. */
export async function answerRequest<Context>(parts: HandlerParts<Context>, arrival: Arrival<Context>): Promise<Response> {
  const { request, context } = arrival;
  try {
    const user = (await callPort("AUTHORIZER_FAILED", () => parts.authenticate(request, context))) ?? null;
    const response = await answer(parts, arrival, user);
    return request.method === "HEAD" ? await withoutContent(response) : response;
  } catch (error) {
    return refuse(parts, error);
  }
}

async function answer<Context>(parts: HandlerParts<Context>, arrival: Arrival<Context>, user: ExportUser | null): Promise<Response> {
  const { request, mountPath, body } = arrival;
  const { origin, pathname, searchParams: query } = new URL(request.url);
  const base = mountPath + parts.basePath;
  const found = findPath(pathBelow(base, pathname) ?? "");
  if (found === null) return problemResponse(problemOf(new ExportError("NOT_FOUND")));
  const operation = findOperation(found, request.method);
  if (operation === undefined) return problemResponse(problemOf(new HttpRefusal("METHOD_NOT_ALLOWED")), { Allow: allowedMethods(found) });
  const call: Call = {
    parts,
    request,
    query,
    links: new Links(parts.baseUrl ?? origin + base),
    user,
    id: found.id,
    body: async () => {
      if (user === null) throw new ExportError("UNAUTHENTICATED");
      return await readJsonBody(request.headers, body, parts.maxBodyBytes);
    },
  };
  return await operation.answer(call);
}

function refuse(parts: Pick<HandlerParts<never>, "onError" | "challenge" | "retryAfterSeconds">, error: unknown): Response {
  const problem = problemOf(error);
  if (problem.status >= 500) parts.onError(error);
  const later = problem.status === 429 || problem.status === 503;
  return problemResponse(problem, {
    ...(problem.status === 401 ? { "WWW-Authenticate": parts.challenge } : {}),
    ...(later ? { "Retry-After": String(parts.retryAfterSeconds) } : {}),
  });
}

async function withoutContent(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}
