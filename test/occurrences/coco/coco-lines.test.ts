import { expect, test } from "vitest";
import { annotationLine, idOf, imageLine, partsOf, rowText } from "../../../src/occurrences/coco/coco-lines.js";

const IDS = ["7", "07", "0", "", " 7", 'a "quoted"\tid\n', "9007199254740993", "é🦋", "1e3"];

test.each(IDS)("a line of the spool gives the id %j back, and the row as JSON has it", (id) => {
  const image = { id, file_name: `night\t${id}.jpg`, width: 640, seq_id: "3" };
  const line = imageLine(image);
  expect(line).not.toContain("\n");
  const [part = "", rest = ""] = partsOf(line);
  expect(String(idOf(part))).toBe(id);
  expect(rowText({ id: part }, rest)).toBe(JSON.stringify(image));
  expect(rowText({ id: 1 }, rest)).toBe(JSON.stringify({ ...image, id: 1 }));
});

test("different ids stay different, however alike they are", () => {
  expect(new Set(IDS.map((id) => idOf(JSON.stringify(id)))).size).toBe(IDS.length);
});

test("an annotation keeps the order of its members", () => {
  const annotation = { id: "a", image_id: "b", category_id: 4, iscrowd: 0, track_id: "c" } as const;
  const [id = "", image = "", category = "", rest = ""] = partsOf(annotationLine(annotation));
  expect(rowText({ id, image_id: image, category_id: category }, rest)).toBe(JSON.stringify(annotation));
});
