import assert from "node:assert/strict";
import { json } from "node:stream/consumers";
import { openArchiveFile } from "./read-archive.js";

interface Linked {
  readonly image_id: string;
  readonly category_id: number;
}

interface Coco {
  readonly images: readonly { readonly id: string }[];
  readonly annotations: readonly Linked[];
  readonly categories: readonly { readonly id: number }[];
}

/** Reads a COCO zip: each picture must be there once, and each label and prediction must be of a picture and of a category. */
export async function linkedPictures(path: string): Promise<string> {
  const { images, annotations, categories } = await readJson<Coco>(path, "annotations.json");
  const results = await readJson<readonly Linked[]>(path, "results.json");
  const known = new Set(images.map(({ id }) => id));
  const names = new Set(categories.map(({ id }) => id));
  assert.equal(known.size, images.length, "a picture is there twice");
  for (const { image_id: image, category_id: category } of [...annotations, ...results])
    assert.ok(known.has(image) && names.has(category), "a label or prediction leads nowhere");
  return `JSON.parse reads ${images.length} pictures, ${annotations.length} labels and ${results.length} predictions of them`;
}

async function readJson<Value>(path: string, name: string): Promise<Value> {
  const file = await openArchiveFile(path, name);
  assert.ok(file !== null, `the zip has no ${name}`);
  return (await json(file)) as Value;
}
