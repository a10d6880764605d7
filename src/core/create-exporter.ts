import { ExportError } from "../contracts/export-error.js";
import type { Exporter, ExporterClass, ExportRun } from "../contracts/exporter.js";

/** Makes an exporter for a run. @throws ExportError `EXPORTER_FAILED` when its constructor throws. */
export function createExporter(exporter: ExporterClass, run: ExportRun): Exporter {
  try {
    return new exporter(run);
  } catch (error) {
    throw ExportError.is(error) ? error : new ExportError("EXPORTER_FAILED", { cause: error });
  }
}
