import type { ExportErrorCode } from "../../contracts/error-code.js";
import { ExportError, type ExportErrorOptions } from "../../contracts/export-error.js";

interface Fault extends ExportErrorOptions {
  readonly code: ExportErrorCode;
}

const DENIED: Fault = {
  code: "STORAGE_DENIED",
  message: "The storage refuses access: check the credentials and what they permit.",
};
const MISSING: Fault = { code: "STORAGE_FILE_MISSING" };
const TAKEN: Fault = { code: "STORAGE_KEY_EXISTS" };
const PASSING: Fault = { code: "STORAGE_FAILED" };
const REFUSED: Fault = { code: "STORAGE_FAILED", message: "The storage refuses the request.", retryable: false };
const FULL: Fault = { code: "STORAGE_FAILED", message: "The storage is full." };
const NOT_SET_UP: Fault = {
  code: "STORAGE_FAILED",
  message: "The S3 client is not set up: check its region, endpoint and credentials.",
  retryable: false,
};
const UNKNOWN_BUCKET: Fault = { code: "STORAGE_FAILED", message: "The bucket does not exist.", retryable: false };
const ELSEWHERE: Fault = {
  code: "STORAGE_FAILED",
  message: "The bucket is in another region than the client's.",
  retryable: false,
};

/** By the error code that S3 answers with, where the status says less, or misleads. */
const BY_NAME: ReadonlyMap<string, Fault> = new Map([
  ["CredentialsProviderError", DENIED],
  ["ExpiredToken", DENIED],
  ["InvalidToken", DENIED],
  [
    "RequestTimeTooSkewed",
    { code: "STORAGE_DENIED", message: "The storage refuses access: its clock and this machine's differ too much." },
  ],
  ["KeyTooLongError", { code: "STORAGE_KEY_INVALID" }],
  ["QuotaExceeded", FULL],
  ["NoSuchBucket", UNKNOWN_BUCKET],
  ["InvalidBucketName", UNKNOWN_BUCKET],
  ["PermanentRedirect", ELSEWHERE],
  ["AuthorizationHeaderMalformed", ELSEWHERE],
  // An upload that another process aborted, and a body that was cut on the way: another attempt is another upload.
  ["NoSuchUpload", PASSING],
  ["InvalidPart", PASSING],
  ["RequestTimeout", PASSING],
  ["IncompleteBody", PASSING],
  ["BadDigest", PASSING],
]);

const BY_STATUS: ReadonlyMap<number, Fault> = new Map([
  [301, ELSEWHERE],
  [401, DENIED],
  [403, DENIED],
  [404, MISSING],
  [408, PASSING],
  [409, PASSING],
  [412, TAKEN],
  [416, { code: "RANGE_NOT_SATISFIABLE" }],
  [429, PASSING],
  [501, REFUSED],
  [507, FULL],
]);

/**
 * Matches errors of networks, as Node and OpenSSL name them. A name that does not resolve may do so again, after a name
 * server's rest.
 */
const NETWORK_CODE =
  /^(ECONN|EPIPE$|ETIMEDOUT$|ENOTFOUND$|EAI_AGAIN$|EHOST|ENET|EADDRNOTAVAIL$|ENOBUFS$|EMFILE$|ENFILE$|EPROTO$|HPE_|UND_ERR_|ERR_SSL_|ERR_HTTP2_|ERR_STREAM_)/;
const NETWORK_NAME = /^(TimeoutError|AbortError|NetworkingError)$/;

/**
 * Returns the SDK's error as an ExportError, without the names of bucket, key and host that the SDK's own message may
 * hold. Its code is `STORAGE_DENIED`, `STORAGE_FILE_MISSING`, `STORAGE_KEY_EXISTS`, `RANGE_NOT_SATISFIABLE`, else
 * `STORAGE_FAILED`. That one is retryable, unless the host must repair something: an error that is neither a server's
 * answer nor the network's is the client's own. An ExportError stays as it is.
 */
export function s3Error(thrown: unknown): ExportError {
  if (ExportError.is(thrown)) return thrown;
  const { code, ...options } = faultOf(thrown);
  return new ExportError(code, { ...options, cause: thrown });
}

function faultOf(thrown: unknown): Fault {
  const status = statusOf(thrown);
  const named = thrown instanceof Error ? BY_NAME.get(thrown.name) : undefined;
  if (named === undefined && status === 0) return isOfNetwork(thrown) ? PASSING : NOT_SET_UP;
  return named ?? BY_STATUS.get(status) ?? (status >= 300 && status < 500 ? REFUSED : PASSING);
}

/** `fetch` hides it in the cause. */
function isOfNetwork(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
  return NETWORK_NAME.test(thrown.name) || NETWORK_CODE.test(code) || isOfNetwork(thrown.cause);
}

/** Whether the SDK threw an answer of a server that has this error code. */
export function isNamed(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && thrown.name === code;
}

/** 0 for what is no answer of a server: a lost connection, say. */
export function statusOf(thrown: unknown): number {
  if (typeof thrown !== "object" || thrown === null || !("$metadata" in thrown)) return 0;
  const metadata = thrown.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return 0;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : 0;
}

/** Returns an error thrown while the bytes of a file moved as an ExportError: `STORAGE_FAILED`, unless it is one. */
export function brokenOff(thrown: unknown): ExportError {
  return ExportError.is(thrown) ? thrown : new ExportError("STORAGE_FAILED", { cause: thrown });
}

/** Returns the error of a call that has come to a stop, or nearly. */
export function hung(): ExportError {
  return new ExportError("STORAGE_FAILED", { message: "The storage does not answer, or moves too few bytes." });
}
