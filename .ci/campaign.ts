/** Runs what takes minutes, as large as it gets: `npm run campaign`, or `npm run campaign -- memory`. All tests run it small. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const VITEST = join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");

const CAMPAIGNS: Readonly<Record<string, readonly string[]>> = {
  /** Memory while a million rows are read, hundreds of thousands written, a gibibyte uploaded. */
  memory: [
    "test/whole/memory",
    "test/sources/kysely/memory",
    "test/sources/kysely/heavy-rows",
    "test/storage/s3/upload-file",
  ],
  /** Processes that are killed, one after the other, while others work on. */
  kills: ["test/runners/bullmq/bull-mq-fleet", "test/runners/pg-boss/pg-boss-fleet", "test/server/fleet"],
  /** Many clients that poll one server while it exports. */
  pollers: ["test/server/pollers"],
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in CAMPAIGNS));
if (unknown !== undefined) {
  process.stderr.write(`There is no campaign "${unknown}". There are: ${Object.keys(CAMPAIGNS).join(", ")}.\n`);
  process.exit(2);
}
const asked = names.length === 0 ? Object.keys(CAMPAIGNS) : names;
const files = asked.flatMap((name) => CAMPAIGNS[name] ?? []).map((file) => `${file}.services.test.ts`);
const env = { ...process.env, CAMPAIGN: "large" };
const { status } = spawnSync(process.execPath, [VITEST, "run", "--project", "services", ...files], {
  env,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
