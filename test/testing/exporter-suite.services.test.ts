import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ExporterClass, ExportRun } from "../../src/contracts/exporter.js";
import { DraftRun } from "../../src/core/exporters/draft-exporter.js";
import { createCsvExporter } from "../../src/occurrences/tables/create-csv-exporter.js";
import { createDwcaExporter } from "../../src/occurrences/archive/create-dwca-exporter.js";
import { createJsonExporter } from "../../src/occurrences/tables/create-json-exporter.js";
import { createMemoryOccurrenceSource } from "../../src/sources/memory/create-memory-occurrence-source.js";
import { type ExporterCase, exporterSuite } from "../../src/testing/exporter-suite/exporter-suite.js";
import { OCCURRENCE_FIXTURE } from "../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { MothsFilter, NightlyExporter, type NightQuery, type NightRow } from "../support/nightly-exporter.js";
import { failingTests } from "./failing-tests.js";

const CASES: readonly [ExporterCase, ...ExporterCase[]] = [
  { filters: {}, rows: 25 },
  { filters: { moths_min: 20 }, rows: 5 },
  { filters: { moths_min: 99 }, rows: 0 },
];
const REFUSED = [{ moths_min: "20" }, { no_such_filter: 1 }];

exporterSuite({ test, create: () => ({ exporter: NightlyExporter }), cases: CASES, refused: REFUSED });

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);
const BUILT_IN: readonly (readonly [format: string, exporter: ExporterClass, rows: number])[] = [
  ["CSV", createCsvExporter({ source }), 11],
  ["JSON", createJsonExporter({ source }), 11],
  ["Darwin Core Archive", createDwcaExporter({ source }), 4],
];
describe.each(BUILT_IN)("the exporter of %s", (_, exporter, rows) => {
  exporterSuite({ test, create: () => ({ exporter }), cases: [{ filters: {}, rows }] });
});

const TESTS = {
  formed: "the file extension, the media type and the label are well formed",
  keys: "the filters' keys are in snake_case, and each has one owner",
  wrongType: '{"moths_min":"20"} is refused',
  unknown: '{"no_such_filter":1} is refused',
  checked: "a request is checked without a temp file",
  count: "count is the number of rows that an export writes",
  over: "count rejects when the check of the request is over",
  name: "the project's name is a text or null, and stays the same",
  all: "{} exports 25 rows",
  some: '{"moths_min":20} exports 5 rows',
  none: '{"moths_min":99} exports 0 rows',
  expects: "an export says how many rows to expect",
  bytes: "the same rows make the same bytes",
  together: "exports at the same time leave each other alone",
  fails: "an export that fails midway leaves nothing",
  cancelled: "a cancelled export ends soon, and leaves nothing",
} as const;

type Batches = AsyncIterable<readonly NightRow[]>;
type NightlyClass = ExporterClass & (new (run: ExportRun) => NightlyExporter);

/** One broken promise each, with the tests that must notice. */
const DEFECTS: readonly (readonly [defect: string, exporter: NightlyClass, failing: readonly string[]])[] = [
  ["keeps its promises", class extends NightlyExporter {}, []],
  [
    "has a media type without a subtype",
    class extends NightlyExporter {
      static readonly contentType = "text";
    },
    [TESTS.formed],
  ],
  [
    "has a filter in camelCase",
    class extends NightlyExporter {
      override getFilterBackends() {
        return [
          new MothsFilter(),
          { schema: z.object({ mothsMin: z.int().optional() }), apply: (query: NightQuery) => query },
        ];
      }
    },
    [TESTS.keys],
  ],
  [
    "takes a number as text",
    class extends NightlyExporter {
      override getFilterBackends() {
        return [
          Object.assign(new MothsFilter(), { schema: z.object({ moths_min: z.coerce.number().optional() }) as never }),
        ];
      }
    },
    [TESTS.wrongType],
  ],
  [
    "takes any filter that it is given",
    class extends NightlyExporter {
      override getFilterBackends() {
        return [
          new MothsFilter(),
          { schema: z.object({ no_such_filter: z.unknown().optional() }), apply: (query: NightQuery) => query },
        ];
      }
    },
    [TESTS.unknown],
  ],
  [
    "opens its file too early",
    class extends NightlyExporter {
      constructor(run: ExportRun) {
        super(run);
        void run.tempFile("early").catch(() => undefined);
      }
    },
    [TESTS.checked],
  ],
  [
    "counts one too many",
    class extends NightlyExporter {
      override async count(): Promise<number> {
        return (await super.count()) + 1;
      }
    },
    [TESTS.count],
  ],
  [
    "counts as long as it likes",
    class extends NightlyExporter {
      override count(): Promise<number> {
        const { aborted } = this.run.signal;
        return aborted
          ? new NightlyExporter(new DraftRun(this.dataExport, new AbortController().signal)).count()
          : super.count();
      }
    },
    [TESTS.over],
  ],
  [
    "is never named twice alike",
    class extends NightlyExporter {
      override async projectName(): Promise<string> {
        return String((names += 1));
      }
    },
    [TESTS.name],
  ],
  [
    "ignores its filters in the file",
    class extends NightlyExporter {
      protected override getFilteredQueryset(): NightQuery {
        return this.dataExport.id === null ? super.getFilteredQueryset() : this.getQueryset();
      }
    },
    [TESTS.some, TESTS.none],
  ],
  [
    "writes nothing of its rows",
    class extends NightlyExporter {
      override async export(): Promise<string> {
        return await this.run.tempFile("empty");
      }
    },
    [TESTS.all, TESTS.some, TESTS.none, TESTS.expects, TESTS.fails, TESTS.cancelled],
  ],
  [
    "returns a path of its own",
    class extends NightlyExporter {
      override async export(): Promise<string> {
        return `${await super.export()}.csv`;
      }
    },
    [TESTS.all, TESTS.some, TESTS.none, TESTS.expects, TESTS.bytes, TESTS.together],
  ],
  [
    "writes the time into its file",
    class extends NightlyExporter {
      override async *encode(batches: Batches) {
        yield Buffer.from(String((names += 1)));
        yield* super.encode(batches);
      }
    },
    [TESTS.bytes, TESTS.together],
  ],
  [
    "shares what it writes with the others",
    class extends NightlyExporter {
      override async *encode(batches: Batches) {
        const before = written;
        for await (const chunk of super.encode(batches)) {
          written += 1;
          yield chunk;
        }
        yield Buffer.from(String(written - before));
      }
    },
    [TESTS.together],
  ],
  [
    "goes on after a failure",
    class extends NightlyExporter {
      protected override updateJobProgress(rows: number): void {
        try {
          super.updateJobProgress(rows);
        } catch {
          // Goes on.
        }
      }
    },
    [TESTS.fails],
  ],
  [
    "ignores a cancel",
    class extends NightlyExporter {
      override async export(): Promise<string> {
        return await super
          .export()
          .catch(() =>
            this.run.signal.aborted ? new Promise<string>(() => undefined) : Promise.reject(new TypeError("Broken.")),
          );
      }
    },
    [TESTS.cancelled],
  ],
];

let names = 0;
let written = 0;

test.each(DEFECTS)("an exporter that %s", async (_, exporter, failing) => {
  const failed = await failingTests((register) =>
    exporterSuite({ test: register, create: () => ({ exporter }), cases: CASES, refused: REFUSED, patienceMs: 20 }),
  );
  expect([...failed].sort()).toEqual([...failing].sort());
});

test("every test of the suite has a defect that it is failed by", () => {
  const registered: string[] = [];
  exporterSuite({
    test: (name) => registered.push(name),
    create: () => ({ exporter: NightlyExporter }),
    cases: CASES,
    refused: REFUSED,
  });
  const failed = new Set(DEFECTS.flatMap(([, , failing]) => failing));
  expect(registered.filter((name) => !failed.has(name))).toEqual([]);
});
