import type { ExportUser } from "../contracts/job-record.js";
import type { ResolvedHandlerOptions } from "./handler-options.js";
import type { Links } from "./links.js";

/** One request on its way to its answer. */
export interface Call {
  readonly options: Omit<ResolvedHandlerOptions<never>, "authenticate">;
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly links: Links;
  readonly user: ExportUser | null;
  /** The version of the export that a signature in the address allows; null for a request without one. */
  readonly signedVersion: number | null;
  /** The export that the path names; empty where it names none. */
  readonly id: string;
  /**
   * The JSON of the body; undefined when there is none.
   *
   * @throws ExportError `UNAUTHENTICATED` for nobody, whose body is not read; `INVALID_REQUEST`; a refusal with status 413 or 415.
   */
  body(): Promise<unknown>;
}
