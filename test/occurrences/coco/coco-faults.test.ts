import { expect, test } from "vitest";
import { cocoFaults } from "./coco-faults.js";

const IMAGE = { id: "1", file_name: "1.jpg", width: 40, height: 30, datetime: "2023-06-18 22:42:20", location: "3" };
const LABEL = { id: "9", image_id: "1", category_id: 1, bbox: [0, 0, 4, 5], area: 20, iscrowd: 0 };
const FILE = {
  images: [{ ...IMAGE, license: 1 }],
  annotations: [LABEL],
  categories: [{ id: 1, name: "Actias luna" }],
  licenses: [{ id: 1, name: "CC0" }],
  info: { version: "1.0", description: "Moths" },
};
const RESULT = { image_id: "1", category_id: 1, bbox: [0, 0, 4, 5], score: 0.5 };

function faultsOf(changes: object, results: readonly object[] = [RESULT]): string[] {
  const text = JSON.stringify({ ...FILE, ...changes });
  return cocoFaults(
    new Map([
      ["annotations.json", text],
      ["results.json", JSON.stringify(results)],
    ]),
  );
}

test("a file without a fault", () => expect(faultsOf({})).toEqual([]));

test.each<[string, object, string]>([
  ["an image twice", { images: [IMAGE, IMAGE] }, "image 1 comes twice"],
  ["an image with a number for an id", { images: [IMAGE, { ...IMAGE, id: 2 }] }, "image 2 has an id of another type"],
  ["an image without a file", { images: [{ ...IMAGE, file_name: "" }] }, "a member of another type"],
  ["an image with a number for a place", { images: [{ ...IMAGE, location: 3 }] }, "a member of another type"],
  ["an image without a width", { images: [{ ...IMAGE, width: undefined }] }, "a size that is none"],
  ["an image with a datetime of another form", { images: [{ ...IMAGE, datetime: "18.6.2023" }] }, "a datetime"],
  ["a licence that does not exist", { images: [{ ...IMAGE, license: 2 }] }, "a license that does not exist"],
  ["an annotation twice", { annotations: [LABEL, LABEL] }, "annotation 9 comes twice"],
  ["an annotation with a number for an id", { annotations: [{ ...LABEL, id: 9 }] }, "an id of another type"],
  ["an annotation of no image", { annotations: [{ ...LABEL, image_id: "2" }] }, "image 2 is missing"],
  ["an annotation of no category", { annotations: [{ ...LABEL, category_id: 2 }] }, "category 2 is missing"],
  ["an annotation of another area", { annotations: [{ ...LABEL, area: 21 }] }, "another area"],
  ["an annotation without iscrowd", { annotations: [{ ...LABEL, iscrowd: undefined }] }, "no iscrowd"],
  ["a box of corners", { annotations: [{ ...LABEL, bbox: [30, 20, 35, 25] }] }, "a box is outside its image"],
  ["a box of texts", { annotations: [{ ...LABEL, bbox: ["0", 0, 4, 5] }] }, "a box is not four numbers"],
  ["a category twice", { categories: [...FILE.categories, ...FILE.categories] }, "category 1 comes twice"],
  ["a name twice", { categories: [...FILE.categories, { id: 2, name: "Actias luna" }] }, "category Actias luna comes"],
  ["a category that nothing uses", { categories: [...FILE.categories, { id: 2, name: "x" }] }, "x is not used"],
  ["a category of the number 0", { categories: [{ id: 0, name: "x" }] }, "category 0 is of another type"],
  ["info without a version", { info: { description: "Moths" } }, "info lacks"],
])("%s is found", (_name, changes, fault) => {
  expect(faultsOf(changes).join("; ")).toContain(fault);
});

test.each<[string, object, string]>([
  ["without a score", { score: null }, "no score"],
  ["with a score of percents", { score: 50 }, "no score"],
  ["of no image", { image_id: "7" }, "image 7 is missing"],
  ["of no category", { category_id: 7 }, "category 7 is missing"],
  ["without a box", { bbox: undefined }, "not four numbers"],
  ["outside its image", { bbox: [38, 0, 4, 5] }, "outside its image"],
])("a result %s is found", (_name, changes, fault) => {
  expect(faultsOf({}, [{ ...RESULT, ...changes }]).join("; ")).toContain(fault);
});

test("a station in two files is found", () => {
  const val = { ...FILE, images: [{ ...IMAGE, id: "2" }], annotations: [] };
  const files = [FILE, val].flatMap((file, index): [string, string][] => [
    [["train.json", "val.json"][index] ?? "", JSON.stringify(file)],
    [["train_results.json", "val_results.json"][index] ?? "", "[]"],
  ]);
  expect(cocoFaults(new Map(files))).toEqual(["location 3 is in both files"]);
});
