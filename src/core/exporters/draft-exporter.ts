import type { z } from "zod";
import { ExportError } from "../../contracts/export-error.js";
import type { ExportRun, ExportSpec, Exporter, ExporterClass } from "../../contracts/exporter.js";
import type { Scope } from "../../contracts/scope.js";
import { callHook } from "../ports/call-port.js";
import type { FilterRules } from "../../contracts/filter-backend.js";

/** A run for an exporter while a request is checked: it gives its filters and its count, and writes nothing. */
export class DraftRun implements ExportRun {
  readonly scope: Scope;
  readonly mayReadExact: () => Promise<boolean>;
  readonly #hear: DraftListener;

  constructor(
    readonly dataExport: ExportSpec,
    readonly signal: AbortSignal,
    { mayReadExact = async () => false, ...hear }: DraftListener & { mayReadExact?: () => Promise<boolean> } = {},
  ) {
    this.mayReadExact = mayReadExact;
    this.#hear = hear;
    this.scope = Object.freeze({ projectId: dataExport.projectId, userId: dataExport.userId });
  }

  async tempFile(): Promise<string> {
    throw new ExportError("NOT_SUPPORTED", { message: "A request that is being checked has no temp files." });
  }

  expected(): void {}

  exported(): void {}

  skipped(error: ExportError): void {
    this.#hear.skipped?.(error);
  }

  warn(code: string, count: number, sample?: string): void {
    this.#hear.warn?.(code, count, sample);
  }
}

/** Hears what an exporter says of rows that it reads and does not write. */
export type DraftListener = Partial<Pick<ExportRun, "warn" | "skipped">>;

/** Makes an exporter for a run. @throws ExportError `EXPORTER_FAILED` when its constructor throws. */
export function createExporter(exporter: ExporterClass, run: ExportRun): Exporter {
  return callHook("EXPORTER_FAILED", () => new exporter(run));
}

/**
 * Makes an exporter that is only asked for what it takes, since no filter has been parsed for it.
 *
 * @throws ExportError `EXPORTER_FAILED` when its constructor throws.
 */
export function createDraftExporter(
  exporter: ExporterClass,
  spec: Pick<ExportSpec, "projectId" | "userId" | "format">,
  signal: AbortSignal,
): Exporter {
  return createExporter(exporter, new DraftRun(Object.freeze({ ...spec, id: null, filters: {}, options: {} }), signal));
}

/** The rules of a format for requests. */
export interface ExporterRules {
  readonly backends: readonly FilterRules[];
  readonly options: z.ZodObject | undefined;
}

/** Asks an exporter what it takes. @throws ExportError `EXPORTER_FAILED` when it throws, or gives a promise. */
export function exporterRules(exporter: Exporter): ExporterRules {
  return {
    backends: callHook("EXPORTER_FAILED", () => exporter.getFilterBackends()),
    options: callHook("EXPORTER_FAILED", () => exporter.getOptions?.()),
  };
}
