import type { Operation } from "./operation.js";
import { OPERATIONS } from "./operations.js";

/** The target of a path. */
export interface FoundPath {
  readonly methods: readonly Operation[];
  /** The segment in the place of `{id}`; empty where there is none. */
  readonly id: string;
}

const PATTERNS = Object.entries(OPERATIONS).map(([path, methods]) => ({
  pattern: new RegExp(`^${path.replace(".", "\\.").replace("{id}", "(?<id>[^/]+)").replace(/\/$/, "/?")}$`),
  methods,
}));

/**
 * Finds the target of a path, with or without its last slash; null for none. @param path - below the handler's base.
 */
export function findPath(path: string): FoundPath | null {
  for (const { pattern, methods } of PATTERNS) {
    const match = pattern.exec(path);
    if (match !== null) return { methods, id: decode(match.groups?.id ?? "") };
  }
  return null;
}

/** Finds the operation of a method there; HEAD is GET without the content (RFC 9110 §9.3.2). */
export function findOperation({ methods }: FoundPath, method: string): Operation | undefined {
  return methods.find((operation) => operation.method === (method === "HEAD" ? "GET" : method));
}

/** The `Allow` of a path (RFC 9110 §10.2.1). */
export function allowedMethods({ methods }: FoundPath): string {
  return methods.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
}

/** Ids are texts of 1 to 255 characters; what cannot be one becomes one that no export has. */
function decode(segment: string): string {
  try {
    const id = decodeURIComponent(segment);
    return /^[^\p{Cc}]{1,255}$/u.test(id) ? id : "";
  } catch {
    return "";
  }
}
