import { setTimeout as delay } from "node:timers/promises";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import { abortable } from "../../async/abort.js";
import type { Actor } from "../ports/authorize.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { findExport } from "./find-export.js";

const SHORTEST_MS = 20;
const LONGEST_MS = 1_000;

/** The user who waits, and the time limit. */
export interface WaitOptions extends Actor {
  readonly signal?: AbortSignal;
}

/** Reads the record at growing intervals, of 20 ms to a second, until it says that the export has ended. */
export async function waitForEnd(
  host: ResolvedOptions,
  id: Id,
  { user, signal = new AbortController().signal }: WaitOptions,
): Promise<ExportRecord> {
  for (let pause = SHORTEST_MS; ; pause = Math.min(pause * 2, LONGEST_MS)) {
    signal.throwIfAborted();
    const record = await abortable(findExport(host, id, { user, action: "read" }), signal);
    if (record.status !== "pending" && record.status !== "running") return record;
    await delay(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
