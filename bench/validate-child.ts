/** Validates one archive in a process of its own, whose memory is the validation's alone. */
import { validateArchive } from "vasculum/dwca";

const [path = "", level] = process.argv.slice(2);
const from = performance.now();
const { valid, issues } = await validateArchive(path, { level: level === "structure" ? "structure" : "gbif" });
const seconds = (performance.now() - from) / 1000;
if (!valid || issues.length > 0) throw new TypeError(`The archive has issues: ${JSON.stringify(issues)}`);
process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
