import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import type { ChangeOptions } from "./actor.js";
import { changeExport } from "./change-export.js";
import { enqueueJob } from "../ports/enqueue-job.js";
import { runAgain } from "./run-again.js";
import type { ServiceParts } from "../service-parts.js";

/** Has a failed or cancelled export run again, from a clean start. @throws ExportError `NOT_RETRYABLE`. */
export async function retryExport(parts: ServiceParts, id: Id, options: ChangeOptions): Promise<ExportRecord> {
  const record = await changeExport(parts, id, {
    ...options,
    action: "retry",
    patch: (current) => {
      if (current.status !== "failed" && current.status !== "cancelled") throw new ExportError("NOT_RETRYABLE");
      return runAgain(parts, current);
    },
  });
  await enqueueJob(parts, record);
  return record;
}
