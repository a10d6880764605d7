import type { ExportRecord } from "../../contracts/export-record.js";
import type {
  CreateOptions,
  CreateResult,
  NewExport,
  ExportPatch,
  ExportStore,
  ListOptions,
  Pulse,
  StoreStats,
  WriteGuard,
} from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { JobProgress } from "../../contracts/job-progress.js";
import { MemoryNotices } from "./memory-notices.js";
import { patchRecord } from "./patch-record.js";
import { byDue, byOrdering } from "./record-order.js";
import { reachedLimit } from "./reached-limit.js";

/** The options of a memory store. */
export interface MemoryStoreOptions {
  /** The store's clock; by default the system's. */
  readonly clock?: {
    /** In milliseconds since 1970. */
    now(): number;
  };
}

/**
 * Keeps exports in this process's memory: for tests and trials. Ids are integers from 1, never given twice; text that spells one
 * (`"12"`, from an address) finds the same record. Records are deeply frozen and share nothing with what was given.
 *
 * @example
 * ```ts
 * const exports = new ExportService({
 *   registry,
 *   store: createMemoryStore(), // where web and workers are processes of their own: createKyselyStore
 *   storage: createMemoryStorage(),
 *   runner: createBullMqRunner({ queue, createWorker: () => new Worker("exports", null, { connection }) }),
 *   authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
 * });
 * ```
 */
export function createMemoryStore({ clock = Date }: MemoryStoreOptions = {}): ExportStore {
  return new MemoryStore(clock);
}

interface Entry {
  readonly id: number;
  readonly idempotencyKey: string | undefined;
  record: ExportRecord;
}

class MemoryStore implements ExportStore {
  readonly #clock: { now(): number };
  readonly #entries = new Map<number, Entry>();
  readonly notices: MemoryNotices;
  #lastId = 0;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
    this.notices = new MemoryNotices(clock);
  }

  async create(newExport: NewExport, { limits = {}, idempotencyKey, dueInMs }: CreateOptions): Promise<CreateResult> {
    const existing = this.#findRepeat(newExport.user.id, idempotencyKey);
    if (existing !== undefined) return { outcome: "existing", record: existing.record };
    const limit = reachedLimit(this.#records(), newExport, limits);
    if (limit !== null) return { outcome: "limit", limit };
    const id = ++this.#lastId;
    const record = this.#newRecord(id, newExport, dueInMs);
    this.#entries.set(id, { id, idempotencyKey, record });
    return { outcome: "created", record };
  }

  async reachedLimit(
    { user, projectId }: Pick<NewExport, "user" | "projectId">,
    { limits = {}, idempotencyKey }: Pick<CreateOptions, "limits" | "idempotencyKey">,
  ): Promise<"perUser" | "perProject" | null> {
    if (this.#findRepeat(user.id, idempotencyKey) !== undefined) return null;
    return reachedLimit(this.#records(), { user, projectId }, limits);
  }

  async get(id: Id): Promise<ExportRecord | null> {
    return this.#find(id)?.record ?? null;
  }

  async list({ projectIds, orderBy, direction, limit, offset }: ListOptions) {
    const records = this.#records()
      .filter((record) => !record.deleted && (projectIds === undefined || projectIds.includes(record.projectId)))
      .sort(byOrdering(orderBy, direction));
    return { count: records.length, records: records.slice(offset, offset + limit) };
  }

  async update(id: Id, { version }: WriteGuard, patch: ExportPatch): Promise<ExportRecord | null> {
    const entry = this.#find(id);
    if (entry?.record.version !== version) return null;
    const { notice } = patch;
    const record = this.#write(entry, patch);
    if (notice !== undefined) this.notices.add(record.id, frozenCopy({ ...notice, at: record.updatedAt }));
    return record;
  }

  async claim(id: Id, token: string, leaseMs: number): Promise<ExportRecord | null> {
    const entry = this.#find(id);
    if (entry?.record.status !== "pending" || entry.record.deleted) return null;
    const { job } = entry.record;
    const claimed = { state: "STARTED" as const, attempts: job.attempts + 1, token };
    return this.#write(entry, { status: "running", job: claimed, startedAt: "now", dueInMs: leaseMs });
  }

  async renew(
    id: Id,
    token: string,
    { leaseMs, progress }: { leaseMs: number; progress: JobProgress },
  ): Promise<Pulse | null> {
    const entry = this.#find(id);
    if (entry === undefined || token === null || entry.record.job.token !== token) return null;
    const { version, updatedAt, job } = entry.record;
    const renewed = patchRecord(entry.record, { job: { progress }, dueInMs: leaseMs }, this.#clock.now());
    entry.record = frozenCopy({ ...renewed, version, updatedAt });
    return { cancelRequested: job.cancelRequested };
  }

  async due(limit: number): Promise<readonly ExportRecord[]> {
    const now = new Date(this.#clock.now()).toISOString();
    return this.#records()
      .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
      .sort(byDue)
      .slice(0, limit);
  }

  async remove(id: Id, { version }: WriteGuard): Promise<boolean> {
    const entry = this.#find(id);
    if (entry?.record.version !== version || this.notices.has(entry.id)) return false;
    return this.#entries.delete(entry.id);
  }

  async stats(): Promise<StoreStats> {
    const records = this.#records().filter(({ deleted }) => !deleted);
    const withStatus = (status: ExportRecord["status"]) => records.filter((record) => record.status === status);
    const failures: Record<string, number> = {};
    for (const { error } of withStatus("failed")) {
      if (error !== null) failures[error.code] = (failures[error.code] ?? 0) + 1;
    }
    const pending = withStatus("pending");
    return {
      now: new Date(this.#clock.now()).toISOString(),
      pending: pending.length,
      running: withStatus("running").length,
      oldestPendingAt: pending.map(({ createdAt }) => createdAt).sort()[0] ?? null,
      failures,
    };
  }

  #newRecord(id: number, newExport: NewExport, dueInMs: number): ExportRecord {
    const now = this.#clock.now();
    const createdAt = new Date(now).toISOString();
    const times = { createdAt, updatedAt: createdAt, startedAt: null, finishedAt: null, expiresAt: null };
    const dueAt = new Date(now + dueInMs).toISOString();
    return frozenCopy({ ...newExport, ...times, id, version: 1, dueAt });
  }

  #write(entry: Entry, patch: ExportPatch): ExportRecord {
    entry.record = frozenCopy(patchRecord(entry.record, patch, this.#clock.now()));
    return entry.record;
  }

  #find(id: Id): Entry | undefined {
    const number = typeof id === "string" && /^[1-9]\d*$/.test(id) ? Number(id) : id;
    return typeof number === "number" ? this.#entries.get(number) : undefined;
  }

  #findRepeat(userId: Id, key: string | undefined): Entry | undefined {
    if (key === undefined) return undefined;
    return [...this.#entries.values()].find((entry) => entry.idempotencyKey === key && entry.record.user.id === userId);
  }

  #records(): ExportRecord[] {
    return [...this.#entries.values()].map(({ record }) => record);
  }
}

/** A deeply frozen copy of plain JSON data, as it comes back from a database: nothing in it is shared with the original. */
function frozenCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, member) => Object.freeze(member));
}
