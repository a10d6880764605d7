import { mkdir, readdir, rmdir, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import type { ExportRun } from "../../src/contracts/exporter.js";
import { BaseExporter } from "../../src/core/exporters/base-exporter.js";
import { csv } from "../../src/formats/csv.js";
import { testExporter } from "../../src/testing/test-exporter/test-exporter.js";
import { NightlyExporter, type NightQuery, type NightRow, nightSource } from "../support/nightly-exporter.js";

test("an exporter's file, record and progress come back", async () => {
  const { record, bytes, text, warnings, progress, expected, thrown } = await testExporter(NightlyExporter);
  expect(record).toMatchObject({
    id: 1,
    status: "succeeded",
    recordCount: 25,
    filename: "night-watch_export-1.ndjson",
  });
  expect(text.split("\n")[24]).toBe('{"id":25,"moths":24}');
  expect(bytes.byteLength).toBe(record.fileSize);
  expect({ warnings, expected, thrown }).toEqual({ warnings: [], expected: 25, thrown: undefined });
  expect(progress.slice(0, 2).map(({ call, stage }) => `${call} ${stage.key}`)).toEqual([
    "addStage data_export",
    "addStage uploading_snapshot",
  ]);
  expect(progress.at(-1)).toMatchObject({ call: "updateStage", stage: { key: "uploading_snapshot", progress: 1 } });
});

test("filters, project and user are those of the request", async () => {
  const { record } = await testExporter(NightlyExporter, {
    filters: { moths_min: 20 },
    projectId: "ridge",
    user: { id: 9, name: "Grace" },
  });
  expect(record).toMatchObject({
    recordCount: 5,
    projectId: "ridge",
    user: { id: 9, name: "Grace" },
    filters: { moths_min: 20 },
  });
});

test("a filter that a request would be refused for is refused", async () => {
  await expect(testExporter(NightlyExporter, { filters: { moths: 1 } })).rejects.toMatchObject({
    code: "INVALID_FILTERS",
  });
});

test("rows given are read instead of the source's", async () => {
  const { text } = await testExporter(NightlyExporter, { rows: [{ id: 7, moths: 3 }], filters: { moths_min: 20 } });
  expect(text).toBe('{"id":7,"moths":3}\n');
});

test("rows given are typed as the source's are, and shown by the exporter's columns", async () => {
  class Nights extends BaseExporter<NightRow, NightQuery> {
    getSource() {
      return nightSource(() => []);
    }
    getFormat() {
      return csv<NightRow>([{ name: "moths", value: ({ moths }) => moths }]);
    }
  }
  expect((await testExporter(Nights, { rows: [{ id: 1, moths: 2 }] })).text).toBe("moths\r\n2\r\n");
  // @ts-expect-error a row of another shape
  await testExporter(Nights, { rows: [{ id: 1, moths: "many" }] });
});

test("rows that an exporter with a source elsewhere would not read are an error", async () => {
  class Hiding extends NightlyExporter {
    constructor(run: ExportRun) {
      super(run);
      const source = super.getSource();
      Object.defineProperty(this, "getSource", { value: () => source }); // as an arrow function in a property does
    }
  }
  await expect(testExporter(Hiding, { rows: [] })).rejects.toThrow("the rows given were not read");
});

describe("after failAfterRows", () => {
  test("the export has failed, and nothing is left", async () => {
    const { record, bytes, thrown, expected } = await testExporter(NightlyExporter, { failAfterRows: 15 });
    expect(record).toMatchObject({
      status: "failed",
      error: { code: "SOURCE_FAILED", stage: "data_export" },
      fileKey: null,
    });
    expect({ size: bytes.length, expected }).toEqual({ size: 0, expected: 25 });
    expect(thrown).toMatchObject({ code: "SOURCE_FAILED" });
  });

  test("an exporter that goes on is found", async () => {
    class Deaf extends NightlyExporter {
      protected override updateJobProgress(count: number): void {
        try {
          super.updateJobProgress(count);
        } catch {
          // Goes on.
        }
      }
    }
    await expect(testExporter(Deaf, { failAfterRows: 15 })).rejects.toThrow(
      "although it was to be failed after 15 rows",
    );
  });
});

describe("after cancelAfterRows", () => {
  test("the export is cancelled, and nothing is left", async () => {
    const { record, thrown } = await testExporter(NightlyExporter, { cancelAfterRows: 1 });
    expect(record).toMatchObject({ status: "cancelled", fileKey: null });
    expect(thrown).toMatchObject({ code: "CANCELLED" });
  });

  test("a cancel at the last row comes before the publication", async () => {
    expect((await testExporter(NightlyExporter, { cancelAfterRows: 25 })).record.status).toBe("cancelled");
  });

  test("an exporter that stays at work is found", async () => {
    class Endless extends NightlyExporter {
      override async export(): Promise<string> {
        await super.export().catch(() => undefined);
        return await new Promise(() => undefined);
      }
    }
    await expect(testExporter(Endless, { cancelAfterRows: 1, patienceMs: 20 })).rejects.toThrow(
      "took longer than 20 ms",
    );
  });
});

test.each([{ failAfterRows: 26 }, { cancelAfterRows: 26 }])(
  "%o of 25 rows is an error: nothing was tested",
  async (options) => {
    await expect(testExporter(NightlyExporter, options)).rejects.toThrow(
      "The exporter reported 25 rows, so that nothing happened after 26.",
    );
  },
);

test("an error of an exporter comes back whole", async () => {
  const mistake = new RangeError("Not a night.");
  class Broken extends NightlyExporter {
    override async *encode(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(0);
      throw mistake;
    }
  }
  const { record, thrown } = await testExporter(Broken);
  expect(record.error).toMatchObject({ code: "EXPORTER_FAILED", message: "The exporter failed." });
  expect(thrown).toBe(mistake);
});

test("a temp file that outlives its export is found", async () => {
  class Keeping extends NightlyExporter {
    override async export(): Promise<string> {
      const path = await super.export();
      const kept = await this.run.tempFile("kept");
      left = kept;
      await unlink(kept);
      // Core deletes what is under the name, and cannot delete a directory.
      await mkdir(kept);
      return path;
    }
  }
  let left = "";
  try {
    await expect(testExporter(Keeping)).rejects.toThrow("A temp file is left.");
  } finally {
    await rmdir(left);
  }
});

test("no file of a tested export is in the system's directory for temp files", async () => {
  await testExporter(NightlyExporter);
  await testExporter(NightlyExporter, { failAfterRows: 1 });
  const mine = (await readdir(tmpdir())).filter(
    (name) => name.startsWith("vasculum-") && name.includes(`-${process.pid}-`),
  );
  expect(mine).toEqual([]);
});
