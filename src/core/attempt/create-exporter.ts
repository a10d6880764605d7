import type { Exporter, ExporterClass, ExportRun } from "../../contracts/exporter.js";
import { callHook } from "../ports/call-hook.js";

/** Makes an exporter for a run. @throws ExportError `EXPORTER_FAILED` when its constructor throws. */
export function createExporter(exporter: ExporterClass, run: ExportRun): Exporter {
  return callHook("EXPORTER_FAILED", () => new exporter(run));
}
