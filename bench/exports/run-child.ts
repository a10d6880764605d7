/** Runs one candidate once and prints what it took as JSON: `run-child.ts <candidate> <address of PostgreSQL>`. */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import pg from "pg";
import { archiveByHand, type ByHand, copy, csvByHand, plainByHand } from "./by-hand.js";
import { OURS, type Ours } from "./ours.js";

/** What one run took. Memory is the most of the whole process, in MiB. */
export interface Run {
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly mebibytes: number;
  /** Of the event loop, in milliseconds. */
  readonly delay: { readonly p50: number; readonly p99: number; readonly max: number };
}

const HAND: Readonly<Record<string, ByHand>> = {
  "csv by hand": csvByHand,
  "archive by hand": archiveByHand,
  copy,
  "plain by hand": plainByHand,
};

const [candidate = "", url = ""] = process.argv.slice(2);
const ours: Ours | undefined = OURS[candidate];
const hand: ByHand | undefined = HAND[candidate];
if (ours === undefined && hand === undefined) throw new TypeError(`There is no candidate "${candidate}".`);
const directory = await mkdtemp(join(tmpdir(), "vasculum-bench-"));
try {
  const run = ours === undefined ? await byHand(hand ?? copy) : await ours(url, directory, measured);
  process.stdout.write(`${JSON.stringify(run)}\n`);
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function byHand(write: ByHand): Promise<Run> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const path = join(directory, "file");
  try {
    return await measured(async () => {
      const rows = await write(client, path);
      return { rows, bytes: (await stat(path)).size };
    });
  } finally {
    await client.end();
  }
}

/** Measures a piece of work. */
export async function measured(work: () => Promise<Pick<Run, "rows" | "bytes">>): Promise<Run> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.cpuUsage();
  const from = performance.now();
  const done = await work();
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  const ms = (nanoseconds: number): number => Number((nanoseconds / 1e6).toFixed(1));
  return {
    ...done,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    mebibytes: process.resourceUsage().maxRSS / 1024,
    delay: { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) },
  };
}
