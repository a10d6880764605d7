/**
 * A value as JSON text, in one canonical form: bigint and integers beyond 2^53 - 1 as strings, NaN, the infinities and undefined as
 * null, lone surrogates as U+FFFD, dates in ISO 8601.
 *
 * @param onNonFinite - called for every NaN and infinity.
 * @throws TypeError for functions, symbols, circular structures and objects that JSON would write as `{}`, such as a Map.
 */
export function jsonText(value: unknown, onNonFinite: () => void): string {
  // A replacer more than doubles the time, and few values need one.
  const replacer = isPlain(value) ? undefined : (_key: string, member: unknown) => toJson(member, onNonFinite);
  return wellFormed(JSON.stringify(value, replacer));
}

/** Whether JSON.stringify alone writes the value in its canonical form. */
function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return isExact(value);
    case "object":
      return value === null || (Array.isArray(value) ? value.every(isPlain) : isPlainObject(value));
    default:
      return false;
  }
}

function isPlainObject(value: object): boolean {
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) if (!isPlain(value[key as keyof typeof value])) return false;
  return true;
}

function toJson(value: unknown, onNonFinite: () => void): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (isExact(value)) return value;
      if (Number.isFinite(value)) return String(value);
      onNonFinite();
      return null;
    case "bigint":
      return String(value);
    case "undefined":
      return null;
    case "object":
      if (value === null || Array.isArray(value) || Object.prototype.toString.call(value) === "[object Object]") return value;
      break;
    default:
  }
  throw new TypeError(`JSON cannot hold a ${typeof value} of this kind.`);
}

/** Finite, and not an integer so large that its neighbours are the same number. */
function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}

/** JSON.stringify writes lone surrogates, and nothing else above U+001F, as escapes: `\ud800`. */
function wellFormed(json: string): string {
  if (!json.includes("\\ud")) return json;
  return json.replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (escape: string, lone?: string) => (lone === undefined ? escape : "\uFFFD"));
}
