/** Validates files in a process of its own, whose memory is theirs alone, and prints what became of each. */
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";

/** The compiler and the modules take more than a validation does. */
const before = process.memoryUsage.rss();
const verdicts = [];
for (const path of process.argv.slice(2)) {
  // What the file before has left is not this one's.
  globalThis.gc?.();
  const from = process.cpuUsage();
  const { valid, issues } = await validateArchive(path, { level: "gbif" });
  const { user, system } = process.cpuUsage(from);
  const codes = issues.map(({ code }) => code);
  verdicts.push({
    path,
    valid,
    codes: [...new Set(codes)],
    seconds: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024 - before / 1024 / 1024,
  });
}
process.stdout.write(JSON.stringify(verdicts));
