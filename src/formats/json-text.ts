import { refusePromise } from "../async/quietly.js";
import { binaryText } from "../rows/binary-text.js";
import { oncePerShared } from "../values/shared.js";

/**
 * A value as JSON text, in one canonical form. Bigint and integers beyond 2^53 - 1 are strings. NaN, the infinities and
 * undefined are null. Lone surrogates are U+FFFD, dates ISO 8601, bytes base64.
 *
 * @param onNonFinite - called for every NaN and infinity.
 * @throws TypeError for functions, symbols, circular structures, dates that are none, and instances of classes without `toJSON`: JSON
 * writes what they hold in part, or as `{}`.
 */
export function jsonText(value: unknown, onNonFinite: () => void): string {
  // A replacer more than doubles the time, and few values need one.
  const plain = plainText(value);
  if (plain !== null) return plain;
  const replacer = function (this: Readonly<Record<string, unknown>>, key: string, member: unknown): unknown {
    // An invalid date makes null of itself.
    if (member === null && this[key] !== null) throw new TypeError("JSON cannot hold an invalid date.");
    return toJson(member, onNonFinite);
  };
  return wellFormed(JSON.stringify(withoutBytes(value), replacer));
}

/** The canonical text of what JSON has a form for; null where a value in it has none. */
function plainText(value: unknown): string | null {
  switch (typeof value) {
    case "string":
      return stringText(value);
    case "boolean":
      return value ? "true" : "false";
    case "number":
      return isExact(value) ? String(value) : null;
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? arrayText(value) : objectText(value);
    default:
      return null;
  }
}

function arrayText(values: readonly unknown[]): string | null {
  const members: string[] = [];
  for (const value of values) {
    const member = plainText(value);
    if (member === null) return null;
    members.push(member);
  }
  return `[${members.join(",")}]`;
}

const objectText = oncePerShared((value: object): string | null => {
  if (Object.getPrototypeOf(value) !== Object.prototype) return null;
  const members: string[] = [];
  // The members alone: a program may have added something to the prototype of all objects.
  for (const key of Object.keys(value)) {
    const member = plainText(value[key as keyof typeof value]);
    if (member === null) return null;
    members.push(keyText(key) + member);
  }
  return `{${members.join(",")}}`;
});

const KEYS = new Map<string, string>();
/** Objects of data have few keys; one whose keys are data would fill the memory. */
const MOST_KEYS = 1000;

/** A key with its colon, made once: rows have the same keys. */
function keyText(key: string): string {
  const known = KEYS.get(key);
  if (known !== undefined) return known;
  const text = `${stringText(key)}:`;
  if (KEYS.size < MOST_KEYS) KEYS.set(key, text);
  return text;
}

/** Texts that JSON writes as they are, between quotes. */
const UNESCAPED = /^[ !#-[\]-~]*$/;

function stringText(text: string): string {
  return text.length < 64 && UNESCAPED.test(text) ? `"${text}"` : wellFormed(JSON.stringify(text));
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
