import { type RawBuilder, sql } from "kysely";

/** A column of scores in which NaN is no score: PostgreSQL holds it for greater than any number. */
export function scoreColumn(column: string): RawBuilder<unknown> {
  return sql`nullif(${sql.ref(column)}, 'NaN')`;
}
