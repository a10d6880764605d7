import { quietly } from "../async/quietly.js";
import type { ExportUser } from "../contracts/job-record.js";
import type { ExportService } from "../core/export-service.js";

import { checkLinkSecrets, type LinkSecrets } from "../links/signed-link.js";
import { createPreviewer, type Previewer } from "../preview/create-previewer.js";
import { placesPerUser, type TakePlace } from "./places.js";
import { type Remember, rememberFor } from "./remember.js";

/**
 * The options of the HTTP face, which a host gives. `Context` is what its framework has of a request: Express's `req`,
 * Koa's `ctx`, Hono's `c`.
 */
export interface ExportHandlerOptions<Context = undefined> {
  readonly service: ExportService;
  /**
   * Returns the user who asks; null for nobody. An error that it throws is a 503, except an ExportError. Behind Express
   * and Koa the request comes without its body, which the context has.
   */
  readonly authenticate: (request: Request, context: Context) => ExportUser | null | Promise<ExportUser | null>;
  /** The path under which `/exports/` is served, where the framework has not taken it off already: `/api/v2`. Default none. */
  readonly basePath?: string;
  /**
   * The absolute address that clients see in front of `/exports/`: `https://example.org/api/v2`. Set it behind a proxy; by default the
   * request's own origin and path, with `http://localhost` for a request that names no host.
   */
  readonly baseUrl?: string;
  /**
   * One secret or two, each of 32 characters or more: then `file_url` carries a signature, and opens without a header for 10 to 15 minutes. The first
   * signs, both verify, so that a secret can be changed. Default none: a download needs whatever `authenticate` needs. The user of a
   * signature is not authenticated again; the authorizer is asked at each download.
   */
  readonly linkSecrets?: readonly string[];
  /**
   * The sender of a file: this process, or the storage through a signed link of 300 s where it has such. Default
   * `"redirect"` for addresses with a signature, otherwise `"stream"`.
   */
  readonly download?: "stream" | "redirect";
  /** The largest body of a request in bytes; default 1 MiB. After a body parser the parser's own limit comes first. */
  readonly maxBodyBytes?: number;
  /** The scheme that a 401 asks for in `WWW-Authenticate` (RFC 9110 §11.6.1); default `Bearer`. */
  readonly challenge?: string;
  /** The wait before a client should look again, in seconds; default 2. */
  readonly retryAfterSeconds?: number;
  /** The interval at which a stream of events looks at its export, in milliseconds; default 1,000. */
  readonly eventIntervalMs?: number;
  /**
   * The most streams of events that one user may have open at the same time, in this process; more are a 429. Default
   * 20. Users without authentication count as one user.
   */
  readonly eventStreamsPerUser?: number;
  /**
   * The interval at which a stream of events without news sends a comment, so that no proxy gives it up. In
   * milliseconds, default 15,000.
   */
  readonly keepAliveMs?: number;
  /** Receives every failure that is not the client's. The error holds no secrets; its `cause` may. */
  readonly onError?: (error: unknown) => void;
}

/** A handler's options, checked and with their defaults. */
export interface ResolvedHandlerOptions<Context> extends Required<
  Omit<ExportHandlerOptions<Context>, "baseUrl" | "download" | "linkSecrets">
> {
  readonly baseUrl: string | null;
  /** Null where the host has not said. */
  readonly download: "stream" | "redirect" | null;
  readonly linkSecrets: LinkSecrets | null;
  /** Remembers the description of the formats, which is the same for every user. */
  readonly remember: Remember;
  /** Shows what an export would be. */
  readonly previewer: Previewer;
  /** A place among the streams of events. */
  readonly takeEventStream: TakePlace;
}

/** The time after which a format that is registered later is described, in milliseconds. */
const REMEMBERED_MS = 60_000;

/** @throws TypeError when an option is missing or malformed. */
export function resolveHandlerOptions<Context>(
  options: ExportHandlerOptions<Context>,
): ResolvedHandlerOptions<Context> {
  if (typeof options.service !== "object" || options.service === null)
    throw new TypeError('An export handler needs the option "service".');
  if (typeof options.authenticate !== "function")
    throw new TypeError('An export handler needs the option "authenticate".');
  const basePath = withoutSlash(options.basePath ?? "");
  if (!/^(\/[^/?#]+)*$/.test(basePath)) throw new TypeError('basePath is a path such as "/api/v2".');
  const baseUrl = options.baseUrl === undefined ? null : withoutSlash(new URL(options.baseUrl).href);
  const eventStreamsPerUser = options.eventStreamsPerUser ?? 20;
  if (!(eventStreamsPerUser >= 1)) throw new TypeError("eventStreamsPerUser must be a number from 1.");
  return Object.freeze({
    service: options.service,
    authenticate: options.authenticate,
    basePath,
    baseUrl,
    download: options.download ?? null,
    linkSecrets: options.linkSecrets === undefined ? null : checkLinkSecrets(options.linkSecrets),
    maxBodyBytes: options.maxBodyBytes ?? 1024 * 1024,
    challenge: options.challenge ?? "Bearer",
    retryAfterSeconds: options.retryAfterSeconds ?? 2,
    eventIntervalMs: options.eventIntervalMs ?? 1_000,
    keepAliveMs: options.keepAliveMs ?? 15_000,
    eventStreamsPerUser,
    remember: rememberFor(REMEMBERED_MS),
    takeEventStream: placesPerUser(eventStreamsPerUser),
    previewer: createPreviewer(options.service),
    onError: (error: unknown) => void quietly(() => options.onError?.(error)),
  });
}

function withoutSlash(address: string): string {
  return address.replace(/\/$/, "");
}
