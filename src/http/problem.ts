import { STATUS_CODES } from "node:http";
import { EXPORT_ERROR_CODES, type ExportErrorCode } from "../contracts/error-code.js";
import { ExportError, type ErrorDetail } from "../contracts/export-error.js";

/** The status of every error a client can cause. Of the others, a retryable one is a 503 and any other a 500. */
const STATUS: Partial<Record<ExportErrorCode, number>> = {
  INVALID_REQUEST: 400,
  INVALID_FILTERS: 400,
  UNKNOWN_FORMAT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  EXPORT_ACTIVE: 409,
  NOT_RETRYABLE: 409,
  NOT_CANCELLABLE: 409,
  FILE_NOT_READY: 409,
  VERSION_CONFLICT: 412,
  RANGE_NOT_SATISFIABLE: 416,
  IDEMPOTENCY_CONFLICT: 422,
  LIMIT_REACHED: 429,
};

/** What only HTTP can get wrong. */
const HTTP_PROBLEMS = {
  METHOD_NOT_ALLOWED: { status: 405, message: "This method is not allowed here." },
  BODY_TOO_LARGE: { status: 413, message: "The body is larger than this service accepts." },
  MEDIA_TYPE_NOT_SUPPORTED: { status: 415, message: "The body must be JSON in UTF-8: Content-Type: application/json." },
  INTERNAL_ERROR: { status: 500, message: "Something went wrong here; it is not your request's fault." },
} as const;

type HttpProblemCode = keyof typeof HTTP_PROBLEMS;

/** Every code a problem may carry. */
export const PROBLEM_CODES: readonly string[] = [...Object.keys(EXPORT_ERROR_CODES), ...Object.keys(HTTP_PROBLEMS)];

/** A request that is refused for a reason of HTTP's own. */
export class HttpRefusal extends Error {
  override readonly name = "HttpRefusal";

  constructor(readonly code: HttpProblemCode) {
    super(HTTP_PROBLEMS[code].message);
  }
}

/** What went wrong, as a client is told. */
export interface Problem {
  readonly status: number;
  readonly code: ExportErrorCode | HttpProblemCode;
  readonly message: string;
  readonly details: readonly ErrorDetail[];
}

/** What a client is told of something thrown. Of a failure that is not the client's it learns the code and no more. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof HttpRefusal) return ownProblem(thrown.code);
  if (!ExportError.is(thrown)) return ownProblem("INTERNAL_ERROR");
  const { code, message, details } = thrown;
  const status = STATUS[code];
  if (status !== undefined) return { status, code, message, details };
  const { retryable, message: plain } = EXPORT_ERROR_CODES[code];
  return { status: retryable ? 503 : 500, code, message: plain, details: [] };
}

/**
 * The problem as RFC 9457 has it, with `code`, every issue, and what clients of the reference system look for: `error`, and a list of messages
 * under the name of each field.
 */
export function problemJson({ status, code, message, details }: Problem): Readonly<Record<string, unknown>> {
  return {
    ...fieldMessages(details),
    type: "about:blank",
    title: STATUS_CODES[status],
    status,
    detail: message,
    code,
    issues: details,
    error: details[0]?.message ?? message,
  };
}

/** A problem as `application/problem+json`. */
export function problemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const body = JSON.stringify(problemJson(problem));
  return new Response(body, {
    status: problem.status,
    headers: {
      "Content-Type": "application/problem+json",
      "Content-Length": String(Buffer.byteLength(body)),
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      ...headers,
    },
  });
}

function ownProblem(code: HttpProblemCode): Problem {
  return { ...HTTP_PROBLEMS[code], code, details: [] };
}

function fieldMessages(details: readonly ErrorDetail[]): Readonly<Record<string, readonly string[]>> {
  const fields = new Map<string, readonly string[]>();
  for (const { path, message } of details) {
    const field = String(path[0] ?? "non_field_errors");
    fields.set(field, [...(fields.get(field) ?? []), message]);
  }
  return Object.fromEntries(fields);
}
