import type { ExportErrorCode } from "../../contracts/error-code.js";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportAction } from "../../contracts/authorizer.js";
import type { FilterContext, FilterRules } from "../../contracts/filter-backend.js";
import type { Exporter } from "../../contracts/exporter.js";
import type { ExportUser } from "../../contracts/job-record.js";
import type { JsonObject, JsonValue } from "../../contracts/json.js";
import type { Id } from "../../contracts/id.js";
import { type Actor, authorize, mayReadExact, readableProjects } from "../ports/authorize.js";
import { boundedDetails } from "../../contracts/error-details.js";
import { callHook, callInTime, callPort } from "../ports/call-port.js";
import { checkRequest, type CheckedRequest, type ParsedRequest } from "./check-request.js";
import { projectIdSchema } from "./request-body.js";
import { abortable, createAbort } from "../../async/abort.js";
import {
  createDraftExporter,
  createExporter,
  type DraftListener,
  DraftRun,
  type ExporterRules,
  exporterRules,
} from "../exporters/draft-exporter.js";
import { splitFilters } from "../exporters/parse-filters.js";
import type { RequestedExport } from "../lifecycle/created-record.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { within } from "../../async/within.js";

/** The user who asks for a draft. */
export interface DraftOptions extends Actor, Pick<ExportRequest, "signal" | "listener"> {}

/** A request for an export: its user, its parts, and the way in which it is made. */
export interface ExportRequest {
  /** The body, as it came: `{ project, format, filters?, options? }`. */
  readonly body: unknown;
  readonly user: ExportUser | null;
  /** The user in whose name the export runs, when it is not the one who asks. */
  readonly owner?: ExportUser;
  readonly action: ExportAction;
  /** Refuses, before anything is looked up or counted, what could not be recorded. */
  /** Ends the check, and what uses its draft. */
  readonly signal?: AbortSignal;
  readonly listener?: DraftListener;
  readonly admit?: (user: ExportUser, projectId: Id) => Promise<void>;
}

/**
 * Checks a request in the order that gives nothing away and costs little. Permission comes first, as soon as the
 * project is known. Then comes the shape, and only then the records that its filters name.
 *
 * @throws ExportError `INVALID_REQUEST`, `UNKNOWN_FORMAT`, `INVALID_FILTERS`, `UNAUTHENTICATED`, `PERMISSION_DENIED`, `NOT_FOUND`.
 */
export async function prepareExport(host: ResolvedOptions, request: ExportRequest): Promise<RequestedExport> {
  return await useDraft(host, request, async ({ exporter, filtersDisplay, user, signal: _, ...checked }) => {
    const [estimate] = await Promise.all([estimateRows(host, exporter), preflight(host, exporter)]);
    const jobName = callHook("EXPORTER_FAILED", () => exporter.jobName?.()) ?? `Export ${checked.format}`;
    return { ...checked, user: request.owner ?? user, filtersDisplay, jobName, estimate };
  });
}

/** A request that has passed every check but those that read rows, and the exporter that would make its file. */
export interface ExportDraft extends Omit<CheckedRequest, "parsed"> {
  readonly user: ExportUser;
  readonly filtersDisplay: JsonObject;
  readonly exporter: Exporter;
  /** Aborted with the request's signal, and once the draft is no longer used. */
  readonly signal: AbortSignal;
}

/** Checks a request, and lends its exporter until `use` settles. */
export async function useDraft<Result>(
  host: ResolvedOptions,
  request: ExportRequest,
  use: (draft: ExportDraft) => Promise<Result>,
): Promise<Result> {
  const { user, action } = request;
  const ids = { projectId: looseProjectId(request.body), userId: user?.id ?? "" };
  const checking = createAbort();
  const stop = () => checking.abort(request.signal?.reason);
  if (request.signal?.aborted) stop();
  request.signal?.addEventListener("abort", stop, { once: true });
  const rulesOf = (format: string): ExporterRules => {
    const draft = createDraftExporter(host.registry.getExporter(format), { ...ids, format }, checking.signal);
    return exporterRules(draft);
  };
  const project = projectIdSchema(host.projectIdType).safeParse(ids.projectId);
  if (project.success) await authorize(host, action, { user, projectId: project.data, named: "project" });
  if (user === null) throw new ExportError("UNAUTHENTICATED");
  // Where no project is named, filters that may ask a database are checked only for those who may read something.
  const known = project.success || (await readsAnything(host, user));
  const { parsed, ...checked } = await checkRequest(host, request.body, (format) => (known ? rulesOf(format) : null));
  await request.admit?.(user, checked.projectId);
  try {
    const spec = Object.freeze({ ...checked, id: null, userId: user.id, ...parsed });
    const { signal } = checking;
    const run = new DraftRun(spec, signal, { ...request.listener, mayReadExact: () => mayReadExact(host, spec) });
    const exporter = createExporter(host.registry.getExporter(checked.format), run);
    const filtersDisplay = await resolveFilters(host, exporter, { checked, parsed, user, signal });
    return await abortable(use({ ...checked, user, filtersDisplay, exporter, signal }), signal);
  } finally {
    request.signal?.removeEventListener("abort", stop);
    checking.abort(new ExportError("CANCELLED", { message: "The check of the request has ended." }));
  }
}

async function readsAnything(host: ResolvedOptions, user: ExportUser): Promise<boolean> {
  return (await readableProjects(host, user)).length > 0;
}

/** Null when counting fails or takes too long; a filter that fails now would fail in the run as well. */
async function estimateRows(host: ResolvedOptions, exporter: Exporter): Promise<number | null> {
  const counting = callPort("EXPORTER_FAILED", () => exporter.count());
  return await within(counting.catch(unless(["FILTER_FAILED"])), host.estimateMs, null);
}

/** Runs the exporter's `preflight`. The job checks again what cannot be known in time, or fails by itself. */
async function preflight(host: ResolvedOptions, exporter: Exporter): Promise<void> {
  const checking = callPort("EXPORTER_FAILED", () => exporter.preflight?.());
  await within(
    checking.catch(unless(["INVALID_OPTIONS", "METADATA_INCOMPLETE", "ROW_LIMIT"])),
    host.estimateMs,
    undefined,
  );
}

/** Goes on with errors of these codes, and gives null for any other. */
function unless(codes: readonly ExportErrorCode[]): (error: unknown) => null {
  return (error) => {
    if (ExportError.is(error) && codes.includes(error.code)) throw error;
    return null;
  };
}

interface Resolving {
  readonly checked: Pick<CheckedRequest, "projectId" | "filters">;
  readonly parsed: ParsedRequest;
  readonly user: ExportUser;
  readonly signal: AbortSignal;
}

/** @throws ExportError `INVALID_FILTERS` with every filter that points at what does not exist. */
async function resolveFilters(host: ResolvedOptions, exporter: Exporter, resolving: Resolving): Promise<JsonObject> {
  const { checked, parsed, user, signal } = resolving;
  const context: FilterContext = {
    scope: { projectId: checked.projectId, userId: user.id },
    signal,
    mayRead: (projectId) => mayRead(host, { user, projectId }),
  };
  const resolutions = await Promise.all(
    splitFilters(parsed.filters, exporterRules(exporter).backends).map(async ({ backend, params }) => {
      const resolution = await callInTime("FILTER_FAILED", () => backend.resolve?.(params, context), host.leaseMs);
      return resolution ?? { display: asSent(checked.filters, backend), issues: [] };
    }),
  );
  const details = resolutions.flatMap(({ issues }) => issues);
  if (details.length > 0) throw new ExportError("INVALID_FILTERS", { details: boundedDetails(details) });
  return Object.fromEntries(resolutions.flatMap(({ display }): [string, JsonValue][] => Object.entries(display)));
}

function asSent(filters: JsonObject, { schema }: FilterRules): JsonObject {
  return Object.fromEntries(Object.entries(filters).filter(([key]) => key in schema.shape));
}

async function mayRead(host: ResolvedOptions, whose: Parameters<typeof authorize>[2]): Promise<boolean> {
  try {
    await authorize(host, "read", whose);
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
