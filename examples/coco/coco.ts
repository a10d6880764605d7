/** Pictures, boxes and labels for people who train models: COCO Camera Traps. */
import assert from "node:assert/strict";
import { json } from "node:stream/consumers";
import { createCocoExporter } from "vasculum/coco";
import { createMemoryOccurrenceSource } from "vasculum/occurrences";
import { OCCURRENCE_FIXTURE, testExporter } from "vasculum/testing";
import { fromBufferPromise } from "yauzl";

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, { mediaUrl: "https://media.example.org/" });

// #region coco
export const Coco = createCocoExporter({
  source,
  dataset: { title: "Moths of the ridge", license: "CC-BY-4.0", contributor: "The Ridge" },
  validationShare: 0.3,
});
// #endregion

interface Linked {
  readonly image_id: string | number;
  readonly category_id: number;
}

/** The files of a zip, parsed. */
async function filesOf(bytes: Uint8Array): Promise<ReadonlyMap<string, unknown>> {
  const zip = await fromBufferPromise(Buffer.from(bytes));
  const files = new Map<string, unknown>();
  for await (const entry of zip.eachEntry())
    files.set(entry.fileName, await json(await zip.openReadStreamPromise(entry)));
  return files;
}

const files = await filesOf((await testExporter(Coco)).bytes);
assert.deepEqual([...files.keys()], ["annotations.json", "results.json"]);
const { images, annotations, info } = files.get("annotations.json") as {
  readonly images: readonly { readonly id: string; readonly location: string }[];
  readonly annotations: readonly Linked[];
  readonly info: { readonly description: string };
};
assert.equal(info.description, "Moths of the ridge");
assert.ok(annotations.length > 0);
for (const { image_id } of annotations) assert.ok(images.some(({ id }) => id === image_id));

// #region split
const options = { id_type: "integer", split: "deployment" };
const { bytes, record } = await testExporter(Coco, { options });
// #endregion
assert.equal(record.status, "succeeded");
const split = await filesOf(bytes);
assert.deepEqual([...split.keys()], ["train.json", "train_results.json", "val.json", "val_results.json"]);
const places = ["train.json", "val.json"].map((name) => {
  const { images: pictures } = split.get(name) as { readonly images: readonly { readonly location?: string }[] };
  return new Set(pictures.flatMap(({ location }) => location ?? []));
});
assert.ok([...(places[1] ?? [])].every((station) => !places[0]?.has(station)));
