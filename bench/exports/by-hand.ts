import { createWriteStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipArchive } from "archiver";
import { stringify } from "csv-stringify";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import QueryStream from "pg-query-stream";
import { BY_HAND, EVENTS, OCCURRENCES, SET_BASED } from "./by-hand-sql.js";

/** How a team would write a file: a statement, a cursor and a stream. Returns how many rows were written. */
export type ByHand = (client: pg.Client, path: string) => Promise<number>;

const BATCH = 1000;

/** One statement with lateral joins, read in batches of 1,000 into csv-stringify. */
export const csvByHand: ByHand = async (client, path) => csvOf(client, BY_HAND, path);

/** Two statements into two tab-separated files of one zip, deflated at level 6. No metadata, no check, no snapshot. */
export const archiveByHand: ByHand = async (client, path) => {
  const zip = new ZipArchive({ zlib: { level: 6 } });
  const written = pipeline(zip, createWriteStream(path));
  let rows = 0;
  for (const [name, statement] of [["event.txt", EVENTS], ["occurrence.txt", OCCURRENCES]] as const) {
    const table = client
      .query(new QueryStream(statement, [], { batchSize: BATCH }))
      .pipe(counting((count) => (rows = count)))
      .pipe(stringify({ header: true, delimiter: "\t", quote: false }));
    const entry = new Promise((resolve) => zip.once("entry", resolve));
    zip.append(table, { name });
    await entry;
  }
  await zip.finalize();
  await written;
  return rows;
};

/** The database alone writes the text of the set-based statement. */
export const copy: ByHand = async (client, path) => {
  const stream = client.query(copyTo(`copy (${SET_BASED}) to stdout with csv header`));
  await pipeline(stream, createWriteStream(path));
  return stream.rowCount;
};

/** A plain table of 20 columns and one relation, as one statement. */
export const plainByHand: ByHand = async (client, path) =>
  csvOf(
    client,
    `select r.*, (select string_agg(f.name, ' ' order by f.id) from flag f where f.record_id = r.id) as flags from record r order by r.id`,
    path,
  );

async function csvOf(client: pg.Client, statement: string, path: string): Promise<number> {
  let rows = 0;
  const stream = client.query(new QueryStream(statement, [], { batchSize: BATCH }));
  await pipeline(stream, counting((count) => (rows = count)), stringify({ header: true }), createWriteStream(path));
  return rows;
}

function counting(report: (count: number) => void): Transform {
  let count = 0;
  return new Transform({
    objectMode: true,
    transform(row, _encoding, done) {
      report((count += 1));
      done(null, row);
    },
  });
}
