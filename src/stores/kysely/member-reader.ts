import type { DiscardedFile, ExportFailure, ExportStatus, ExportWarning } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import type { JobProgress, JobState } from "../../contracts/job-progress.js";
import type { JsonObject, JsonValue } from "../../contracts/json.js";

type Check<T> = (value: unknown) => value is T;

/** Reads the members of one record. A member that is not what it must be gets a safe value, and its name is noted. */
export class MemberReader {
  readonly #damaged: string[] = [];

  /** The names of the members that could not be read. */
  get damaged(): readonly string[] {
    return this.#damaged;
  }

  /** Returns the value where it passes the check, else `safe`. */
  read<T>(name: string, value: unknown, check: Check<T>, safe: T): T {
    if (check(value)) return value;
    this.#damaged.push(name);
    return safe;
  }
}

/** Returns the value of a JSON text, or undefined for any other text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJson(value: unknown): value is JsonValue {
  return value !== undefined;
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

export function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

export function isId(value: unknown): value is Id {
  return isInteger(value) || isText(value);
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

export function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(check);
}

const STATUSES: ReadonlySet<unknown> = new Set<ExportStatus>([
  "pending",
  "running",
  "succeeded",
  "failed",
  "cancelled",
]);

export function isStatus(value: unknown): value is ExportStatus {
  return STATUSES.has(value);
}

const STATES: ReadonlySet<unknown> = new Set<JobState>([
  ...(["CREATED", "PENDING", "STARTED", "SUCCESS", "FAILURE"] as const),
  ...(["RETRY", "CANCELING", "REVOKED", "UNKNOWN"] as const),
]);

export function isState(value: unknown): value is JobState {
  return STATES.has(value);
}

/** A code or a state that a newer version has added is no damage: people read both. */
export function isFailure(value: unknown): value is ExportFailure {
  if (!isJsonObject(value)) return false;
  const { code, message, stage, retryable, details } = value;
  const texts = isText(code) && isText(message) && orNull(isText)(stage);
  return texts && typeof retryable === "boolean" && listOf(isJsonObject)(details);
}

export function isWarning(value: unknown): value is ExportWarning {
  return isJsonObject(value) && isText(value.code) && isInteger(value.count) && orNull(isText)(value.sample);
}

const PHASES: ReadonlySet<unknown> = new Set<DiscardedFile["phase"]>(["stored", "uploading", "late"]);

export function isDiscardedFile(value: unknown): value is DiscardedFile {
  return isJsonObject(value) && isText(value.key) && PHASES.has(value.phase);
}

export function isProgress(value: unknown): value is JobProgress {
  if (!isJsonObject(value)) return false;
  const { summary, stages, errors, logs } = value;
  return isStep(summary) && listOf(isStage)(stages) && listOf(isText)(errors) && listOf(isText)(logs);
}

function isStage(value: unknown): value is JsonObject {
  return isStep(value) && isText(value.key) && isText(value.name) && listOf(isJsonObject)(value.params);
}

function isStep(value: unknown): value is JsonObject {
  return isJsonObject(value) && isText(value.status) && typeof value.progress === "number";
}
