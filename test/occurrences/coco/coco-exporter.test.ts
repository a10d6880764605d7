import { describe, expect, test } from "vitest";
import { createCocoExporter } from "../../../src/coco.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import { NOCTUA } from "../literal-source.js";
import { cocoFaults } from "./coco-faults.js";
import { cocoOf, detection, PROJECT, runCoco, saidBy, seen, sourceOf } from "./coco-run.js";

const LUNA = { ...NOCTUA, id: 5, name: "Actias luna", parents: [{ id: 3, name: "Saturniidae", rank: "FAMILY" }] };

test("is known as a zip", () => {
  const { fileFormat, contentType } = createCocoExporter({ source: sourceOf([]) });
  expect([fileFormat, contentType]).toEqual(["zip", "application/zip"]);
});

test("a label and a prediction, byte for byte", async () => {
  const { files, warnings, record } = await cocoOf([seen(12, saidBy(LUNA))]);
  expect(record.recordCount).toBe(1);
  expect(warnings).toEqual([]);
  expect([...files]).toEqual([
    [
      "annotations.json",
      `{"images":[
{"id":"12","file_name":"night 1/4.jpg","width":400,"height":200,"datetime":"2023-06-18 22:42:20","location":"3","seq_id":"45","license":1,"coco_url":"https://media.example.org/night%201/4.jpg"}
],
"annotations":[
{"id":"12","image_id":"12","category_id":1,"bbox":[10.5,20,100,50],"area":5000,"iscrowd":0,"track_id":"12"}
],
"categories":[{"id":1,"name":"Actias luna","supercategory":"Saturniidae","rank":"SPECIES","taxon_id":"5"},{"id":2,"name":"Noctua pronuba","supercategory":"Noctuidae","rank":"SPECIES","taxon_id":"99"}],
"licenses":[{"id":1,"name":"CC-BY-4.0"}],
"info":{"version":"1.0","description":"Vermont Atlas","contributor":"The Ridge","year":2023,"date_created":"2023-07-01 10:00:00","license":"CC-BY-4.0","citation":"The Ridge (2023). Vermont Atlas."}}
`,
    ],
    [
      "results.json",
      `[
{"image_id":"12","category_id":2,"bbox":[10.5,20,100,50],"score":0.331,"algorithm":"Vermont moths v3"}
]
`,
    ],
  ]);
  expect(cocoFaults(files)).toEqual([]);
});

test("no occurrences make valid files", async () => {
  const { files, coco, results } = await cocoOf([]);
  expect(cocoFaults(files)).toEqual([]);
  expect([coco.images, coco.annotations, coco.categories, results]).toEqual([[], [], [], []]);
});

test("a picture that several occurrences are on comes once", async () => {
  const shared = { id: 4, path: "a/4.jpg" };
  const rows = [1, 2, 3].map((id) => seen(id, { ...saidBy(LUNA), detections: [detection(id, {}, shared)] }));
  const { files, coco } = await cocoOf([...rows, seen(4)]);
  expect(cocoFaults(files)).toEqual([]);
  expect(coco.images.map(({ id }) => id)).toEqual(["4"]);
  expect(coco.images[0]?.file_name).toBe("a/4.jpg");
  expect(coco.annotations.map(({ id, image_id: image }) => [id, image])).toEqual([
    ["1", "4"],
    ["2", "4"],
    ["3", "4"],
  ]);
});

test("a detection that two occurrences share has two annotations with names of their own", async () => {
  const shared = saidBy(LUNA);
  const { files, coco } = await cocoOf([1, 2].map((id) => seen(id, { ...shared, detections: [detection(7)] })));
  expect(cocoFaults(files)).toEqual([]);
  expect(coco.annotations.map(({ id }) => id)).toEqual(["7", "7-2"]);
});

describe("a box", () => {
  test.each([
    ["with its corners in another order", { bbox: [110.5, 70, 10.5, 20] }, {}, [10.5, 20, 100, 50]],
    ["as large as its picture", { bbox: [0, 0, 400, 200] }, {}, [0, 0, 400, 200]],
    ["of fractions", { bbox: [0.1, 0.2, 0.4, 0.9] }, {}, [0.1, 0.2, 0.3, 0.7]],
    ["on a picture without a width", {}, { width: null }, "IMAGE_SIZE_UNKNOWN"],
    ["on a picture without a height", {}, { height: null }, "IMAGE_SIZE_UNKNOWN"],
    ["on a picture of no width", {}, { width: 0 }, "IMAGE_SIZE_UNKNOWN"],
    ["that ends beside its picture", { bbox: [0, 0, 400.5, 200] }, {}, "BOX_OUTSIDE_IMAGE"],
    ["that begins beside its picture", { bbox: [0, -1, 400, 200] }, {}, "BOX_OUTSIDE_IMAGE"],
    ["of three numbers", { bbox: [0, 0, 4] }, {}, "BOX_OUTSIDE_IMAGE"],
    ["with a gap", { bbox: [0, null, 4, 5] }, {}, "BOX_OUTSIDE_IMAGE"],
    ["of no width", { bbox: [4, 0, 4, 5] }, {}, "BOX_OUTSIDE_IMAGE"],
    ["that is no number", { bbox: [NaN, 0, 4, 5] }, {}, "BOX_OUTSIDE_IMAGE"],
  ])("%s", async (_name, changes, capture, expected) => {
    const row = seen(1, { ...saidBy(LUNA), detections: [detection(1, changes, capture)] });
    const { files, coco, results, warnings } = await cocoOf([row]);
    const isBox = typeof expected !== "string";
    expect(cocoFaults(files)).toEqual([]);
    expect(coco.annotations.map(({ bbox }) => bbox)).toEqual([isBox ? expected : undefined]);
    expect(results.map(({ bbox }) => bbox)).toEqual(isBox ? [expected] : []);
    expect(warnings).toEqual(isBox ? [] : [[expected, 1]]);
  });

  test("that is a marker without a box shows nothing", async () => {
    const { coco, warnings } = await cocoOf([seen(1, { ...saidBy(LUNA), detections: [detection(1, { bbox: null })] })]);
    expect([coco.images, coco.annotations, warnings]).toEqual([[], [], []]);
  });
});

test("detections without a picture, or without a score, are counted", async () => {
  const unscored = detection(2).classifications.map((one) => ({ ...one, score: null }));
  const rows = [
    seen(1, { detections: [detection(1, { capture: null })] }),
    seen(2, { detections: [detection(2, { classifications: unscored })] }),
    seen(3, { detections: [detection(3, { classifications: [] })] }),
  ];
  const { files, coco, results, warnings } = await cocoOf(rows);
  expect(cocoFaults(files)).toEqual([]);
  expect([coco.images.length, results]).toEqual([2, []]);
  expect(warnings).toEqual([
    ["DETECTION_WITHOUT_IMAGE", 1],
    ["SCORE_MISSING", 1],
  ]);
});

test("an occurrence without an identification has no annotation, nor one whose identification has no taxon", async () => {
  const { files, coco, results } = await cocoOf([seen(1), seen(2, saidBy(null))]);
  expect(cocoFaults(files)).toEqual([]);
  expect([coco.images.length, coco.annotations.length, results.length]).toEqual([2, 0, 2]);
});

test("taxa of one name are told apart", async () => {
  const rows = [1, 2, 3].map((id) => seen(id, saidBy({ ...LUNA, id: id + 10 })));
  const { files, coco } = await cocoOf(rows);
  expect(cocoFaults(files)).toEqual([]);
  expect(coco.categories.map(({ name }) => name)).toEqual([
    ...["Actias luna", "Actias luna [12]", "Actias luna [13]"],
    "Noctua pronuba",
  ]);
});

test("members that the source does not know are absent; a month alone is no datetime", async () => {
  const capture = { url: null, timestamp: "2023-06", width: null, height: null };
  const { files, coco } = await cocoOf([
    seen(1, { event: null, deployment: null, detections: [detection(1, {}, capture)] }),
  ]);
  expect(coco.images).toEqual([{ id: "1", file_name: "capture-1", license: 1 }]);
  expect(cocoFaults(files)).toEqual([]);
});

test("the dataset is the host's, else the project's; no address of a person is shown", async () => {
  const source = sourceOf([seen(1)], { license: null, rightsHolder: "ada@example.org", ownerName: null });
  const { coco: bare } = await runCoco(createCocoExporter({ source }));
  expect(bare.info).toEqual({
    ...{ version: "1.0", description: "Vermont Atlas", year: 2023, date_created: "2023-07-01 10:00:00" },
    citation: "(2023). Vermont Atlas.",
  });
  expect([bare.licenses, bare.images[0]?.license]).toEqual([[], undefined]);
  const url = "https://creativecommons.org/licenses/by/4.0/";
  const dataset = { title: "Moths", license: url, contributor: "Ridge", citation: "Cite us.", version: "3" };
  const { coco } = await cocoOf([seen(1)], { dataset });
  expect(coco.info).toMatchObject({ version: "3", description: "Moths", contributor: "Ridge", citation: "Cite us." });
  expect(coco.licenses).toEqual([{ id: 1, name: url, url }]);
});

describe("ids as integers", () => {
  test("count pictures and annotations from 1, and references follow", async () => {
    const rows = [30, 20, 10].map((id) =>
      seen(id, { ...saidBy(LUNA), detections: [detection(id, {}, { id: 4 + id })] }),
    );
    const { files, coco, results } = await runCoco(createCocoExporter({ source: sourceOf(rows) }), {
      id_type: "integer",
    });
    expect(cocoFaults(files, "number")).toEqual([]);
    expect(coco.images.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(coco.annotations.map(({ id, image_id: image, track_id: track }) => [id, image, track])).toEqual([
      [1, 1, "30"],
      [2, 2, "20"],
      [3, 3, "10"],
    ]);
    expect(results.map(({ image_id: image }) => image)).toEqual([1, 2, 3]);
  });

  test("are no other value", async () => {
    const exporter = createCocoExporter({ source: sourceOf([]) });
    await expect(testExporter(exporter, { options: { id_type: "number" } })).rejects.toMatchObject({
      code: "INVALID_OPTIONS",
    });
  });
});

describe("a split", () => {
  const at = (station: number) => ({ ...PROJECT, id: station, latitude: null, longitude: null });
  const rows = Array.from({ length: 200 }, (_, index) =>
    seen(index + 1, { ...saidBy(index % 2 ? LUNA : NOCTUA), deployment: at(index % 40) }),
  );

  test("has no station in both files, and about the share that was asked for", async () => {
    for (const [validationShare, from, to] of [
      [0.2, 10, 80],
      [0.5, 60, 140],
    ] as const) {
      const exporter = createCocoExporter({ source: sourceOf(rows), validationShare });
      const { files, warnings } = await runCoco(exporter, { split: "deployment" });
      expect([...files.keys()]).toEqual(["train.json", "train_results.json", "val.json", "val_results.json"]);
      expect(cocoFaults(files)).toEqual([]);
      const [train, val] = ["train.json", "val.json"].map(
        (name) => (JSON.parse(files.get(name) ?? "") as { images: unknown[] }).images.length,
      );
      expect(Number(train) + Number(val)).toBe(200);
      expect(val).toBeGreaterThan(from);
      expect(val).toBeLessThan(to);
      expect(warnings).toEqual([]);
    }
  });

  test("keeps a station where it was when others are added", async () => {
    const stationsOf = async (given: typeof rows) => {
      const { files } = await runCoco(createCocoExporter({ source: sourceOf(given) }), { split: "deployment" });
      const { images } = JSON.parse(files.get("val.json") ?? "") as { images: { location: string }[] };
      return new Set(images.map(({ location }) => location));
    };
    const few = await stationsOf(rows.filter(({ deployment }) => Number(deployment?.id) < 20));
    const all = await stationsOf(rows);
    expect(few).toEqual(new Set([...all].filter((station) => Number(station) < 20)));
  });

  test("keeps sensitive stations, and pictures without one, out of val", async () => {
    const protection = { informationWithheld: "the place", dataGeneralizations: "a grid" };
    const given = rows.map((row, index) =>
      index % 2 ? { ...row, protection } : { ...row, deployment: null, event: null },
    );
    const { files } = await runCoco(createCocoExporter({ source: sourceOf(given) }), { split: "deployment" });
    expect(JSON.parse(files.get("val.json") ?? "")).toMatchObject({ images: [], annotations: [] });
    expect(cocoFaults(files)).toEqual([]);
  });

  test("of one station says that a file is empty", async () => {
    const exporter = createCocoExporter({ source: sourceOf([seen(1)]) });
    const { files, warnings } = await runCoco(exporter, { split: "deployment" });
    expect(warnings).toEqual([["SPLIT_EMPTY", 1]]);
    expect(cocoFaults(files)).toEqual([]);
  });

  test.each([0, 1, NaN])("of the share %d is refused when it is made", (validationShare) => {
    expect(() => createCocoExporter({ source: sourceOf([]), validationShare })).toThrow(/validationShare/);
  });
});

test("the fixture of the contract makes a file without a fault, and the same bytes whatever the batch", async () => {
  const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, { mediaUrl: "https://media.example.org/" });
  const whole = await runCoco(createCocoExporter({ source }));
  expect(cocoFaults(whole.files)).toEqual([]);
  expect(whole.coco.images.length).toBeGreaterThan(1);
  const single = await runCoco(createCocoExporter({ source, batchSize: 1 }));
  expect(single.bytes.equals(whole.bytes)).toBe(true);
});

test("a row that cannot be written is left out with everything it has, or ends the export", async () => {
  const [found] = detection(2).classifications;
  const algorithm = { id: 1, name: Symbol("no text") as never };
  const broken = seen(2, {
    detections: [detection(2, { classifications: [{ ...found, ...{ algorithm } }] as never })],
  });
  const { coco, record } = await cocoOf([seen(1), broken], { rowErrors: "skip" });
  expect(coco.images.map(({ id }) => id)).toEqual(["1"]);
  expect(record.warnings).toMatchObject([{ code: "ROWS_SKIPPED", count: 1 }]);
  await expect(cocoOf([broken])).rejects.toThrow(/ROW_ENCODING/);
});
