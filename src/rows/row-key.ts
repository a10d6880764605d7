import type { Id } from "../contracts/id.js";

/** Returns the name of a row in errors and warnings: its `id`, or its position where it has none. */
export function rowKey(row: unknown, position: number): Id {
  try {
    const id: unknown = typeof row === "object" && row !== null && "id" in row ? row.id : undefined;
    if (typeof id === "string" || typeof id === "number") return id;
    if (typeof id === "bigint") return String(id);
  } catch {
    // A getter that throws names its row no better than one that does not exist.
  }
  return position;
}
