import { createHash } from "node:crypto";
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { CreateOptions, NewExport } from "../../contracts/export-store.js";
import { asciiJson } from "./ascii-json.js";
import type { Stored } from "./export-row.js";
import type { Sql, TableNames } from "./table-names.js";

/** The number of rows to lock. */
export const LOCKS = 64;

/** The user and the project of a create. */
export type CreateSubject = Pick<NewExport, "user" | "projectId">;

/** The conditions of a create. */
export type CreateConditions = Pick<CreateOptions, "limits" | "idempotencyKey">;

type ReachedLimit = "perUser" | "perProject";

/** The obstacles to a create: a record with the same idempotency key, and limits. */
export class CreateLimits {
  readonly #names: TableNames;

  constructor(names: TableNames) {
    this.#names = names;
  }

  /**
   * Waits until nobody else creates for this user, or for this project, as far as a limit or a key asks for it. Each has one of
   * {@link LOCKS} rows, which all are there from the start, and locks them in their order: no gaps, no cycles, nothing left behind.
   */
  async lock<DB>(
    db: Kysely<DB>,
    { user, projectId }: NewExport,
    { limits = {}, idempotencyKey }: CreateOptions,
  ): Promise<void> {
    const locks = new Set<number>();
    if (limits.perUser !== undefined || idempotencyKey !== undefined) locks.add(lockOf(["user", user.id]));
    if (limits.perProject !== undefined) locks.add(lockOf(["project", projectId]));
    for (const lock of [...locks].sort((one, other) => one - other)) {
      await sql`update ${this.#names.locks} set turn = turn + 1 where id = ${lock}`.execute(db);
    }
  }

  /** The condition under which the create may add its row. */
  condition(newExport: NewExport, options: CreateOptions): Sql {
    const idempotency = idempotencyOf(newExport, options);
    const { perUser, perProject } = options.limits ?? {};
    const conditions = [
      idempotency === null
        ? sql`1 = 1`
        : sql`not exists (select 1 from ${this.#names.exports} where idempotency = ${idempotency})`,
      ...(perUser === undefined ? [] : [sql`(${this.#active(ofUser(newExport))}) < ${perUser}`]),
      ...(perProject === undefined ? [] : [sql`(${this.#active(inProject(newExport))}) < ${perProject}`]),
    ];
    return sql.join(conditions, sql` and `);
  }

  /** The limit that a create would meet now, or null; null too where its idempotency key has a record. */
  async reached<DB>(db: Kysely<DB>, subject: CreateSubject, options: CreateConditions): Promise<ReachedLimit | null> {
    const { perUser, perProject } = options.limits ?? {};
    if (await this.#isRepeat(db, idempotencyOf(subject, options))) return null;
    if (perUser !== undefined && (await this.#count(db, ofUser(subject))) >= perUser) return "perUser";
    if (perProject !== undefined && (await this.#count(db, inProject(subject))) >= perProject) return "perProject";
    return null;
  }

  async #isRepeat<DB>(db: Kysely<DB>, idempotency: string | null): Promise<boolean> {
    if (idempotency === null) return false;
    const found = sql`select 1 from ${this.#names.exports} where idempotency = ${idempotency}`;
    return (await found.execute(db)).rows.length > 0;
  }

  async #count<DB>(db: Kysely<DB>, whose: Sql): Promise<number> {
    const { rows } = await this.#active(whose).execute(db);
    return Number(rows[0]?.active);
  }

  /** Counts the pending and running exports of a user or in a project; deleted ones do not count. */
  #active(whose: Sql): RawBuilder<{ readonly active: Stored }> {
    return sql`select count(*) as active from ${this.#names.exports} where status in ('pending', 'running') and deleted = 0 and ${whose}`;
  }
}

/**
 * Returns a user's idempotency key as it is kept: of one length, and one byte apart in no alphabet, case or trailing
 * space.
 */
export function idempotencyOf({ user }: Pick<NewExport, "user">, { idempotencyKey }: CreateConditions): string | null {
  return idempotencyKey === undefined ? null : digest([user.id, idempotencyKey]).toString("hex");
}

function lockOf(name: readonly [string, string | number]): number {
  return digest(name).readUInt32BE() % LOCKS;
}

function digest(value: object): Buffer {
  return createHash("sha256").update(asciiJson(value)).digest();
}

function ofUser({ user }: CreateSubject): Sql {
  return sql`user_id = ${asciiJson(user.id)}`;
}

function inProject({ projectId }: CreateSubject): Sql {
  return sql`project_id = ${asciiJson(projectId)}`;
}
