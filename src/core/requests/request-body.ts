import { z } from "zod";
import { ExportError, type ErrorDetail } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { JsonObject } from "../../contracts/json.js";

const DIGITS = /^[1-9]\d*$/;

/**
 * The zod schema of an id where ids are numbers: a positive safe integer, or its decimal digits as text, as web clients send them. Its
 * output is the number.
 *
 * @param error - the sentence for what is no whole number; by default zod's own.
 */
export function numberIdSchema(error?: (input: unknown) => string): z.ZodType<number> {
  const number = z.int(error === undefined ? {} : { error: ({ input }) => error(input) }).positive();
  return z.preprocess((given) => (typeof given === "string" && DIGITS.test(given) ? Number(given) : given), number);
}

const MOST_KEYS = 1_000;

/**
 * Refuses a body with more keys, at all depths together, than any honest request has, before a schema looks at one of them.
 *
 * @throws ExportError `INVALID_REQUEST`.
 */
export function refuseManyKeys(body: unknown): void {
  const waiting: unknown[] = [body];
  let keys = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== "object" || next === null) continue;
    const members: readonly unknown[] = Object.values(next);
    if (!Array.isArray(next)) keys += members.length;
    if (keys > MOST_KEYS) throw tooManyKeys();
    for (const member of members) waiting.push(member);
  }
}

function tooManyKeys(): ExportError {
  const message = `A request has at most ${MOST_KEYS} keys.`;
  return new ExportError("INVALID_REQUEST", { message, details: [{ path: [], code: "too_many_keys", message }] });
}

const NUL_MESSAGE = "A text must not hold a NUL character.";
const ILL_FORMED_MESSAGE = "A text must be well-formed: half of a surrogate pair is no character.";

/**
 * Names the filters or options that hold, at any depth, a text that cannot be stored. PostgreSQL stores no NUL, and no
 * store keeps half of a surrogate pair, whatever a host's own schema accepts.
 */
export function unstorable(member: "filters" | "options", values: JsonObject): readonly ErrorDetail[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const message = unstorableText({ [key]: value });
    return message === null ? [] : [{ path: [member, key], code: "invalid_text", message }];
  });
}

/** Without recursion: a body may be deeper than the stack. */
function unstorableText(value: unknown): string | null {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string" && next.includes("\0")) return NUL_MESSAGE;
    if (typeof next === "string" && !isWellFormed(next)) return ILL_FORMED_MESSAGE;
    if (typeof next !== "object" || next === null) continue;
    for (const [key, member] of Object.entries(next)) waiting.push(key, member);
  }
  return null;
}

/** Whether every character of a text is whole: no surrogate stands alone. */
export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

/**
 * Creates the schema of the ids by which a request may name a project. An id is a positive safe integer, also as text
 * of its digits, or a text of 1 to 255 characters without control characters.
 */
export function projectIdSchema(type: "number" | "string"): z.ZodType<Id> {
  if (type === "number") return numberIdSchema(notANumber);
  return z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^\p{Cc}]*$/u, { error: "A project's id must not hold control characters." })
    .refine(isWellFormed, { error: "A project's id must be well-formed text." });
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The sentence that refuses a project's id which is no number. A UUID shows that the host has not said what its ids are. */
export function notANumber(id: unknown): string {
  const sentence = "The project must be an id: a whole number.";
  const isUuid = typeof id === "string" && UUID.test(id);
  return isUuid ? `${sentence} Where ids are UUIDs, the service needs the option projectIdType: "string".` : sentence;
}

const anyObject = (error: string) => z.record(z.string(), z.unknown(), { error });

/** The zod schema of a request's body: unknown keys are refused. */
export function requestSchema(projectIdType: "number" | "string") {
  const filters = anyObject("Filters must be an object.").nullish();
  const options = anyObject("Options must be an object.").nullish();
  return z.strictObject({ project: projectIdSchema(projectIdType), format: z.string(), filters, options });
}

/**
 * Reads the members of a body that may be malformed elsewhere, so that one answer names every problem. Filters and
 * options are the body's own objects: a parsed copy would have lost a `__proto__` without a word.
 */
export function looseMembers(body: unknown): {
  readonly format: string | null;
  readonly filters: JsonObject;
  readonly options: JsonObject;
} {
  const members: Readonly<Record<string, unknown>> = isObject(body) ? body : {};
  const object = (member: unknown): JsonObject => (isObject(member) ? member : {});
  return {
    format: typeof members.format === "string" ? members.format : null,
    filters: object(members.filters),
    options: object(members.options),
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
