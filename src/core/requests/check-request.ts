import { z } from "zod";
import { ExportError, type ErrorDetail } from "../../contracts/export-error.js";
import type { FilterRules } from "../../contracts/filter-backend.js";
import type { Id } from "../../contracts/id.js";
import type { JsonObject } from "../../contracts/json.js";
import { parseFilters } from "../parse-filters.js";
import { projectIdSchema } from "./project-id-schema.js";
import type { ServiceParts } from "../service-parts.js";

/** A request for an export that is well-formed. Whether it is allowed, and what its filters point at, is still to be asked. */
export interface CheckedRequest {
  readonly projectId: Id;
  readonly format: string;
  readonly filters: JsonObject;
}

const anyObject = z.record(z.string(), z.unknown(), { error: "Filters must be an object." });

/** The zod schema of a request's body: unknown keys are refused. */
export function requestSchema(projectIdType: "number" | "string") {
  return z.strictObject({ project: projectIdSchema(projectIdType), format: z.string(), filters: anyObject.nullish() });
}

/**
 * Parses the body of a request for an export.
 *
 * @param filtersOf - the filters of a registered format; called once the format is known.
 * @throws ExportError `INVALID_REQUEST`, `UNKNOWN_FORMAT` or `INVALID_FILTERS`, each with every problem there is, of whatever kind.
 */
export function checkRequest(
  parts: Pick<ServiceParts, "projectIdType" | "registry">,
  body: unknown,
  filtersOf: (format: string) => readonly FilterRules[],
): CheckedRequest {
  const outcome = requestSchema(parts.projectIdType).safeParse(body);
  const shape = (outcome.error?.issues ?? []).map(({ path, code, message }) => ({ path: path.map(String), code, message }));
  const { format, filters } = looseParts(body);
  const unknownFormat = typeof format === "string" ? problemsOf(() => parts.registry.getExporter(format)) : [];
  const known = typeof format === "string" && unknownFormat.length === 0;
  const filterIssues = known ? problemsOf(() => parseFilters(filters, filtersOf(format))) : [];
  const details = [...shape, ...unknownFormat, ...filterIssues, ...unstorable(filters)];
  if (outcome.success && details.length === 0) return accepted(outcome.data, filters);
  const code = unknownFormat.length > 0 ? "UNKNOWN_FORMAT" : shape.length > 0 ? "INVALID_REQUEST" : "INVALID_FILTERS";
  const message = unknownFormat[0]?.message;
  throw new ExportError(code, { details, ...(message === undefined ? {} : { message }) });
}

function accepted({ project, format }: z.infer<ReturnType<typeof requestSchema>>, filters: JsonObject): CheckedRequest {
  return { projectId: project, format, filters: Object.freeze({ ...filters }) };
}

/**
 * What can be looked at of a body that may be malformed elsewhere, so that one answer names every problem. The filters are the body's
 * own object: a parsed copy would have lost a `__proto__` without a word.
 */
function looseParts(body: unknown): { readonly format: unknown; readonly filters: JsonObject } {
  if (typeof body !== "object" || body === null) return { format: undefined, filters: {} };
  const { format, filters } = body as { readonly format?: unknown; readonly filters?: unknown };
  return { format, filters: anyObject.safeParse(filters).success ? (filters as JsonObject) : {} };
}

/** The details of the ExportError that a check throws; anything else it throws is a programmer's mistake and goes on. */
function problemsOf(check: () => unknown): readonly ErrorDetail[] {
  try {
    check();
    return [];
  } catch (error) {
    if (ExportError.is(error) && error.details.length > 0) return error.details;
    throw error;
  }
}

/** A NUL cannot be stored as text by PostgreSQL, whatever a host's own filter thinks of it. */
function unstorable(filters: JsonObject): readonly ErrorDetail[] {
  return Object.entries(filters)
    .filter(([, value]) => typeof value === "string" && value.includes("\0"))
    .map(([key]) => ({ path: ["filters", key], code: "invalid_text", message: "A text must not hold a NUL character." }));
}
