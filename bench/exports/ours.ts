import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import {
  createFileSystemStorage,
  createInlineRunner,
  createMemoryStore,
  createRowExporter,
  csv,
  type ExporterClass,
  ExportRegistry,
  ExportService,
  type JsonObject,
} from "vasculum";
import { createAntennaSource } from "vasculum/antenna";
import { createKyselySource, guardPool, type RowOf } from "vasculum/kysely";
import { createCsvExporter, createDwcaExporter, createJsonExporter } from "vasculum/occurrences";
import { PROJECT } from "./large-season.js";
import { FLAGS, type PlainTables, RECORD_COLUMNS } from "./plain-table.js";
import type { Run } from "./run-child.js";

/** Measures a piece of work, as `run-child.ts` does. */
type Measure = (work: () => Promise<Pick<Run, "rows" | "bytes">>) => Promise<Run>;

/** An export by ExportService from PostgreSQL to the file system. */
export type Ours = (url: string, directory: string, measure: Measure) => Promise<Run>;

const metadata = { license: "CC0-1.0" };

/** What is measured, by candidate. */
export const OURS: Readonly<Record<string, Ours>> = {
  csv: ofOccurrences((source) => createCsvExporter({ source })),
  json: ofOccurrences((source) => createJsonExporter({ source })),
  archive: ofOccurrences((source) => createDwcaExporter({ source, metadata }), { options: { extensions: [] } }),
  "archive, all tables": ofOccurrences((source) => createDwcaExporter({ source, metadata })),
  "csv, batchSize 100": ofOccurrences((source) => createCsvExporter({ source, batchSize: 100 })),
  "csv, batchSize 300": ofOccurrences((source) => createCsvExporter({ source, batchSize: 300 })),
  "csv, batchSize 3000": ofOccurrences((source) => createCsvExporter({ source, batchSize: 3000 })),
  "csv, extraReaders 0": ofOccurrences((source) => createCsvExporter({ source }), { extraReaders: 0 }),
  "csv, extraReaders 2": ofOccurrences((source) => createCsvExporter({ source }), { extraReaders: 2 }),
  plain: (url, directory, measure) => exporting(url, directory, measure, { exporterOf: plainExporter, options: {} }),
};

function ofOccurrences(
  exporterOf: (source: ReturnType<typeof createAntennaSource>) => ExporterClass,
  { options = {}, extraReaders = 1 }: { readonly options?: JsonObject; readonly extraReaders?: number } = {},
): Ours {
  const ofDatabase = (db: Kysely<never>) => exporterOf(createAntennaSource({ db, extraReaders }));
  return (url, directory, measure) => exporting(url, directory, measure, { exporterOf: ofDatabase, options });
}

function plainExporter(db: Kysely<PlainTables>): ExporterClass {
  const source = createKyselySource(db, {
    query: (tables) => tables.selectFrom("record").select(["id", ...RECORD_COLUMNS]),
    key: ["id"],
    scope: (query) => query,
    relations: {
      flags: {
        query: (tables, rows) => {
          const ids = rows.map(({ id }) => id);
          return tables.selectFrom("flag").select(["record_id", "name"]).where("record_id", "in", ids).orderBy("id");
        },
        on: { record_id: "id" },
      },
    },
  });
  type Row = RowOf<typeof source>;
  const columns = (["id", ...RECORD_COLUMNS] as const).map((name) => ({ name, value: (row: Row) => row[name] }));
  const flags = { name: FLAGS, value: (row: Row) => row.flags.map(({ name }) => name).join(" ") };
  return createRowExporter({ source, format: csv([...columns, flags]) });
}

async function exporting(
  url: string,
  root: string,
  measure: Measure,
  { exporterOf, options }: { readonly exporterOf: (db: Kysely<never>) => ExporterClass; readonly options: JsonObject },
): Promise<Run> {
  const pool = new pg.Pool({
    ...{ connectionString: url, max: 4, keepAlive: true },
    ...{ query_timeout: 30_000, connectionTimeoutMillis: 30_000 },
  });
  await using db = new Kysely<never>({ dialect: new PostgresDialect({ pool: guardPool(pool) }) });
  const registry = new ExportRegistry();
  registry.register("measured")(exporterOf(db));
  const service = new ExportService({
    ...{ registry, store: createMemoryStore(), storage: createFileSystemStorage({ root }) },
    runner: createInlineRunner(),
    authorizer: { authorize: async () => "allow", readableProjects: async () => "all" },
  });
  const user = { id: 1, name: "Ada" };
  const { id } = await service.create({ project: PROJECT, format: "measured", options }, { user });
  return await measure(async () => {
    await service.run(id);
    const { status, error, recordCount } = await service.get(id, { user });
    if (status !== "succeeded") throw new TypeError(`The export ended as ${status}: ${JSON.stringify(error)}`);
    const file = await service.file(id, { user });
    return { rows: recordCount ?? 0, bytes: file.size };
  });
}
