import type { ExportUser } from "../contracts/job-record.js";
import type { ExportService } from "../core/export-service.js";

/** What a host gives to the HTTP face. `Context` is what its framework has of a request: Express's `req`, Koa's `ctx`, Hono's `c`. */
export interface ExportHandlerOptions<Context = undefined> {
  readonly service: ExportService;
  /**
   * Who asks; null for nobody. What it throws is a 503, but for an ExportError. Behind Express and Koa the request comes without its
   * body, which the context has.
   */
  readonly authenticate: (request: Request, context: Context) => ExportUser | null | Promise<ExportUser | null>;
  /** The path under which `/exports/` is served, where the framework has not taken it off already: `/api/v2`. Default none. */
  readonly basePath?: string;
  /**
   * The absolute address that clients see in front of `/exports/`: `https://example.org/api/v2`. Set it behind a proxy; by default the
   * request's own origin and path.
   */
  readonly baseUrl?: string;
  /** How a file is sent: by this process, or by the storage through a signed link of 300 s where it has such. Default `"stream"`. */
  readonly download?: "stream" | "redirect";
  /** The largest body of a request in bytes; default 1 MiB. After a body parser the parser's own limit comes first. */
  readonly maxBodyBytes?: number;
  /** What a 401 asks for in `WWW-Authenticate` (RFC 9110 §11.6.1); default `Bearer`. */
  readonly challenge?: string;
  /** How many seconds a client should wait before it looks again; default 2. */
  readonly retryAfterSeconds?: number;
  /** How often a stream of events looks at its export, in milliseconds; default 1,000. */
  readonly eventIntervalMs?: number;
  /** How often a stream of events without news sends a comment, so that no proxy gives it up; in milliseconds, default 15,000. */
  readonly heartbeatMs?: number;
  /** Told of every failure that is not the client's. Holds no secrets; its `cause` may. */
  readonly onError?: (error: unknown) => void;
}

/** A handler's options with their defaults. */
export interface HandlerParts<Context> extends Required<Omit<ExportHandlerOptions<Context>, "baseUrl">> {
  readonly baseUrl: string | null;
}

/** @throws TypeError when an option is missing or malformed. */
export function createHandlerParts<Context>(options: ExportHandlerOptions<Context>): HandlerParts<Context> {
  if (typeof options.service !== "object" || options.service === null) throw new TypeError('An export handler needs the option "service".');
  if (typeof options.authenticate !== "function") throw new TypeError('An export handler needs the option "authenticate".');
  const basePath = withoutSlash(options.basePath ?? "");
  if (!/^(\/[^/?#]+)*$/.test(basePath)) throw new TypeError('basePath is a path such as "/api/v2".');
  const baseUrl = options.baseUrl === undefined ? null : withoutSlash(new URL(options.baseUrl).href);
  return Object.freeze({
    service: options.service,
    authenticate: options.authenticate,
    basePath,
    baseUrl,
    download: options.download ?? "stream",
    maxBodyBytes: options.maxBodyBytes ?? 1024 * 1024,
    challenge: options.challenge ?? "Bearer",
    retryAfterSeconds: options.retryAfterSeconds ?? 2,
    eventIntervalMs: options.eventIntervalMs ?? 1_000,
    heartbeatMs: options.heartbeatMs ?? 15_000,
    onError: (error: unknown) => tell(options.onError, error),
  });
}

function withoutSlash(address: string): string {
  return address.replace(/\/$/, "");
}

function tell(onError: ((error: unknown) => void) | undefined, error: unknown): void {
  try {
    onError?.(error);
  } catch {
    // A listener's trouble stays with the listener.
  }
}
