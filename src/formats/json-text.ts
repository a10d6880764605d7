import { refusePromise } from "../async/quietly.js";
import { binaryText } from "../rows/binary-text.js";

/**
 * A value as JSON text, in one canonical form: bigint and integers beyond 2^53 - 1 as strings, NaN, the infinities and undefined as
 * null, lone surrogates as U+FFFD, dates in ISO 8601, bytes as base64.
 *
 * @param onNonFinite - called for every NaN and infinity.
 * @throws TypeError for functions, symbols, circular structures, dates that are none, and instances of classes without `toJSON`: JSON
 * writes what they hold in part, or as `{}`.
 */
export function jsonText(value: unknown, onNonFinite: () => void): string {
  // A replacer more than doubles the time, and few values need one.
  if (isPlain(value)) return wellFormed(JSON.stringify(value));
  const replacer = function (this: Readonly<Record<string, unknown>>, key: string, member: unknown): unknown {
    // A date that is none says null of itself.
    if (member === null && this[key] !== null) throw new TypeError("JSON cannot hold an object that says nothing.");
    return toJson(member, onNonFinite);
  };
  return wellFormed(JSON.stringify(withoutBytes(value), replacer));
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
      refusePromise(value);
      if (value === null) return value;
      if (Array.isArray(value)) return value.some(isBytes) ? value.map(withoutBytes) : value;
      if (!isPlainOfAnyRealm(value)) break;
      if (!Object.values(value).some(isBytes)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutBytes(member)]));
    default:
  }
  throw new TypeError(`JSON cannot hold a ${typeof value} of this kind.`);
}

/** Bytes as their text, before a Buffer's own `toJSON` makes a list of numbers of them. */
function withoutBytes(value: unknown): unknown {
  return binaryText(value) ?? value;
}

const isBytes = (value: unknown): boolean => value instanceof Uint8Array || value instanceof ArrayBuffer;

/** Objects of another realm, as test runners have them, have a prototype of their own. */
function isPlainOfAnyRealm(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (typeof prototype === "object" && Object.getPrototypeOf(prototype) === null);
}

/** Finite, and not an integer so large that its neighbours are the same number. */
function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}

/** JSON.stringify writes lone surrogates, and nothing else above U+001F, as escapes: `\ud800`. */
function wellFormed(json: string): string {
  if (!json.includes("\\ud")) return json;
  return json.replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (escape: string, lone?: string) =>
    lone === undefined ? escape : "\uFFFD",
  );
}
