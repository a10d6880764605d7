import { createHash } from "node:crypto";
import type { Id } from "../contracts/id.js";

/**
 * The name of a job's one entry in a queue: a UUID (version 8, RFC 9562 §5.8) made of the id, such that 1 and `"1"` differ. A queue
 * that knows its entries by name holds each job once, and finds it again to cancel it.
 */
export function jobKey(jobId: Id): string {
  const hex = createHash("sha256").update(JSON.stringify(jobId)).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
