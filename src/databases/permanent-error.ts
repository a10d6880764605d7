const CREDENTIALS =
  "The database refuses to let the host in: check the user, the password and from where the user may come.";
const DATABASE = "The database does not exist, or its user may not connect to it: check the name of the database.";
const RIGHTS = "The database's user lacks a right: grant it the right to read and write the tables.";
const READ_ONLY = "The database is read-only: open it for writing.";
const MISSING = "The database lacks a table or a column: run the migrations, or check the names and the schema.";
const STATEMENT = "The database does not understand a statement: check its version, and any SQL of the host's own.";
const VALUE = "The database refuses a value: it is too long, out of range, or not of its column's type.";
const FILE = "The database's file cannot be opened, or is not a database: check its path and its permissions.";

/**
 * By the code that a driver gives: PostgreSQL's SQLSTATE (pg, PGlite), the name of MySQL's and MariaDB's error (mysql2), SQLite's
 * primary result code (better-sqlite3, libsql).
 *
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 * https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html
 * https://www.sqlite.org/rescode.html
 */
const BY_CODE: ReadonlyMap<string, string> = new Map([
  ["28000", CREDENTIALS],
  ["28P01", CREDENTIALS],
  ["ER_ACCESS_DENIED_ERROR", CREDENTIALS],
  ["ER_ACCESS_DENIED_NO_PASSWORD_ERROR", CREDENTIALS],
  ["ER_HOST_NOT_PRIVILEGED", CREDENTIALS],
  ["3D000", DATABASE],
  ["ER_BAD_DB_ERROR", DATABASE],
  ["ER_DBACCESS_DENIED_ERROR", DATABASE],
  ["ER_NO_DB_ERROR", DATABASE],
  ["42501", RIGHTS],
  ["ER_TABLEACCESS_DENIED_ERROR", RIGHTS],
  ["ER_COLUMNACCESS_DENIED_ERROR", RIGHTS],
  ["ER_SPECIFIC_ACCESS_DENIED_ERROR", RIGHTS],
  ["SQLITE_PERM", RIGHTS],
  ["SQLITE_AUTH", RIGHTS],
  ["SQLITE_READONLY", READ_ONLY],
  ["42P01", MISSING],
  ["42703", MISSING],
  ["3F000", MISSING],
  ["ER_NO_SUCH_TABLE", MISSING],
  ["ER_BAD_FIELD_ERROR", MISSING],
  ["ER_PARSE_ERROR", STATEMENT],
  ["ER_SP_DOES_NOT_EXIST", STATEMENT],
  ["ER_DATA_TOO_LONG", VALUE],
  ["ER_WARN_DATA_OUT_OF_RANGE", VALUE],
  ["ER_DATA_OUT_OF_RANGE", VALUE],
  ["ER_DIVISION_BY_ZERO", VALUE],
  ["ER_TRUNCATED_WRONG_VALUE", VALUE],
  ["ER_TRUNCATED_WRONG_VALUE_FOR_FIELD", VALUE],
  ["SQLITE_MISMATCH", VALUE],
  ["SQLITE_TOOBIG", VALUE],
  ["SQLITE_CANTOPEN", FILE],
  ["SQLITE_NOTADB", FILE],
]);

/** By the text that a driver gives, where it has no code of its own for it. */
const BY_MESSAGE: readonly (readonly [code: string, message: RegExp, sentence: string])[] = [
  ["SQLITE_ERROR", /^no such (table|column): |has no column named /, MISSING],
  ["SQLITE_ERROR", /: syntax error$|^no such function: /, STATEMENT],
  // libsql, which gives SQLite's 14 (SQLITE_CANTOPEN) in the text alone.
  ["", /Unable to open connection to local database .*: 14\b/, FILE],
  // pg, which finds that it has no password, or another than the server's, before the server says so.
  ["", /^SASL: /, CREDENTIALS],
];

/** The rest of PostgreSQL's class 42, but for statements and cursors that a pooler left behind on a connection: 42P03, 42P05. */
const MISUNDERSTOOD = /^42(?!P03|P05)[0-9A-Z]{3}$/;

/** PostgreSQL's class 22, data exceptions: the same value is refused again. */
const REFUSED_VALUE = /^22[0-9A-Z]{3}$/;

/**
 * Returns a sentence for a permanent error of pg, PGlite, mysql2, better-sqlite3 or libsql, else null. A permanent
 * error is one that no retry removes: wrong credentials; a missing database, table, column or right; a statement that
 * the server does not understand; a value that it refuses; a file that is no database. Looks through causes and
 * AggregateErrors, outermost first. The sentence names no credential, host, SQL, table or value.
 */
export function permanentError(error: unknown): string | null {
  return firstSentence(error, new Set());
}

function firstSentence(error: unknown, seen: Set<object>): string | null {
  if (!(error instanceof Error) || seen.has(error)) return null;
  seen.add(error);
  const within = error instanceof AggregateError ? error.errors : [];
  const sentences = [ownSentence(error), ...[...within, error.cause].map((inner) => firstSentence(inner, seen))];
  return sentences.find((sentence) => sentence !== null) ?? null;
}

function ownSentence(error: Error): string | null {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // Of SQLite's extended codes (SQLITE_READONLY_DBMOVED) the primary one decides.
  const primary = /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code;
  const said = BY_MESSAGE.find(([saying, message]) => saying === primary && message.test(error.message))?.[2];
  return (
    BY_CODE.get(primary) ?? said ?? (MISUNDERSTOOD.test(code) ? STATEMENT : REFUSED_VALUE.test(code) ? VALUE : null)
  );
}
