import { ExportError } from "../contracts/export-error.js";
import type { ExportRecord } from "../contracts/export-record.js";
import type { ExportUser } from "../contracts/job-record.js";
import { callPort } from "../core/ports/call-port.js";
import { type SignedLink, signLink, verifyLink } from "../links/signed-link.js";
import type { Call } from "./call.js";
import { allowedMethods, findOperation, findPath } from "./find-operation.js";
import type { ResolvedHandlerOptions } from "./handler-options.js";
import { readJsonBody, type BodySource } from "./json-body.js";
import { Links, REFUSED_LINK } from "./links.js";
import { HttpRefusal, problemOf, problemResponse } from "./problem.js";

/** A request, and what a framework knows of it. */
export interface Arrival<Context> {
  readonly request: Request;
  readonly context: Context;
  /** The path that the framework has mounted the handler under: `/api`; empty for none. */
  readonly mountPath: string;
  readonly body: BodySource;
}

/** The path of a request below the handler's base; null when it lies elsewhere. */
export function pathBelow(base: string, pathname: string): string | null {
  const path = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : "";
  return /^\/exports(\/|$)/.test(path) ? path : null;
}

/** Answers any request. Never rejects: what goes wrong is the answer, and what is not the client's fault is reported. */
export async function answerRequest<Context>(
  options: ResolvedHandlerOptions<Context>,
  arrival: Arrival<Context>,
): Promise<Response> {
  const { request } = arrival;
  try {
    const response = await answer(options, arrival);
    return request.method === "HEAD" ? await withoutContent(response) : response;
  } catch (error) {
    return refuse(options, request, error);
  }
}

async function answer<Context>(options: ResolvedHandlerOptions<Context>, arrival: Arrival<Context>): Promise<Response> {
  const { request, mountPath, body } = arrival;
  const { origin, pathname, searchParams: query } = new URL(request.url);
  const base = mountPath + options.basePath;
  const found = findPath(pathBelow(base, pathname) ?? "");
  const link = found === null ? null : signedLink(options, { query, exportId: found.id, request });
  const user = link === null ? await authenticated(options, arrival) : { id: link.userId, name: "" };
  if (found === null) return problemResponse(request.headers, problemOf(new ExportError("NOT_FOUND")));
  const operation = findOperation(found, request.method);
  if (operation === undefined)
    return problemResponse(request.headers, problemOf(new HttpRefusal("METHOD_NOT_ALLOWED")), {
      Allow: allowedMethods(found),
    });
  const call: Call = {
    options,
    request,
    query,
    links: new Links(options.baseUrl ?? origin + base, (record) => signatureOf(options, user, record)),
    user,
    signedVersion: link?.version ?? null,
    id: found.id,
    body: async () => {
      if (user === null) throw new ExportError("UNAUTHENTICATED");
      return await readJsonBody(request.headers, body, options.maxBodyBytes);
    },
  };
  return await operation.answer(call);
}

async function authenticated<Context>(
  { authenticate }: ResolvedHandlerOptions<Context>,
  { request, context }: Arrival<Context>,
): Promise<ExportUser | null> {
  return (await callPort("AUTHORIZER_FAILED", () => authenticate(request, context))) ?? null;
}

function signatureOf<Context>(
  { linkSecrets }: ResolvedHandlerOptions<Context>,
  user: ExportUser | null,
  { id, version }: ExportRecord,
): string | null {
  if (linkSecrets === null || user === null) return null;
  return signLink({ exportId: id, version, userId: user.id }, linkSecrets, Date.now());
}

/**
 * The link that a download's address is signed as; null for any other request. Looks nothing up, so that a refusal says nothing of the export.
 *
 * @throws ExportError `PERMISSION_DENIED` for a signature that is no good.
 */
function signedLink<Context>(
  { linkSecrets }: ResolvedHandlerOptions<Context>,
  asked: { readonly query: URLSearchParams; readonly exportId: string; readonly request: Request },
): SignedLink | null {
  const { query, exportId, request } = asked;
  const signature = query.get("signature");
  const isDownload = /\/download\/?$/.test(new URL(request.url).pathname);
  if (linkSecrets === null || signature === null || !isDownload) return null;
  const link = verifyLink(signature, { exportId, secrets: linkSecrets, now: Date.now() });
  if (link === null) throw new ExportError("PERMISSION_DENIED", { message: REFUSED_LINK });
  return link;
}

function refuse(
  options: Pick<ResolvedHandlerOptions<never>, "onError" | "challenge" | "retryAfterSeconds">,
  request: Request,
  error: unknown,
): Response {
  const problem = problemOf(error);
  if (problem.status >= 500) options.onError(error);
  const later = problem.status === 429 || problem.status === 503;
  return problemResponse(request.headers, problem, {
    ...(problem.status === 401 ? { "WWW-Authenticate": options.challenge } : {}),
    // RFC 9110 §15.5.16: what would have been taken.
    ...(problem.status === 415 ? { Accept: "application/json", "Accept-Encoding": "identity" } : {}),
    ...(later ? { "Retry-After": String(options.retryAfterSeconds) } : {}),
  });
}

async function withoutContent(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}
