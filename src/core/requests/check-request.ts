import { ExportError, type ErrorDetail } from "../../contracts/export-error.js";
import type { FilterParams } from "../../contracts/filter-backend.js";
import type { Id } from "../../contracts/id.js";
import type { JsonObject } from "../../contracts/json.js";
import type { OptionValues } from "../../contracts/row-format.js";
import { createAbort } from "../../async/abort.js";
import { startTimeLimit } from "../../async/time-limit.js";
import type { ExporterRules } from "../exporters/draft-exporter.js";
import { parseFilters, parseOptions, recordedFilters } from "../exporters/parse-filters.js";
import { boundedDetails, issueDetails } from "../../contracts/error-details.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { looseMembers, refuseManyKeys, requestSchema, unstorable } from "./request-body.js";

/** Filters and options as an exporter works with them. */
export interface ParsedRequest {
  readonly filters: FilterParams;
  readonly options: OptionValues;
}

/** A request for an export that is well-formed. Whether it is allowed, and what its filters point at, is still to be asked. */
export interface CheckedRequest {
  readonly projectId: Id;
  readonly format: string;
  /** As sent, for the record: without keys that mean no filter, ids and booleans as their schema made them. */
  readonly filters: JsonObject;
  /** As sent. */
  readonly options: JsonObject;
  /** The filters and options, as the exporter's schemas parsed them. */
  readonly parsed: ParsedRequest;
}

/**
 * Parses the body of a request for an export.
 *
 * @param rulesOf - what a registered format takes; called once the format is known. Null: filters and options are not looked at.
 * @throws ExportError `INVALID_REQUEST`, `UNKNOWN_FORMAT`, `INVALID_FILTERS` or `INVALID_OPTIONS`, each with every problem there is, of
 * whatever kind.
 */
export async function checkRequest(
  host: Pick<ResolvedOptions, "projectIdType" | "registry" | "leaseMs">,
  body: unknown,
  rulesOf: (format: string) => ExporterRules | null,
): Promise<CheckedRequest> {
  const sent = looseMembers(body);
  refuseManyKeys(body);
  const outcome = requestSchema(host.projectIdType).safeParse(body);
  const format = await problemsOf(() => (sent.format === null ? undefined : host.registry.getExporter(sent.format)));
  const rules = sent.format === null || format.issues.length > 0 ? null : rulesOf(sent.format);
  const parse = <Value>(use: (given: ExporterRules, signal: AbortSignal) => Promise<Value>) =>
    problemsOf(async () => (rules === null ? undefined : await inTime((signal) => use(rules, signal), host.leaseMs)));
  const filters = await parse(({ backends }, signal) => parseFilters(sent.filters, backends, signal));
  const options = await parse((given, signal) => parseOptions(sent.options, given.options, signal));
  const refusal = refusalOf({
    UNKNOWN_FORMAT: format.issues,
    INVALID_REQUEST: issueDetails(outcome.error?.issues),
    INVALID_FILTERS: [...filters.issues, ...unstorable("filters", sent.filters)],
    INVALID_OPTIONS: [...options.issues, ...unstorable("options", sent.options)],
  });
  if (refusal !== null || !outcome.success) throw refusal ?? new ExportError("INVALID_REQUEST");
  const parsed = { filters: filters.value ?? {}, options: options.value ?? {} };
  const recorded = await parse(({ backends }) => recordedFilters(sent.filters, parsed.filters, backends));
  return {
    projectId: outcome.data.project,
    format: outcome.data.format,
    filters: recorded.value ?? {},
    options: Object.freeze({ ...sent.options }),
    parsed,
  };
}

type Refusal = "UNKNOWN_FORMAT" | "INVALID_REQUEST" | "INVALID_FILTERS" | "INVALID_OPTIONS";

/** One error with every issue; the first kind that has any gives the code. Null when there is none. */
function refusalOf(issues: Readonly<Record<Refusal, readonly ErrorDetail[]>>): ExportError | null {
  const kinds = ["UNKNOWN_FORMAT", "INVALID_REQUEST", "INVALID_FILTERS", "INVALID_OPTIONS"] as const;
  const code = kinds.find((kind) => issues[kind].length > 0);
  if (code === undefined) return null;
  const [unknownFormat] = issues.UNKNOWN_FORMAT;
  const message = unknownFormat === undefined ? {} : { message: unknownFormat.message };
  return new ExportError(code, { details: boundedDetails(kinds.flatMap((kind) => issues[kind])), ...message });
}

/** Refinements may ask a database; one that does not answer must not keep a request for ever. */
async function inTime<Value>(parse: (signal: AbortSignal) => Promise<Value>, ms: number): Promise<Value> {
  const abort = createAbort();
  const late = new ExportError("FILTER_FAILED", { message: "A filter did not answer in time." });
  using _limit = startTimeLimit(ms, () => abort.abort(late));
  return await parse(abort.signal);
}

/** The outcome of a check, or the details of the ExportError it throws; anything else is a programmer's mistake and goes on. */
async function problemsOf<Value>(
  check: () => Value | Promise<Value>,
): Promise<{ readonly value?: Value; readonly issues: readonly ErrorDetail[] }> {
  try {
    return { value: await check(), issues: [] };
  } catch (error) {
    if (ExportError.is(error) && error.details.length > 0) return { issues: error.details };
    throw error;
  }
}
