import { STATUS_CODES } from "node:http";
import { EXPORT_ERROR_CODES, type ExportErrorCode } from "../contracts/error-code.js";
import { ExportError, type ErrorDetail } from "../contracts/export-error.js";
import { boundedDetails, moreIssues } from "../contracts/error-details.js";
import { formErrors } from "./form-errors.js";

/** The status of every error a client can cause. Of the others, a retryable one is a 503 and any other a 500. */
const STATUS: Partial<Record<ExportErrorCode, number>> = {
  INVALID_REQUEST: 400,
  INVALID_FILTERS: 400,
  INVALID_OPTIONS: 400,
  METADATA_INCOMPLETE: 400,
  ROW_LIMIT: 400,
  UNKNOWN_FORMAT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  EXPORT_ACTIVE: 409,
  NOT_RETRYABLE: 409,
  NOT_CANCELLABLE: 409,
  PREVIEW_REPLACED: 409,
  FILE_NOT_READY: 409,
  STORE_RECORD_DAMAGED: 409,
  VERSION_CONFLICT: 412,
  RANGE_NOT_SATISFIABLE: 416,
  IDEMPOTENCY_CONFLICT: 422,
  LIMIT_REACHED: 429,
};

/** The problems that only HTTP has. */
const HTTP_PROBLEMS = {
  METHOD_NOT_ALLOWED: { status: 405, message: "This method is not allowed here." },
  BODY_TOO_LARGE: { status: 413, message: "The body is larger than this service accepts." },
  MEDIA_TYPE_NOT_SUPPORTED: {
    status: 415,
    message: "The body must be JSON in UTF-8 (Content-Type: application/json), and not compressed.",
  },
  INTERNAL_ERROR: { status: 500, message: "The server failed. Your request is not the cause." },
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

/** The problem that a client receives. */
export interface Problem {
  readonly status: number;
  readonly code: ExportErrorCode | HttpProblemCode;
  readonly message: string;
  readonly details: readonly ErrorDetail[];
}

/** A problem of RFC 9457. */
export interface ProblemJson {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: Problem["code"];
  readonly issues: readonly ErrorDetail[];
}

/**
 * Returns the problem that a client receives for an error. Of a failure that is not the client's it receives the code
 * and no more.
 */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof HttpRefusal) return ownProblem(thrown.code);
  if (!ExportError.is(thrown)) return ownProblem("INTERNAL_ERROR");
  const { code, message, details } = thrown;
  const status = STATUS[code];
  if (status !== undefined) return { status, code, message, details };
  const { retryable, message: plain } = EXPORT_ERROR_CODES[code];
  return { status: retryable ? 503 : 500, code, message: plain, details: [] };
}

/** The problem as RFC 9457 has it, with `code` and every issue. */
export function problemJson(problem: Problem): ProblemJson {
  const { status, code, message } = problem;
  const issues = fittingDetails(problem.details);
  return { type: "about:blank", title: STATUS_CODES[status] ?? "", status, detail: message, code, issues };
}

/**
 * A problem in the form its reader asks for: RFC 9457 for `Accept: application/problem+json`, otherwise what forms of the reference
 * system's clients read.
 *
 * @param asked - the headers of the request.
 */
export function problemResponse(
  asked: Headers,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const wanted = wantsProblem(asked);
  const { status, message } = problem;
  const body = JSON.stringify(
    wanted ? problemJson(problem) : formErrors({ status, message, details: fittingDetails(problem.details) }),
  );
  return new Response(body, {
    status,
    headers: {
      "Content-Type": wanted ? "application/problem+json" : "application/json",
      "Content-Length": String(Buffer.byteLength(body)),
      "Cache-Control": "no-store",
      Vary: "Accept",
      "X-Content-Type-Options": "nosniff",
      ...headers,
    },
  });
}

/** Whether `Accept` names `application/problem+json`; a `q` of 0 refuses it (RFC 9110 §12.4.2). */
function wantsProblem(asked: Headers): boolean {
  return (asked.get("accept") ?? "").split(",").some((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    return type === "application/problem+json" && !parameters.some((one) => /^q=0(\.0*)?$/.test(one));
  });
}

/**
 * The most characters of an answer's details, so that no answer is larger than 100 KB; each message stands in it twice.
 */
const ROOM_FOR_DETAILS = 80_000;

/** The first details, as far as there is room, and one that counts the others. */
function fittingDetails(details: readonly ErrorDetail[]): readonly ErrorDetail[] {
  const bounded = boundedDetails(details);
  let room = ROOM_FOR_DETAILS;
  const tooMany = bounded.findIndex(
    (detail) => (room -= Buffer.byteLength(JSON.stringify([detail, detail.message]))) < 0,
  );
  return tooMany === -1 ? bounded : [...bounded.slice(0, tooMany), moreIssues(bounded.slice(tooMany))];
}

function ownProblem(code: HttpProblemCode): Problem {
  return { ...HTTP_PROBLEMS[code], code, details: [] };
}
