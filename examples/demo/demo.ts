/** Exports a season of light-trap moths in all formats, through an ExportService such as a host would have, and proves the files. */
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ExportError, type ExportRecord, type ExportService } from "vasculum";
import { createAntennaSource } from "vasculum/antenna";
import { DEMO_HELP, parseDemoOptions, type DemoOptions } from "./demo-options.js";
import { createDemoRegistry, createDemoService } from "./demo-service.js";
import { openDatabase, type DemoDatabase } from "./open-database.js";
import { printResults, type DemoResult } from "./print-results.js";
import { createProgressBars } from "./progress-bars.js";
import { proveFile } from "./prove-file.js";
import { tablesOf } from "./read-archive.js";

const NEXT = `
Try next:
  npm run demo -- --format dwca --core occurrence   the archive in its other shape
  npm run demo -- --project 3                       a project without a licence
  npx vasculum validate exports/*.zip               what GBIF would find in the archive
  npm start                                         the page, with previews and downloads`;

const USER = { id: 1, name: "Demonstrator" };
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const options = readOptions();
if (options?.help) print(DEMO_HELP);
else if (options !== null) {
  const results = await runDemo(options);
  printResults(results, print);
  if (results.every((result) => "file" in result)) print(NEXT);
  if (options.json) print(JSON.stringify({ exports: results.filter((result) => "file" in result) }));
  process.exitCode = results.every((result) => "file" in result) ? 0 : 1;
}

function readOptions(): DemoOptions | null {
  try {
    return parseDemoOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${DEMO_HELP}\n`);
    process.exitCode = 2;
    return null;
  }
}

async function runDemo(options: DemoOptions): Promise<readonly DemoResult[]> {
  await using database = await openDatabase(process.env.DATABASE_URL, options.occurrences);
  const root = await mkdtemp(join(tmpdir(), "vasculum-demo-"));
  try {
    const project = options.project ?? (await firstProject(database));
    print(`Exporting project ${project} of ${database.title}\n`);
    const source = createAntennaSource({ db: database.db, mediaUrl: "https://media.example.org/" });
    let current = "";
    const progress = createProgressBars(process.stdout, () => current);
    const { core, licence: license, sensitive = database.sensitive } = options;
    if (sensitive !== null) print(`${sensitive} is sensitive: no file names a station where it was seen.\n`);
    const service = createDemoService({ source, progress, root, core, license, sensitive });
    await using _worker = service.startWorker();
    const supported = createDemoRegistry({ source, core, license, sensitive }).getSupportedFormats();
    const formats = options.format === null ? supported : [options.format];
    const results: DemoResult[] = [];
    for (const format of formats) {
      current = format;
      const collection = options.collection ?? (await demoCollection(database, { format, project, sensitive }));
      results.push(await exportOne(service, { format, project, collection }, options.out));
    }
    return results;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function firstProject({ db }: DemoDatabase): Promise<number> {
  const first = await db.selectFrom("main_project").select("id").orderBy("id").limit(1).executeTakeFirstOrThrow();
  return Number(first.id);
}

/**
 * On the generated season the archive shows a filter at work: it holds the project's first capture set. Where a moth is sensitive, it
 * shows the policy at work: a capture set reveals places, so it would hold no sensitive record.
 */
async function demoCollection(
  { db, generated }: DemoDatabase,
  { format, project, sensitive }: { format: string; project: number; sensitive: string | null },
): Promise<number | null> {
  if (!generated || format !== "dwca" || sensitive !== null) return null;
  const sets = db.selectFrom("main_sourceimagecollection").select("id").where("project_id", "=", project);
  const first = await sets.orderBy("id").limit(1).executeTakeFirst();
  return first === undefined ? null : Number(first.id);
}

interface DemoRequest {
  readonly format: string;
  readonly project: number;
  readonly collection: number | null;
}

async function exportOne(
  service: ExportService,
  { format, project, collection }: DemoRequest,
  out: string,
): Promise<DemoResult> {
  try {
    const filters = collection === null ? {} : { collection_id: collection };
    const { id } = await service.create({ project, format, filters }, { user: USER });
    const record = await service.waitForEnd(id, { user: USER });
    if (record.error !== null) return { format, failure: record.error };
    return { format, ...(await leaveFile(service, record, out)) };
  } catch (error) {
    if (ExportError.is(error)) return { format, failure: error };
    throw error;
  }
}

/** Downloads the file as a user would, and proves it. */
async function leaveFile(service: ExportService, record: ExportRecord, out: string) {
  const { id, filename, recordCount, fileSize, sha256, startedAt, finishedAt, warnings } = record;
  await mkdir(out, { recursive: true });
  const path = join(out, filename ?? "");
  await pipeline(Readable.from(await (await service.file(id, { user: USER })).open()), createWriteStream(path));
  const proofs = await proveFile(path, record);
  const seconds = (Date.parse(finishedAt ?? "") - Date.parse(startedAt ?? "")) / 1000;
  const tables = path.endsWith(".zip") ? await tablesOf(path) : [];
  return {
    file: relative(".", path),
    tables,
    proofs,
    warnings,
    rows: recordCount ?? 0,
    bytes: fileSize ?? 0,
    sha256: sha256 ?? "",
    seconds,
  };
}
