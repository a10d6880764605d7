import type { ExportNotice, NoticeBatch, NoticeOutbox } from "../../contracts/export-notice.js";
import type { Id } from "../../contracts/id.js";

/** The time in which a new notice is the writer's own to deliver. */
const WRITER_MS = 60_000;

interface Waiting {
  readonly notices: readonly ExportNotice[];
  readonly dueAt: number;
}

/** The notices of a memory store. Each step is atomic, since nothing waits within. */
export class MemoryNotices implements NoticeOutbox {
  readonly #clock: { now(): number };
  readonly #waiting = new Map<Id, Waiting>();

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** Keeps a notice of a write that takes place now. */
  add(exportId: Id, notice: ExportNotice): void {
    const notices = [...(this.#waiting.get(exportId)?.notices ?? []), notice];
    this.#waiting.set(exportId, { notices, dueAt: this.#clock.now() + WRITER_MS });
  }

  has(exportId: Id): boolean {
    return this.#waiting.has(exportId);
  }

  async take(limit: number, leaseMs: number): Promise<readonly NoticeBatch[]> {
    const now = this.#clock.now();
    const due = [...this.#waiting].filter(([, { dueAt }]) => dueAt <= now).sort(([, a], [, b]) => a.dueAt - b.dueAt);
    return due.slice(0, limit).map(([exportId, { notices }]) => {
      this.#waiting.set(exportId, { notices, dueAt: now + leaseMs });
      return { exportId, now: new Date(now).toISOString(), notices };
    });
  }

  async settle(exportId: Id, { ids, dueInMs }: Parameters<NoticeOutbox["settle"]>[1]): Promise<void> {
    const waiting = this.#waiting.get(exportId);
    if (waiting === undefined) return;
    const notices = waiting.notices.filter(({ id }) => !ids.includes(id));
    const dueAt = dueInMs === null ? waiting.dueAt : this.#clock.now() + dueInMs;
    if (notices.length === 0) this.#waiting.delete(exportId);
    else this.#waiting.set(exportId, { notices, dueAt });
  }
}
