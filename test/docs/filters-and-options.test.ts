import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import type { ExporterClass } from "../../src/contracts/exporter.js";
import { ExportRegistry } from "../../src/core/exporters/export-registry.js";
import { describeFormats } from "../../src/core/requests/describe-formats.js";
import { toJsonSchema } from "../../src/http/json-schema.js";
import { createMemoryOccurrenceSource } from "../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { FILTERS, OPTIONS } from "./meanings.js";

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly allOf?: readonly object[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

const SRC = resolve(import.meta.dirname, "../../src");

/** The options without which an exporter is not made. */
const NEEDED: Readonly<Record<string, object>> = {
  createCamtrapDpExporter: { metadata: { project: { samplingDesign: "targeted", captureMethod: ["timeLapse"] } } },
  createDwcDpExporter: { metadata: {} },
};

/** The exporters of occurrences that any door of the package makes, by the name of the function. */
async function findExporters(): Promise<ReadonlyMap<string, ExporterClass>> {
  const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);
  const doors = readdirSync(SRC).filter((file) => file.endsWith(".ts"));
  const found = new Map<string, ExporterClass>();
  for (const door of doors.filter((file) => /create\w+Exporter\b/.test(readFileSync(join(SRC, file), "utf8")))) {
    const names = Object.entries((await import(join(SRC, door))) as Readonly<Record<string, unknown>>);
    for (const [name, create] of names)
      if (/^create(?!Row|Archive|Package|CamtrapPackage|DwcDpPackage)\w+Exporter$/.test(name))
        found.set(name, (create as (options: object) => ExporterClass)({ source, ...NEEDED[name] }));
  }
  return found;
}

const registry = new ExportRegistry();
for (const [name, exporter] of await findExporters()) registry.register(keyOf(name))(exporter);
const formats = describeFormats({ registry }).map(({ format, fileFormat, contentType, filters, options }) => {
  const schemas = [filters, options].map((schema) => toJsonSchema(schema, { side: "input" }) as Schema);
  return {
    format,
    fileFormat,
    contentType,
    filters: schemas[0]?.properties ?? {},
    options: schemas[1]?.properties ?? {},
  };
});

/** New keys may have a meaning in meanings.ts. */
const AGAIN = "write it again: npx vitest run --project unit test/docs/filters-and-options.test.ts -u";

test("each filter has its meaning here, and nothing has one that no format takes", () => {
  const keysOf = (part: "filters" | "options") => [...new Set(formats.flatMap((format) => Object.keys(format[part])))];
  expect(keysOf("filters").sort(), AGAIN).toEqual(Object.keys(FILTERS).sort());
  expect(Object.keys(OPTIONS).filter((key) => !keysOf("options").includes(key))).toEqual([]);
});

test("all formats of occurrences take the same filters", () => {
  for (const { filters } of formats) expect(filters).toEqual(formats[0]?.filters);
});

test("the page lists every filter and option of every format, as the schemas have them", async () => {
  await expect(pageOf(), AGAIN).toMatchFileSnapshot(resolve(import.meta.dirname, "../../docs/filters-and-options.md"));
});

/** A registry's key in place of a name: `createCsvExporter` is `csv`. */
function keyOf(name: string): string {
  return name
    .slice("create".length, -"Exporter".length)
    .replace(/(?<=[a-z])(?=[A-Z])/g, "_")
    .toLowerCase();
}

function nameOf(format: string): string {
  return `create${format.replace(/(?:^|_)([a-z])/g, (_part, letter: string) => letter.toUpperCase())}Exporter`;
}

/** What a schema takes, in words. */
function accepts({ type, enum: names, items, ...schema }: Schema): string {
  if (names !== undefined) return names.map((name) => `\`${name}\``).join(", ");
  if (type === "array") {
    const { minItems = 0, maxItems } = schema;
    const range =
      maxItems === undefined
        ? `${minItems === 0 ? "a list" : `${minItems} or more`}`
        : `${minItems} to ${maxItems.toLocaleString("en")}`;
    return `${range} of: ${accepts(items ?? {})}`;
  }
  if (type === "integer") return "an id";
  if (type === "number") return `a number from ${schema.minimum} to ${schema.maximum}`;
  if (type === "boolean") return "`true`, `false`";
  return schema.allOf === undefined ? "a text" : "a date: `2023-06-18`";
}

function tableOf(schemas: Readonly<Record<string, Schema>>, meanings: Readonly<Record<string, string>>): string[] {
  const rows = Object.entries(schemas).map(
    ([key, schema]) => `| \`${key}\` | ${accepts(schema)} | ${meanings[key] ?? "see [formats.md](formats.md)"} |`,
  );
  return ["| key | takes | meaning |", "|---|---|---|", ...rows];
}

function pageOf(): string {
  const sections = formats.flatMap(({ format, fileFormat, contentType, options }) => [
    ...["", `### \`${nameOf(format)}\``, "", `A file \`.${fileFormat}\` of the type \`${contentType}\`.`, ""],
    ...tableOf(options, OPTIONS),
  ]);
  return [...HEAD, ...tableOf(formats[0]?.filters ?? {}, FILTERS), ...OPTIONS_HEAD, ...sections, ""].join("\n");
}

const HEAD = [
  "# Filters and options",
  "",
  "A request names a project, a format, `filters` and `options`. This page lists what the formats of occurrences take. A test writes it from the schemas",
  "that check requests. `GET /exports/formats/` gives the same of your own formats, as JSON Schema.",
  "",
  "- An unknown key, or a value of another type, is refused with a 400. The answer names every problem at once.",
  '- A filter that is absent, `null` or `""` keeps everything. Filters are combined by *and*.',
  "- Ids are positive whole numbers, also as text of their digits. A source whose ids are texts takes 1 to 255 characters.",
  '- Booleans may be text as well: `"true"`. Numbers may not.',
  "- Where a filter takes a list, it takes one value too.",
  "- `allowedColumns` of an exporter may take columns and fields from a user.",
  "- A format over your own tables has the filters that you write: see [own-tables.md](own-tables.md#formats-and-filters).",
  "",
  "## Filters",
  "",
];

const OPTIONS_HEAD = [
  "",
  "Dates are those of a detection's own clock, both included: a detection at 00:30 belongs to its own date. Where the default filters hold, the project's",
  "threshold counts, and not `classification_threshold`. [occurrences.md](occurrences.md#filters) has the classes behind the keys.",
  "",
  "## Options",
  "",
  "Options are checked and recorded with the export. A retry uses the same ones.",
];
