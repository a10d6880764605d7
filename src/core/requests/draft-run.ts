import { ExportError } from "../../contracts/export-error.js";
import type { ExportRun, ExportSpec } from "../../contracts/exporter.js";
import type { Scope } from "../../contracts/scope.js";

/** What an exporter is made with while a request is being checked: it can be asked for its filters and its count, and writes nothing. */
export class DraftRun implements ExportRun {
  readonly scope: Scope;

  constructor(
    readonly dataExport: ExportSpec,
    readonly signal: AbortSignal,
  ) {
    this.scope = Object.freeze({ projectId: dataExport.projectId, userId: dataExport.userId });
  }

  async tempFile(): Promise<string> {
    throw new ExportError("NOT_SUPPORTED", { message: "A request that is being checked has no temp files." });
  }

  expected(): void {}

  exported(): void {}

  skipped(): void {}

  warn(): void {}
}
