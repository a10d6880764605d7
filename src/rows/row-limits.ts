/** The most bytes that the text of one row may have, where nothing else is said. */
export const MAX_ROW_BYTES = 16 * 1024 * 1024;

/**
 * Refuses a batch size that cannot be.
 *
 * @param most - the most rows of a batch; by default there is no limit.
 * @throws TypeError when it is not an integer from 1 to `most`.
 */
export function checkBatchSize(batchSize: number, most: number = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(batchSize) && batchSize >= 1 && batchSize <= most) return;
  const limit = most === Number.MAX_SAFE_INTEGER ? "" : ` to ${most.toLocaleString("en-US")}`;
  throw new TypeError(`batchSize must be an integer from 1${limit}.`);
}
