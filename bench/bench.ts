/** Measures what decisions rest on. Each figure is a ratio of runs that took turns on one machine; seconds are that machine's. */
import { benchExports } from "./exports/bench-exports.js";
import { benchExtraReaders } from "./extra-readers.js";
import { benchFormats } from "./formats.js";
import { benchRowFormats } from "./row-formats.js";
import { benchValidate } from "./validate.js";

type Bench = (print: (line: string) => void, args: readonly string[]) => Promise<void>;

const BENCHES: Readonly<Record<string, Bench>> = {
  exports: benchExports,
  formats: benchFormats,
  "row-formats": benchRowFormats,
  "extra-readers": benchExtraReaders,
  validate: benchValidate,
};

const given = process.argv.slice(2);
const options = given.findIndex((argument) => argument.startsWith("--"));
/** Names come first, options of a bench after them. */
const [names, args] = options < 0 ? [given, []] : [given.slice(0, options), given.slice(options)];
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  process.stderr.write(`There is no bench "${unknown}". There are: ${Object.keys(BENCHES).join(", ")}.\n`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    process.stdout.write(`\n# ${name}\n\n`);
    await bench((line) => void process.stdout.write(`${line}\n`), args);
  }
}
