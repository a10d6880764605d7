import { truncate, writeFile } from "node:fs/promises";
import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { ExportError } from "../../src/contracts/export-error.js";
import type { ExporterClass, ExportRun } from "../../src/contracts/exporter.js";
import { createMemoryStorage } from "../../src/storage/memory/memory-storage.js";
import { createMemoryStore } from "../../src/stores/memory/memory-store.js";
import { createFakeClock } from "../../src/testing/fakes/fake-clock.js";
import { broken } from "../support/broken.js";
import { NightlyExporter, nightSource, type NightRow } from "../support/nightly-exporter.js";
import { createTestHost, type TestHost } from "../support/test-host.js";

const SECRET = "s3cr3t cell of /tmp/x";

async function failing(exporter: ExporterClass): Promise<TestHost> {
  return await createTestHost({ exporter, retries: { attempts: 1 } });
}

const chunk = Buffer.from("one\n");

const EXPORTERS: Readonly<Record<string, ExporterClass>> = {
  "throws undefined": class extends NightlyExporter {
    override async export(): Promise<string> {
      throw undefined;
    }
  },
  "throws before it returns a promise": class extends NightlyExporter {
    override export(): Promise<string> {
      throw new Error(SECRET);
    }
  },
  "throws while it encodes": class extends NightlyExporter {
    override async *encode(): AsyncGenerator<Uint8Array> {
      yield chunk;
      throw new Error(SECRET);
    }
  },
  "returns a path that is not its own": class extends NightlyExporter {
    override async export(): Promise<string> {
      return "/etc/passwd";
    }
  },
  "checks its file and throws": class extends NightlyExporter {
    async check(): Promise<never> {
      throw new Error(SECRET);
    }
  },
};

test.each(Object.entries(EXPORTERS))(
  "an exporter that %s fails the export, and gives nothing away",
  async (_, exporter) => {
    const host = await failing(exporter);
    const record = await host.createAndRun();
    expect(record).toMatchObject({
      status: "failed",
      error: { code: "EXPORTER_FAILED", stage: "data_export", retryable: false },
    });
    expect(JSON.stringify(record)).not.toContain("s3cr3t");
    expect(await host.keys()).toEqual([]);
  },
);

test("an exporter whose constructor throws creates no export", async () => {
  class Broken extends NightlyExporter {
    constructor(run: ExportRun) {
      super(run);
      throw new Error(SECRET);
    }
  }
  const host = await failing(Broken);
  await expect(host.create()).rejects.toMatchObject({ code: "EXPORTER_FAILED" });
  expect(await host.store.get(1)).toBeNull();
});

test("an encoder that ends before its rows do is a COUNT_MISMATCH", async () => {
  class Early extends NightlyExporter {
    override async *encode(batches: AsyncIterable<readonly NightRow[]>): AsyncGenerator<Uint8Array> {
      for await (const _ of batches) return;
      yield chunk;
    }
  }
  const host = await failing(Early);
  expect(await host.createAndRun()).toMatchObject({
    status: "failed",
    error: { code: "COUNT_MISMATCH" },
    job: { state: "FAILURE" },
  });
});

test("a source whose count and rows differ is a COUNT_MISMATCH", async () => {
  class Lying extends NightlyExporter {
    override getSource() {
      const source = nightSource(() => [{ id: 1, moths: 1 }]);
      return {
        ...source,
        open: async (options: Parameters<typeof source.open>[0]) => ({
          ...(await source.open(options)),
          count: async () => 2,
        }),
      };
    }
  }
  const host = await failing(Lying);
  expect(await host.createAndRun()).toMatchObject({ status: "failed", error: { code: "COUNT_MISMATCH" } });
});

test("issues that an exporter's check finds fail the export before a byte is uploaded", async () => {
  class Checked extends NightlyExporter {
    async check() {
      return [{ path: ["line", 3], code: "bad_line", message: "Line 3 is bad." }];
    }
  }
  const host = await failing(Checked);
  const { error } = await host.createAndRun();
  expect(error).toMatchObject({ code: "FILE_CHECK_FAILED", details: [{ path: ["line", 3] }] });
  expect(await host.keys()).toEqual([]);
});

test("rows that are skipped are counted, and listed on the record", async () => {
  class Skipping extends NightlyExporter {
    override get rowErrors() {
      return "skip" as const;
    }
    override async *encode(batches: AsyncIterable<readonly NightRow[]>, onRowError: (error: ExportError) => void) {
      const bad = new ExportError("ROW_ENCODING", {
        details: [{ path: ["rows", 3, "moths"], code: "bad", message: "Bad." }],
      });
      for await (const batch of batches) {
        if (batch.some(({ id }) => id === 3)) onRowError(bad);
        yield chunk;
      }
    }
  }
  const host = await failing(Skipping);
  expect(await host.createAndRun()).toMatchObject({
    status: "succeeded",
    recordCount: 24,
    warnings: [{ code: "ROWS_SKIPPED", count: 1, sample: "rows/3/moths" }],
  });
});

test("a temp file that changes after it was hashed is never published", async () => {
  let path = "";
  class Watched extends NightlyExporter {
    override async export(): Promise<string> {
      return (path = await super.export());
    }
  }
  const memory = createMemoryStorage();
  const storage = broken(memory, {
    put: async (...[key, body, options]: Parameters<typeof memory.put>) => {
      await writeFile(path, "x".repeat(body.size));
      await memory.put(key, body, options);
    },
  });
  const host = await createTestHost({ exporter: Watched, storage, retries: { attempts: 1 } });
  expect(await host.createAndRun()).toMatchObject({
    status: "failed",
    error: { code: "TEMP_FILE_CHANGED", stage: "uploading_snapshot" },
  });
  expect(await host.keys()).toEqual([]);
});

test("other bytes in a copy of the body are held against the announced hash", async () => {
  const memory = createMemoryStorage();
  const storage = broken(memory, {
    put: async (...[key, body, options]: Parameters<typeof memory.put>) => {
      const other = async function* () {
        yield Buffer.alloc(body.size);
      };
      await memory.put(key, { ...body, stream: other }, options);
    },
  });
  const host = await createTestHost({ exporter: NightlyExporter, storage, retries: { attempts: 1 } });
  expect(await host.createAndRun()).toMatchObject({ status: "failed", error: { code: "STORAGE_FAILED" } });
  expect(await host.keys()).toEqual([]);
});

test("a temp file that is truncated before it is hashed is refused by the count of its rows or its own check", async () => {
  class Truncated extends NightlyExporter {
    override async export(): Promise<string> {
      const path = await super.export();
      await truncate(path, 3);
      return path;
    }
    async check(): Promise<{ path: string[]; code: string; message: string }[]> {
      return [{ path: [], code: "short", message: "The file is short." }];
    }
  }
  const host = await failing(Truncated);
  expect(await host.createAndRun()).toMatchObject({ status: "failed", error: { code: "FILE_CHECK_FAILED" } });
});

test("a retryable failure is tried again, with a growing delay, and only so often", async () => {
  let opened = 0;
  class Flaky extends NightlyExporter {
    override getSource() {
      const source = nightSource(() => []);
      return { ...source, open: () => (++opened, Promise.reject(new Error(SECRET))) };
    }
  }
  const host = await createTestHost({
    exporter: Flaky,
    retries: { attempts: 3, delayMs: (attempts) => attempts * 10 },
  });
  const { id } = await host.create();
  for (let attempt = 1; attempt <= 3; attempt += 1) await host.service.run(id);
  expect(await host.stored(id)).toMatchObject({
    status: "failed",
    error: { code: "SOURCE_FAILED", retryable: true },
    job: { attempts: 3 },
  });
  expect(host.queue.queued.map(({ delayMs }) => delayMs)).toEqual([0, 10, 20]);
  expect(opened).toBe(4);
});

test("a retry starts clean", async () => {
  let broken = true;
  class Mended extends NightlyExporter {
    override async *encode(batches: AsyncIterable<readonly NightRow[]>): AsyncGenerator<Uint8Array> {
      yield* super.encode(batches);
      if (broken) throw new Error(SECRET);
    }
  }
  const host = await failing(Mended);
  const { id } = await host.createAndRun();
  broken = false;
  const waiting = await host.service.retry(id, { user: { id: 5, name: "Ada" } });
  expect(waiting).toMatchObject({
    status: "pending",
    error: null,
    job: { state: "PENDING", progress: { summary: { progress: 0 } } },
  });
  await host.service.run(id);
  expect(await host.stored(id)).toMatchObject({ status: "succeeded", recordCount: 25, error: null });
});

test.each([
  ["rows", { rows: 24 }, "ROW_LIMIT"],
  ["bytes", { bytes: 10 }, "BYTE_LIMIT"],
])("more %s than the host allows fail the export", async (_, limits, code) => {
  const host = await createTestHost({ limits });
  expect(await host.createAndRun()).toMatchObject({ status: "failed", error: { code } });
  expect(await host.keys()).toEqual([]);
});

class Endless extends NightlyExporter {
  override async export(): Promise<string> {
    await this.run.tempFile("endless");
    return await new Promise<string>(() => undefined);
  }
}

test("an exporter that never ends meets the time limit", async () => {
  const host = await createTestHost({ exporter: Endless, limits: { runMs: 30 } });
  expect(await host.createAndRun()).toMatchObject({ status: "failed", error: { code: "TIME_LIMIT" } });
});

test("onError receives the error of a failed attempt with its cause, but not the reason of a stop", async () => {
  const bug = new RangeError("a bug of the host's own");
  const host = await createTestHost({
    exporter: class extends NightlyExporter {
      override getSource = (): never => {
        throw bug;
      };
    },
  });
  const { id } = await host.createAndRun();
  expect(host.errors).toMatchObject([{ code: "EXPORTER_FAILED", cause: bug }]);
  const { id: cancelled } = await host.create();
  await host.service.cancel(cancelled, { user: { id: 5, name: "Ada" } });
  await host.service.run(cancelled);
  expect((await host.stored(id)).status).toBe("failed");
  expect((await host.stored(cancelled)).status).toBe("cancelled");
  expect(host.errors).toHaveLength(1);
});

test("a storage that fails to delete is asked again by the reaper", async () => {
  const clock = createFakeClock();
  const memory = createMemoryStorage();
  let down = true;
  const storage = broken(memory, {
    delete: async (key: string) => {
      if (down) throw new Error(SECRET);
      await memory.delete(key);
    },
  });
  const host = await createTestHost({ storage, store: createMemoryStore({ clock }) });
  const { id } = await host.createAndRun();
  await host.service.delete(id, { user: { id: 5, name: "Ada" } });
  await expect(host.service.get(id, { user: { id: 5, name: "Ada" } })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await host.store.get(id)).toMatchObject({ deleted: true });
  expect(host.errors[0]).toMatchObject({ code: "STORAGE_FAILED" });
  expect(host.errors[0]?.message).not.toContain("s3cr3t");
  down = false;
  clock.advance(60_000);
  await host.service.reap();
  expect(await host.store.get(id)).toBeNull();
  expect(await host.keys()).toEqual([]);
});

test("an exporter that is abandoned can make no more temp files", async () => {
  let late: Promise<string> | undefined;
  class Zombie extends NightlyExporter {
    override async export(): Promise<string> {
      await new Promise((resolve) => this.run.signal.addEventListener("abort", resolve));
      return (late = this.run.tempFile("late"));
    }
  }
  const host = await createTestHost({ exporter: Zombie, limits: { runMs: 30 } });
  await host.createAndRun();
  await expect(late).rejects.toMatchObject({ code: "TIME_LIMIT" });
  expect(await readdir(host.tempDirectory)).toEqual([]);
});
