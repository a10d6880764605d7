import { setTimeout as delay } from "node:timers/promises";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import type { JobProgress } from "../../contracts/job-progress.js";
import type { Pulse } from "../../contracts/export-store.js";
import type { ResolvedOptions } from "../ports/service-options.js";
import { within } from "../../async/within.js";

const UNANSWERED: Pulse = { cancelRequested: false };

/** The holder of the lease that a heartbeat keeps, and the way in which it ends the attempt. */
export interface HeartbeatSubject {
  readonly exportId: Id;
  readonly token: string;
  readonly progress: () => JobProgress;
  readonly abort: (reason: ExportError) => void;
}

/**
 * Renews an attempt's lease until disposed of, apart from its rows. One write says that the worker lives, stores its
 * progress and brings back a cancel. A store that does not answer is asked again until the lease would have ended. Then
 * the attempt is given up, since another worker may hold it.
 */
export function startHeartbeat(host: ResolvedOptions, subject: HeartbeatSubject): Disposable {
  const stopping = new AbortController();
  void beat(host, subject, stopping.signal);
  return { [Symbol.dispose]: () => stopping.abort() };
}

async function beat(host: ResolvedOptions, subject: HeartbeatSubject, stopped: AbortSignal): Promise<void> {
  const { leaseMs, heartbeatMs } = host;
  let renewedAt = performance.now();
  while (await pause(heartbeatMs, stopped)) {
    const startedAt = performance.now();
    const leaseLeft = Math.max(1, leaseMs - (startedAt - renewedAt));
    const renewing = host.store.renew(subject.exportId, subject.token, { leaseMs, progress: subject.progress() });
    const pulse = await within(
      renewing.catch(() => UNANSWERED),
      leaseLeft,
      UNANSWERED,
    );
    if (stopped.aborted) return;
    if (pulse === null) return subject.abort(new ExportError("LEASE_LOST"));
    if (pulse.cancelRequested) return subject.abort(new ExportError("CANCELLED"));
    if (pulse !== UNANSWERED) renewedAt = startedAt;
    else if (performance.now() - renewedAt >= leaseMs) return subject.abort(new ExportError("LEASE_LOST"));
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return await delay(ms, true, { signal, ref: false }).catch(() => false);
}
