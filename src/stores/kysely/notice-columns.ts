import { type Kysely, sql } from "kysely";
import type { ExportNotice, NewNotice, NoticeBatch } from "../../contracts/export-notice.js";
import { ExportError } from "../../contracts/export-error.js";
import { asciiJson } from "./ascii-json.js";
import type { ColumnValues, Stored } from "./export-row.js";
import { isJsonObject, isText, listOf, parseJson } from "./member-reader.js";
import type { StoreDialect } from "./store-dialect.js";
import type { Sql } from "./table-names.js";

/** The time in which a new notice is the writer's own to deliver. */
const WRITER_MS = 60_000;
/** The tries of a write that others come before. */
const MOST_TRIES = 20;

interface NoticeRow {
  readonly id: Stored;
  /** A JSON list; null where there are none. */
  readonly notices: string | null;
  readonly notice_due_at: Stored | null;
  readonly now: Stored;
}

/**
 * The notices of each export, in two columns of its row, so that the statement that ends the export records them too. What has been
 * written since they were read is never lost: each write names the text that it read.
 */
export class NoticeColumns {
  readonly #table: Sql;
  readonly #now: Sql;

  constructor(table: Sql, { now }: Pick<StoreDialect, "now">) {
    this.#table = table;
    this.#now = now;
  }

  /** Returns the values that add a notice to a write, and the condition under which it may. */
  async adding<DB>(db: Kysely<DB>, key: number, notice: NewNotice): Promise<{ values: ColumnValues; guard: Sql }> {
    const [row] = await this.#rows(db, sql`where id = ${key}`);
    const kept = row?.notices ?? null;
    const added = { ...notice, at: isoTime(row?.now ?? 0) };
    const values = { notices: asciiJson([...parseNotices(kept), added]), notice_due_at: this.#in(WRITER_MS) };
    return { values, guard: sql` and ${sameNotices(kept)}` };
  }

  async take<DB>(db: Kysely<DB>, limit: number, leaseMs: number): Promise<readonly NoticeBatch[]> {
    const due = await this.#rows(
      db,
      sql`where notice_due_at <= ${this.#now} order by notice_due_at, id limit ${limit}`,
    );
    const taken: NoticeBatch[] = [];
    for (const { id, notices, notice_due_at: before, now } of due) {
      const lease = { notice_due_at: this.#in(leaseMs) };
      if (await this.#write(db, lease, sql`where id = ${id} and notice_due_at = ${before}`))
        taken.push({ exportId: Number(id), now: isoTime(now), notices: parseNotices(notices) });
    }
    return taken;
  }

  /** @throws ExportError `STORE_FAILED` when other writes keep coming first. */
  async settle<DB>(
    db: Kysely<DB>,
    key: number,
    { ids, dueInMs }: { readonly ids: readonly string[]; readonly dueInMs: number | null },
  ): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const [row] = await this.#rows(db, sql`where id = ${key} and notices is not null`);
      if (row === undefined) return;
      const left = parseNotices(row.notices).filter(({ id }) => !ids.includes(id));
      const none = { notices: null, notice_due_at: null };
      const some = { notices: asciiJson(left), ...(dueInMs === null ? {} : { notice_due_at: this.#in(dueInMs) }) };
      const same = left.length > 0 && dueInMs === null && asciiJson(left) === row.notices;
      const guard = sql`where id = ${key} and ${sameNotices(row.notices)}`;
      if (same || (await this.#write(db, left.length === 0 ? none : some, guard))) return;
    }
    throw new ExportError("STORE_FAILED", { message: "Other writes of the same notices kept coming first." });
  }

  async #rows<DB>(db: Kysely<DB>, clause: Sql): Promise<readonly NoticeRow[]> {
    const select = sql<NoticeRow>`select id, notices, notice_due_at, ${this.#now} as now from ${this.#table} ${clause}`;
    return (await select.execute(db)).rows;
  }

  async #write<DB>(db: Kysely<DB>, values: ColumnValues, clause: Sql): Promise<boolean> {
    const set = sql.join(Object.entries(values).map(([column, value]) => sql`${sql.id(column)} = ${value}`));
    const { numAffectedRows } = await sql`update ${this.#table} set ${set} ${clause}`.execute(db);
    return numAffectedRows === 1n;
  }

  #in(ms: number): Sql {
    return sql`${this.#now} + ${Math.round(ms)}`;
  }
}

function sameNotices(text: string | null): Sql {
  return text === null ? sql`notices is null` : sql`notices = ${text}`;
}

/** A list that cannot be read is an empty one: the host hears so, and it is replaced. */
function parseNotices(text: string | null): readonly ExportNotice[] {
  const parsed = text === null ? [] : parseJson(text);
  return listOf(isNotice)(parsed) ? parsed : [];
}

function isNotice(value: unknown): value is ExportNotice {
  if (!isJsonObject(value) || !isText(value.id) || !isText(value.at)) return false;
  return value.kind === "finished" ? isJsonObject(value.outcome) : value.kind === "retry" && isJsonObject(value.error);
}

function isoTime(stored: Stored): string {
  return new Date(Number(stored)).toISOString();
}
