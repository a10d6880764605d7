import type pg from "pg";

/** Keeps everybody from reading occurrences until disposed of (the first time counts), so that an export stands still where it begins to read. */
export async function lockOccurrences(pool: pg.Pool): Promise<AsyncDisposable> {
  const client = await pool.connect();
  await client.query("begin");
  await client.query("lock table main_occurrence in access exclusive mode");
  let unlocked: Promise<void> | undefined;
  const unlock = async (): Promise<void> => {
    await client.query("rollback");
    client.release();
  };
  return { [Symbol.asyncDispose]: () => (unlocked ??= unlock()) };
}
