import { expect, test } from "vitest";
import { CocoContent, type CocoContentOptions } from "../../../src/occurrences/coco/coco-content.js";
import type { Spool } from "../../../src/packages/spool.js";
import { collect } from "../../support/collect.js";
import { NOCTUA } from "../literal-source.js";
import { cocoFaults, type CocoJson } from "./coco-faults.js";
import { detection, PROJECT, saidBy, seen } from "./coco-run.js";

/** A spool in memory, which reads in chunks of three bytes. */
function tinySpool(): Spool {
  const kept = new Map<string, Buffer>();
  return {
    write: async (name, chunks) => void kept.set(name, Buffer.concat(await collect(chunks))),
    async *read(name) {
      const bytes = kept.get(name) ?? Buffer.alloc(0);
      for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
    },
  };
}

async function filesOf(options: Partial<CocoContentOptions>): Promise<ReadonlyMap<string, string>> {
  await using content = new CocoContent(tinySpool(), {
    ...{ project: PROJECT, dataset: {}, validationShare: 0.3, parts: 1, warn: () => undefined },
    onRowError: (error) => {
      throw error;
    },
    ...options,
  });
  for (let from = 0; from < 60; from += 20) await content.add(ROWS.slice(from, from + 20));
  const files = new Map<string, string>();
  for (const { name, chunks } of await content.finish())
    files.set(name, Buffer.concat(await collect(chunks)).toString("utf8"));
  return files;
}

/** Sixty animals on twenty pictures, three on each, far from each other. */
const ROWS = Array.from({ length: 60 }, (_, index) =>
  seen(index + 1, {
    ...saidBy({ ...NOCTUA, name: "Größe 🦋" }),
    deployment: { id: index % 20, name: "Ridge", latitude: null, longitude: null },
    detections: [detection(index + 1, {}, { id: 1000 + (index % 20), path: `nächtlich/${index % 20}.jpg` })],
  }),
);

const parsed = (files: ReadonlyMap<string, string>) => JSON.parse(files.get("annotations.json") ?? "") as CocoJson;
const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();

test.each(["text", "integer"] as const)("many parts make files without a fault, with ids as %s", async (ids) => {
  for (const split of ["none", "deployment"] as const)
    expect(cocoFaults(await filesOf({ parts: 7, ids, split }), ids === "text" ? "string" : "number")).toEqual([]);
});

test("many parts hold the same rows as one, each picture once", async () => {
  const [one, many] = [parsed(await filesOf({})), parsed(await filesOf({ parts: 7 }))];
  expect(one.images).toHaveLength(20);
  expect(sorted(many.images)).toEqual(sorted(one.images));
  expect(sorted(many.annotations)).toEqual(sorted(one.annotations));
  expect(many.images).not.toEqual(one.images);
});

test("numbers lead to the pictures that texts lead to, across parts", async () => {
  const [texts, numbers] = [parsed(await filesOf({ parts: 7 })), parsed(await filesOf({ parts: 7, ids: "integer" }))];
  const fileOf = ({ images }: CocoJson) => new Map(images.map(({ id, file_name: file }) => [id, file]));
  const links = (coco: CocoJson) =>
    coco.annotations.map(({ track_id: track, image_id: image }) => `${track} ${fileOf(coco).get(image)}`);
  expect(links(numbers)).toEqual(links(texts));
  expect(numbers.images.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});
