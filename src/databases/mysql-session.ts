import { type Kysely, sql } from "kysely";

/**
 * The settings of a MySQL or MariaDB session that change text, order, row counts or quoting, and what each is set to. A server, a role
 * or `init_connect` may set any of them. All exist in MySQL 8 and in MariaDB 10.3, and every user may set them for its own session.
 *
 * - `sql_mode`: mysql2 writes values into the statement and escapes them with backslashes. Under NO_BACKSLASH_ESCAPES a value could end
 *   its own quotes. ANSI_QUOTES and PIPES_AS_CONCAT change what SQL means, PAD_CHAR_TO_FULL_LENGTH and EMPTY_STRING_IS_NULL change text.
 * - `sql_select_limit`: its own DEFAULT is the server's value, so the number of no limit stands here.
 * - `autocommit`: without it a single statement of a store would stay in a transaction that nobody commits.
 * - `completion_type`: CHAIN would begin another transaction at each commit.
 */
const SETTINGS = {
  sql_mode: "'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
  sql_select_limit: "18446744073709551615",
  time_zone: "'+00:00'",
  character_set_results: "utf8mb4",
  collation_connection: "utf8mb4_unicode_ci",
  group_concat_max_len: "67108864",
  div_precision_increment: "4",
  lc_time_names: "'en_US'",
  default_week_format: "0",
  sql_auto_is_null: "0",
  completion_type: "0",
  autocommit: "1",
} as const;

const NAMES = Object.keys(SETTINGS);

/** Keeps the session's settings in variables of the session, and fixes them. One statement: all of it is done, or nothing. */
export const PIN_MYSQL_SESSION = sql.raw<unknown>(
  `set ${[
    ...NAMES.map((name) => `@vasculum_${name} = @@session.${name}`),
    ...Object.entries(SETTINGS).map(([name, value]) => `session ${name} = ${value}`),
  ].join(", ")}`,
);

/** Ends what autocommit or completion_type may have left open. In a transaction, the next one cannot be given a level. */
const END_TRANSACTION = sql`commit and no chain no release`;

/** Gives the kept settings back. Any transaction must have ended: `autocommit` would commit it. */
export const RESTORE_MYSQL_SESSION = sql.raw<unknown>(
  `set ${NAMES.map((name) => `session ${name} = @vasculum_${name}`).join(", ")}`,
);

/** Runs the body on one connection of the pool with fixed settings, and gives the settings back. */
export async function inMysqlSession<DB, T>(db: Kysely<DB>, body: (session: Kysely<DB>) => Promise<T>): Promise<T> {
  return await db.connection().execute(async (session) => {
    await END_TRANSACTION.execute(session);
    await PIN_MYSQL_SESSION.execute(session);
    try {
      return await body(session);
    } finally {
      // Fails on a lost connection alone, which nobody gets again. What the body did stands.
      await RESTORE_MYSQL_SESSION.execute(session).catch(() => undefined);
    }
  });
}
