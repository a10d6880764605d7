import { expect, test } from "vitest";
import { createCocoExporter } from "../../../src/coco.js";
import type { JsonObject } from "../../../src/contracts/json.js";
import type { Occurrence } from "../../../src/occurrences/model/occurrence.js";
import { createPreviewer } from "../../../src/preview/create-previewer.js";
import { BODY, createTestHost, USER } from "../../support/test-host.js";
import { NOCTUA } from "../literal-source.js";
import { detection, runCoco, saidBy, seen, sourceOf } from "./coco-run.js";

const LUNA = { ...NOCTUA, id: 5, name: "Actias luna", parents: [{ id: 3, name: "Saturniidae", rank: "FAMILY" }] };

/** The rows of each list as objects, as far as a preview shows them. */
async function previewOf(rows: readonly Occurrence[], options: JsonObject = {}) {
  const { service } = await createTestHost({ exporter: createCocoExporter({ source: sourceOf(rows) }) });
  const { tables, warnings } = await createPreviewer(service).preview({ ...BODY, options }, { user: USER });
  const lists = (tables ?? []).map(({ name, columns, rows: shown }) => {
    const objects = shown.map((cells) =>
      Object.fromEntries(
        cells.flatMap((cell, index): (readonly [string, unknown])[] =>
          cell === "" ? [] : [[columns[index] ?? "", JSON.parse(cell)]],
        ),
      ),
    );
    return [name ?? "", objects] as const;
  });
  const { images = [], annotations = [], categories = [], results = [] } = Object.fromEntries(lists);
  return {
    ...{ images, annotations, categories, results },
    warnings: (warnings ?? []).map(({ code, count }) => [code, count]),
  };
}

const shared = { id: 4, path: "a/4.jpg" };
const rows = [
  seen(1, { ...saidBy(LUNA), detections: [detection(1, {}, shared)] }),
  seen(2, { detections: [detection(2, {}, shared), detection(3, {}, { width: null })] }),
];

test.each(["text", "integer"])("a preview shows what the file has, with ids that are %s", async (id_type) => {
  const { coco, results, warnings } = await runCoco(createCocoExporter({ source: sourceOf(rows) }), { id_type });
  const { images, annotations, categories } = coco;
  expect(await previewOf(rows, { id_type })).toEqual({ images, annotations, categories, results, warnings });
});

test("a preview shows the first rows of each list, and counts the doubts of all", async () => {
  const many = Array.from({ length: 300 }, (_, index) =>
    seen(index + 1, { ...saidBy(LUNA), detections: [detection(index + 1, {}, { width: index < 30 ? 400 : null })] }),
  );
  const { images, annotations, categories, results, warnings } = await previewOf(many);
  expect([images, annotations, results].map((list) => list.length)).toEqual([20, 20, 20]);
  expect(categories.map(({ name }) => name)).toEqual(["Actias luna", "Noctua pronuba"]);
  expect(warnings).toEqual([["IMAGE_SIZE_UNKNOWN", 270]]);
});

test("a row that cannot be written is a problem of the preview", async () => {
  const { service } = await createTestHost({
    exporter: createCocoExporter({ source: sourceOf([{ ...seen(7), detections: "none" as never }]) }),
  });
  const { problem } = await createPreviewer(service).preview(BODY, { user: USER });
  expect(problem).toMatchObject({ code: "ROW_ENCODING" });
});
