import { createAbort } from "../async/abort.js";
import { within } from "../async/within.js";
import { ExportError } from "../contracts/export-error.js";
import type { Exporter } from "../contracts/exporter.js";
import type { Id } from "../contracts/id.js";
import type { ExportUser } from "../contracts/job-record.js";
import type { ExportService } from "../core/export-service.js";
import { callPort } from "../core/ports/call-port.js";
import type { ExportDraft } from "../core/requests/prepare-export.js";
import type { ExportPreview } from "./export-preview.js";
import { PreviewParts } from "./preview-parts.js";

/** The options of a previewer. */
export interface PreviewerOptions {
  /** The time that rows are read for one preview, in milliseconds; default 2,000. */
  readonly readingMs?: number;
}

/** Shows what an export would be. */
export interface Previewer {
  /**
   * Checks a request as `create` does, and reads what its file would have. Records nothing. A user has one preview at a time: a newer one
   * ends the older.
   *
   * @param body - as for `create`.
   * @param options.signal - ends the preview.
   * @throws ExportError what `create` throws for the request; `PREVIEW_REPLACED`; `SOURCE_FAILED`.
   */
  preview(
    body: unknown,
    options: { readonly user: ExportUser | null; readonly signal?: AbortSignal },
  ): Promise<ExportPreview>;
}

const READING_MS = 2_000;
/** Limits the time that a newer preview waits for the older one to let go of its connection. */
const LEAVING_MS = 1_000;

/**
 * Makes a previewer over a service. Keeps in mind who has a preview under way, in this process.
 *
 * @example
 * ```ts
 * const previewer = createPreviewer(service);
 * ```
 */
export function createPreviewer(
  service: Pick<ExportService, "draft">,
  { readingMs = READING_MS }: PreviewerOptions = {},
): Previewer {
  const underWay = new Map<Id, UnderWay>();
  return Object.freeze<Previewer>({
    async preview(body, { user, signal }) {
      const abort = createAbort();
      const stop = () => abort.abort(new ExportError("PREVIEW_REPLACED", { message: "The reader went away." }));
      if (signal?.aborted) stop();
      signal?.addEventListener("abort", stop, { once: true });
      const before = user === null ? undefined : underWay.get(user.id);
      before?.abort();
      const previewing = startAfter(before, () =>
        readPreview(service, { body, user, readingMs, signal: abort.signal }),
      );
      const ended = previewing.then(ignore, ignore);
      const own = { ended, abort: () => abort.abort(new ExportError("PREVIEW_REPLACED")) };
      if (user !== null) underWay.set(user.id, own);
      try {
        return await previewing;
      } finally {
        signal?.removeEventListener("abort", stop);
        if (user !== null && underWay.get(user.id) === own) underWay.delete(user.id);
      }
    },
  });
}

interface UnderWay {
  readonly ended: Promise<void>;
  abort(): void;
}

async function startAfter<Result>(before: UnderWay | undefined, start: () => Promise<Result>): Promise<Result> {
  if (before !== undefined) await within(before.ended, LEAVING_MS, undefined);
  return await start();
}

interface PreviewRequest {
  readonly body: unknown;
  readonly user: ExportUser | null;
  readonly readingMs: number;
  readonly signal: AbortSignal;
}

async function readPreview(
  service: Pick<ExportService, "draft">,
  { body, user, readingMs, signal }: PreviewRequest,
): Promise<ExportPreview> {
  const parts = new PreviewParts();
  return await service.draft(body, { user, signal, listener: parts.listener }, async (draft) => {
    // What is not read by then ends with the draft.
    await within(read(draft, parts), readingMs, undefined);
    return parts.preview(draft);
  });
}

async function read({ exporter, signal }: ExportDraft, parts: PreviewParts): Promise<void> {
  // One after the other: an exporter has one snapshot at a time, and so has a preview one connection.
  parts.onMetadata(await missingMetadata(() => callPort("EXPORTER_FAILED", () => exporter.preflight?.(), signal)));
  await readRows(exporter, signal, parts);
  parts.end();
}

async function readRows(exporter: Exporter, signal: AbortSignal, parts: PreviewParts): Promise<void> {
  try {
    if (exporter.preview !== undefined) await callPort("EXPORTER_FAILED", () => exporter.preview?.(parts), signal);
    else parts.onCount(await callPort("EXPORTER_FAILED", () => exporter.count(), signal));
  } catch (error) {
    if (!ExportError.is(error) || !OF_THE_EXPORT.has(error.code)) throw error;
    parts.onProblem(error);
  }
}

/** The codes of faults that an export would have too. What a description lacks keeps some formats from showing rows. */
const OF_THE_EXPORT: ReadonlySet<string> = new Set([
  ...["ROW_ENCODING", "FILE_CHECK_FAILED", "SOURCE_ORDER_NOT_UNIQUE", "METADATA_INCOMPLETE"],
]);

async function missingMetadata(check: () => Promise<unknown>): Promise<ExportError["details"]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (!ExportError.is(error) || error.code !== "METADATA_INCOMPLETE") throw error;
    return error.details;
  }
}

function ignore(): void {}
