/** What keeps mysql2 from altering values. */
export const EXACT_MYSQL = { supportBigNumbers: true, dateStrings: true, jsonStrings: true } as const;
