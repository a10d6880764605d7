import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { ExporterClass } from "../../src/contracts/exporter.js";
import type { OccurrenceExporterOptions } from "../../src/occurrences/model/occurrence-exporter-options.js";
import { runArchive } from "./archive/dwca-run.js";
import { ALL } from "./archive/dwca-sources.js";
import { BURST_SOURCE } from "./burst-source.js";
import { csvRows, exporter as cameraTraps } from "./camtrap-dp/camtrap-sources.js";
import { exporter as dwcDp } from "./dwc-dp/dwc-dp-sources.js";

const ID = "urn:antenna:capture:1:900";

interface Case {
  readonly make: (options: OccurrenceExporterOptions) => ExporterClass;
  readonly key: string;
  readonly nights: (files: ReadonlyMap<string, string>) => readonly unknown[];
}

const CASES: Readonly<Record<string, Case>> = {
  camtrap_dp: {
    ...{ make: cameraTraps, key: "mediaID" },
    nights: (files) =>
      csvRows(files, "observations.csv").flatMap((row) => (row["mediaID"] === ID ? [row["observationTags"]] : [])),
  },
  dwc_dp: {
    ...{ make: dwcDp, key: "media_pk" },
    nights: (files) => csvRows(files, "event-media.csv").map((row) => row["event_fk"]),
  },
};

test.each(Object.entries(CASES))(
  "%s writes a picture of two nights once, counts it, and its animals of both stay",
  async (_, { make, key, nights }) => {
    const { files, warnings } = await runArchive(make({ source: BURST_SOURCE }), ALL);
    expect(csvRows(files, "media.csv").filter((row) => row[key] === ID)).toHaveLength(1);
    const all = new Set(nights(files));
    expect(all.size).toBeGreaterThan(1);
    expect(warnings["MEDIA_SHARED"]).toBe(all.size - 1);
    const { resources } = JSON.parse(files.get("datapackage.json") ?? "") as {
      readonly resources: readonly { readonly path: string; readonly bytes: number; readonly hash: string }[];
    };
    for (const { path, bytes, hash } of resources) {
      const file = Buffer.from(files.get(path) ?? "");
      expect([path, bytes, hash]).toEqual([
        ...[path, file.byteLength, `sha256:${createHash("sha256").update(file).digest("hex")}`],
      ]);
    }
  },
);

test.each(Object.entries(CASES))("%s has the same bytes for it, whatever the batch size", async (_, { make }) => {
  const [one, other] = await Promise.all([
    runArchive(make({ source: BURST_SOURCE }), ALL),
    runArchive(make({ source: BURST_SOURCE, batchSize: 1 }), ALL),
  ]);
  expect(one.bytes.equals(other.bytes)).toBe(true);
});
