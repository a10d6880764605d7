import type { ExportRun } from "../contracts/exporter.js";
import { checkRows } from "../rows/check-rows.js";

/**
 * Checks events as they come from their source. One that is refused ends the export, or is left out and counted as `CORE_ROWS_SKIPPED`.
 *
 * @param check - returns the event to write, or throws.
 */
export function checkEvents<Event>(
  batches: AsyncIterable<readonly Event[]>,
  check: (event: Event) => Event,
  { rowErrors, run }: { readonly rowErrors: "fail" | "skip"; readonly run: Pick<ExportRun, "warn"> },
): AsyncGenerator<readonly Event[], void, undefined> {
  return checkRows(batches, check, (error) => {
    if (rowErrors === "fail") throw error;
    run.warn("CORE_ROWS_SKIPPED", 1, `event, ${error.details[0]?.path[1] ?? ""}`);
  });
}
