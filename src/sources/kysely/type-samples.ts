import { sql } from "kysely";
import type { SourceRow } from "./order-key.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** Values of PostgreSQL's types that a `Date` or a number cannot hold. */
const SAMPLES: readonly (readonly [type: RegExp, value: string])[] = [
  [/^(date|timestamp with(out)? time zone)(\[\])?$/, "infinity"],
  [/^numeric(\[\])?$/, "1234567890.1234567890123"],
];

/**
 * A row with such a value in each column of such a type, or of lists of it, as the driver gives it: what it makes of this one, it makes
 * of all of them.
 */
export async function typeSamples(snapshot: Pick<SourceSnapshot, "run">, types: ReadonlyMap<string, string>): Promise<SourceRow> {
  const samples = [...types].flatMap(([name, type]) => {
    const [, value] = SAMPLES.find(([pattern]) => pattern.test(type)) ?? [];
    if (value === undefined) return [];
    return [sql`${sql.lit(type.endsWith("[]") ? `{${value}}` : value)}::${sql.raw(type)} as ${sql.id(name)}`];
  });
  if (samples.length === 0) return {};
  const [row = {}] = await snapshot.run(sql<SourceRow>`select ${sql.join(samples)}`);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
}
