import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createArchiveSource } from "../../../src/sources/archive/create-archive-source.js";
import { dataSourceSuite } from "../../../src/testing/data-source-suite/data-source-suite.js";
import { opening, readRows } from "../../../src/testing/data-source-suite/snapshot-fixture.js";
import { archiveOf, SOUND_FILES } from "../../dwca/archives/sound-archive.js";
import { suiteArchive } from "./suite-archive.js";

const SCOPE = { projectId: 1, userId: 1 };

async function archiveFile(bytes: Uint8Array) {
  const folder = await mkdtemp(join(tmpdir(), "vasculum-test-"));
  const path = join(folder, "archive.zip");
  await writeFile(path, bytes);
  return { path, close: () => rm(folder, { recursive: true }) };
}

describe("the data source suite", () => {
  dataSourceSuite({
    test,
    without: ["write"],
    create: async (rows) => {
      const { path, close } = await archiveFile(suiteArchive(rows));
      const source = createArchiveSource(path, {
        row: ({ id, values }) => ({
          id: Number(id),
          project: Number(values["http://rs.tdwg.org/dwc/terms/datasetID"]),
          name: values["http://rs.tdwg.org/dwc/terms/locality"] ?? "",
        }),
        key: ({ id }) => id,
        inScope: ({ project }, { projectId }) => project === projectId,
      });
      return { source, close };
    },
    narrow: (query, name) => (row) => query(row) && row.name === name,
  });
});

describe("an archive as a source", () => {
  const options = { row: (row: { id: string }) => row.id, key: (id: string) => id, inScope: () => true };

  test("gives the rows of any table", async () => {
    const { path, close } = await archiveFile(archiveOf(SOUND_FILES));
    const source = createArchiveSource(path, { ...options, table: "http://rs.gbif.org/terms/1.0/Multimedia" });
    await using snapshot = await source.open(opening(SCOPE));
    expect(await readRows(snapshot, source.queryset())).toEqual(["e1"]);
    await close();
  });

  test("refuses a missing table, a missing file, and a file that is not an archive", async () => {
    const { path, close } = await archiveFile(Buffer.from("no zip"));
    const sound = await archiveFile(archiveOf(SOUND_FILES));
    const opened = (file: string, more = {}) => createArchiveSource(file, { ...options, ...more }).open(opening(SCOPE));
    await expect(opened(sound.path, { table: "http://example.org/Nothing" })).rejects.toMatchObject({
      code: "SOURCE_FAILED",
    });
    await expect(opened(`${path}.gone`)).rejects.toMatchObject({ code: "SOURCE_FAILED" });
    await expect(opened(path)).rejects.toMatchObject({ code: "ARCHIVE_INVALID" });
    await close();
    await sound.close();
  });
});
