import { ExportError } from "../../contracts/export-error.js";
import type { ExportAction } from "../../contracts/authorizer.js";
import type { FilterContext } from "../../contracts/filter-backend.js";
import type { Exporter } from "../../contracts/exporter.js";
import type { ExportUser } from "../../contracts/job-record.js";
import type { JsonObject, JsonValue } from "../../contracts/json.js";
import { authorize } from "../ports/authorize.js";
import { callHook } from "../ports/call-hook.js";
import { callInTime } from "../ports/call-in-time.js";
import { callPort } from "../ports/call-port.js";
import { checkRequest, type CheckedRequest } from "./check-request.js";
import { createAbort } from "../ports/create-abort.js";
import { createExporter } from "../attempt/create-exporter.js";
import { DraftRun } from "./draft-run.js";
import { parseFilters } from "../parse-filters.js";
import type { ServiceParts } from "../service-parts.js";
import { within } from "../ports/within.js";

/** A request that may be carried out. */
export interface PreparedExport extends CheckedRequest {
  readonly user: ExportUser;
  readonly filtersDisplay: JsonObject;
  readonly jobName: string;
  /** How many rows there are now; null when counting took too long. */
  readonly estimate: number | null;
}

/** Who asks for what, and in which way. */
export interface ExportRequest {
  /** The body, as it came: `{ project, format, filters? }`. */
  readonly body: unknown;
  readonly user: ExportUser | null;
  /** The user in whose name the export runs, when it is not the one who asks. */
  readonly owner?: ExportUser;
  readonly action: ExportAction;
}

/**
 * Checks a request in the order that gives nothing away: its shape, then permission, and only then what its filters point at.
 *
 * @throws ExportError `INVALID_REQUEST`, `UNKNOWN_FORMAT`, `INVALID_FILTERS`, `UNAUTHENTICATED`, `PERMISSION_DENIED`, `NOT_FOUND`.
 */
export async function prepareExport(parts: ServiceParts, request: ExportRequest): Promise<PreparedExport> {
  const { user, action } = request;
  const ids = { projectId: looseProjectId(request.body), userId: user?.id ?? "" };
  const checking = createAbort();
  const exporterFor = (checked: CheckedRequest): Exporter => {
    const spec = Object.freeze({ id: null, userId: ids.userId, ...checked });
    return createExporter(parts.registry.getExporter(checked.format), new DraftRun(spec, checking.signal));
  };
  const filtersOf = (format: string) => {
    const exporter = exporterFor({ projectId: ids.projectId, format, filters: {} });
    return callHook("EXPORTER_FAILED", () => exporter.getFilterBackends());
  };
  const checked = checkRequest(parts, request.body, filtersOf);
  await authorize(parts, action, { user, projectId: checked.projectId });
  if (user === null) throw new ExportError("UNAUTHENTICATED");
  try {
    const exporter = exporterFor(checked);
    const filtersDisplay = await resolveFilters(parts, exporter, { checked, user, signal: checking.signal });
    const counting = callPort("EXPORTER_FAILED", () => exporter.count()).catch(() => null);
    const estimate = await within(counting, parts.estimateMs, null);
    const jobName = callHook("EXPORTER_FAILED", () => exporter.jobName?.()) ?? `Export ${checked.format}`;
    return { ...checked, user: request.owner ?? user, filtersDisplay, jobName, estimate };
  } finally {
    checking.abort(new ExportError("CANCELLED", { message: "The check of the request is over." }));
  }
}

interface Resolving {
  readonly checked: CheckedRequest;
  readonly user: ExportUser;
  readonly signal: AbortSignal;
}

/** @throws ExportError `INVALID_FILTERS` with every filter that points at what is not there. */
async function resolveFilters(parts: ServiceParts, exporter: Exporter, resolving: Resolving): Promise<JsonObject> {
  const { checked, user, signal } = resolving;
  const context: FilterContext = {
    scope: { projectId: checked.projectId, userId: user.id },
    signal,
    mayRead: (projectId) => mayRead(parts, { user, projectId }),
  };
  const resolutions = await Promise.all(
    parseFilters(checked.filters, exporter.getFilterBackends()).map(async ({ backend, params }) => {
      const resolution = await callInTime("FILTER_FAILED", () => backend.resolve?.(params, context), parts.leaseMs);
      return resolution ?? { display: params, issues: [] };
    }),
  );
  const details = resolutions.flatMap(({ issues }) => issues);
  if (details.length > 0) throw new ExportError("INVALID_FILTERS", { details });
  return Object.fromEntries(resolutions.flatMap(({ display }): [string, JsonValue][] => Object.entries(display)));
}

async function mayRead(parts: ServiceParts, whose: Parameters<typeof authorize>[2]): Promise<boolean> {
  try {
    await authorize(parts, "read", whose);
    return true;
  } catch (error) {
    if (ExportError.is(error) && error.code !== "AUTHORIZER_FAILED") return false;
    throw error;
  }
}

/** The project a body names, before it is known whether the body is valid. */
function looseProjectId(body: unknown): number | string {
  const project = typeof body === "object" && body !== null && "project" in body ? body.project : "";
  return typeof project === "number" || typeof project === "string" ? project : "";
}
