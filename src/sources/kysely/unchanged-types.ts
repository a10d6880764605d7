import { CompiledQuery } from "kysely";
import { ExportError } from "../../contracts/export-error.js";
import type { SourceSnapshot } from "./source-snapshot.js";

/** A value of each type that JSON can hold, and what drivers give for it that have no parser of the host's. */
const SAMPLES: Readonly<Record<string, { readonly sql: string; readonly value: unknown }>> = {
  int2: { sql: "1::int2", value: 1 },
  int4: { sql: "1::int4", value: 1 },
  int8: { sql: "1::int8", value: "1" },
  oid: { sql: "1::oid", value: 1 },
  float4: { sql: "0.5::float4", value: 0.5 },
  float8: { sql: "0.5::float8", value: 0.5 },
  bool: { sql: "true", value: true },
  text: { sql: "'a'::text", value: "a" },
  varchar: { sql: "'a'::varchar", value: "a" },
  bpchar: { sql: "'a'::bpchar", value: "a" },
  uuid: {
    sql: "'0190163d-8694-739b-aea5-966c26f8ad91'::uuid",
    value: "0190163d-8694-739b-aea5-966c26f8ad91",
  },
};

const ALTERS_TEXT = "The database driver alters texts on the way: set no parser of your own for the type text.";

/**
 * The types of PostgreSQL whose values the host's driver gives as usual. A host may have set a parser for any of them.
 *
 * @throws ExportError `SOURCE_DRIVER_LOSSY` where text is none of them: times, decimals and rows come as text.
 */
export async function unchangedTypes(snapshot: Pick<SourceSnapshot, "run">): Promise<ReadonlySet<string>> {
  const samples = Object.entries(SAMPLES);
  const selected = samples.map(([type, { sql }]) => `${sql} as "${type}"`).join(", ");
  const [given] = await snapshot.run<Readonly<Record<string, unknown>>>(CompiledQuery.raw(`select ${selected}`));
  const unchanged = new Set(samples.flatMap(([type, { value }]) => (given?.[type] === value ? [type] : [])));
  if (!unchanged.has("text")) throw new ExportError("SOURCE_DRIVER_LOSSY", { message: ALTERS_TEXT });
  return unchanged;
}
