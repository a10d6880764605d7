/** Measures what decisions rest on. Each figure is a ratio of runs that took turns on one machine; seconds are that machine's. */
import { benchExtraReaders } from "./extra-readers.js";
import { benchFormats } from "./formats.js";

const BENCHES: Readonly<Record<string, (print: (line: string) => void) => Promise<void>>> = {
  formats: benchFormats,
  "extra-readers": benchExtraReaders,
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  process.stderr.write(`There is no bench "${unknown}". There are: ${Object.keys(BENCHES).join(", ")}.\n`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    process.stdout.write(`\n# ${name}\n\n`);
    await bench((line) => void process.stdout.write(`${line}\n`));
  }
}
