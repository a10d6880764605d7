/**
 * A relation asks for a batch by its values, and those of three columns fit into a statement's parameters: 32,766 on SQLite
 * (sqlite.org/limits.html §9), 65,535 on PostgreSQL and MySQL.
 */
const MOST_ROWS = 10_000;

/**
 * Refuses a batch size that statements cannot have.
 *
 * @throws TypeError when it is not an integer from 1 to 10,000.
 */
export function checkBatchSize(batchSize: number): void {
  if (Number.isSafeInteger(batchSize) && batchSize >= 1 && batchSize <= MOST_ROWS) return;
  throw new TypeError("batchSize must be an integer from 1 to 10,000.");
}
