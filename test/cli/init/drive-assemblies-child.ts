/**
 * Runs assemblies of `vasculum init` as their scripts do, one after the other in this process, so that what they share loads once:
 * tables, sample rows, server and worker, an export over HTTP, SIGTERM. Prints one line of JSON for each: its title and its file. Then it runs
 * their own tests, of which `node:test` prints the results.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";

/** An assembly, and the settings that it starts with. */
export interface DrivenAssembly {
  readonly title: string;
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
}

const assemblies = JSON.parse(process.argv[2] ?? "[]") as readonly DrivenAssembly[];
const print = console.log;
for (const assembly of assemblies) {
  const startedAt = performance.now();
  const file = await drive(assembly).catch((error: unknown) => String(error instanceof Error ? error.stack : error));
  print(JSON.stringify({ title: assembly.title, file, ms: Math.round(performance.now() - startedAt) }));
}

console.log = print;
for (const { folder } of assemblies) await import(pathToFileURL(join(folder, "test/exports.test.ts")).href);

async function drive({ folder, settings }: DrivenAssembly): Promise<string> {
  Object.assign(process.env, settings);
  const program = async (name: string): Promise<unknown> =>
    await import(pathToFileURL(join(folder, "src", `${name}.ts`)).href);
  await program("migrate");
  await program("sample-rows");
  const running: Promise<unknown>[] = [];
  const start = async (name: string, line: RegExp): Promise<string> => {
    const ready = waitForLine(line);
    running.push(program(name));
    const ended = Promise.race(running).then(() => Promise.reject(new TypeError("A program ended by itself.")));
    return await Promise.race([ready, ended]);
  };
  try {
    const url = await start("server", /^listening on (.*)/);
    if (existsSync(join(folder, "src/worker.ts"))) await start("worker", /^working$/);
    return await exportFile(url, settings.API_TOKEN ?? "");
  } finally {
    process.emit("SIGTERM", "SIGTERM");
    await Promise.all(running);
  }
}

/** Resolves with what a line of the programs says. */
async function waitForLine(pattern: RegExp): Promise<string> {
  return await new Promise((resolve) => {
    console.log = (line: string) => {
      const found = pattern.exec(line);
      if (found !== null) resolve(found[1] ?? "");
    };
  });
}

async function exportFile(url: string, token: string): Promise<string> {
  const problems = await (await fetch(`${url}/health`)).text();
  if (problems !== "[]") return problems;
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ project: 1, format: "sightings_csv" });
  const created = await fetch(`${url}/api/v2/exports/`, { method: "POST", headers, body });
  if (created.status !== 201) return await created.text();
  const address = created.headers.get("location") ?? "";
  for (;;) {
    const { status, error } = (await (await fetch(address, { headers })).json()) as Record<string, unknown>;
    if (status === "succeeded") return await (await fetch(`${address}download/`, { headers })).text();
    if (status === "failed") return JSON.stringify(error);
    await delay(20);
  }
}
