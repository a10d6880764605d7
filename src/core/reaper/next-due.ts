import type { DiscardedFile } from "../../contracts/export-record.js";
import type { ServiceParts } from "../service-parts.js";

/**
 * When the reaper must look at an ended export again, in milliseconds: at once while files wait for their deletion, after the longest
 * time an upload can come late, else never (null), which leaves it to retention.
 */
export function nextDue(parts: Pick<ServiceParts, "leaseMs" | "limits">, discarded: readonly DiscardedFile[]): number | null {
  if (discarded.some(({ phase }) => phase !== "late")) return 0;
  return discarded.length > 0 ? parts.leaseMs + parts.limits.uploadMs : null;
}
