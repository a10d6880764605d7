type Row = Readonly<Record<string, unknown>>;
type Rows = readonly Row[];

/** A COCO file as it is parsed. */
export interface CocoJson {
  readonly images: Rows;
  readonly annotations: Rows;
  readonly categories: Rows;
  readonly licenses: Rows;
  readonly info: Row;
}

/**
 * What is wrong with the files of a COCO export, by the rules of the COCO Camera Traps format and of COCO's results: types of members, ids
 * that come twice, references that lead nowhere, boxes outside their pictures, categories that nothing uses, stations in two files.
 */
export function cocoFaults(files: ReadonlyMap<string, string>, ids: "string" | "number" = "string"): string[] {
  const names = [...files.keys()].filter((name) => !name.endsWith("results.json"));
  const parsed = names.map((name) => JSON.parse(files.get(name) ?? "") as CocoJson);
  const results = names.map((name) => resultsOf(files, name));
  const used = new Set([...parsed.flatMap(({ annotations }) => annotations), ...results.flat()].map(categoryOf));
  return [
    ...names.flatMap((name, index) => {
      const file = parsed[index];
      return file === undefined ? [] : fileFaults(file, results[index] ?? [], ids).map((fault) => `${name}: ${fault}`);
    }),
    ...(parsed[0]?.categories ?? [])
      .filter(({ id }) => !used.has(id))
      .map(({ name }) => `category ${name} is not used`),
    ...shared(parsed, "location"),
    ...shared(parsed, "id"),
  ];
}

function resultsOf(files: ReadonlyMap<string, string>, name: string): Rows {
  const text = files.get(name === "annotations.json" ? "results.json" : name.replace(".json", "_results.json"));
  return JSON.parse(text ?? "null") as Rows;
}

const categoryOf = ({ category_id: id }: Row): unknown => id;

function fileFaults(file: CocoJson, results: Rows, ids: "string" | "number"): string[] {
  const { images, annotations, categories, licenses, info } = file;
  const known = new Map(images.map((image) => [image.id, image]));
  const references = {
    images: known,
    categories: new Set(categories.map(({ id }) => id)),
  };
  return [
    ...(typeof info.version === "string" && typeof info.description === "string"
      ? []
      : ["info lacks what it must have"]),
    ...twice(images, "id").map((id) => `image ${id} comes twice`),
    ...twice(annotations, "id").map((id) => `annotation ${id} comes twice`),
    ...[...twice(categories, "id"), ...twice(categories, "name")].map((id) => `category ${id} comes twice`),
    ...images.flatMap((image) => imageFaults(image, new Set(licenses.map(({ id }) => id)), ids)),
    ...annotations.flatMap((row) => [
      ...(typeof row.id === ids ? [] : [`annotation ${row.id} has an id of another type`]),
      ...(row.iscrowd === 0 ? [] : [`annotation ${row.id} has no iscrowd`]),
      ...(row.bbox === undefined ? [] : boxFaults(row, known.get(row.image_id))),
      ...(row.bbox === undefined || isClose(row.area, areaOf(row)) ? [] : [`annotation ${row.id} has another area`]),
      ...referenceFaults(row, references),
    ]),
    ...categories.flatMap(({ id, name }) =>
      Number.isInteger(id) && Number(id) > 0 && typeof name === "string" ? [] : [`category ${id} is of another type`],
    ),
    ...results.flatMap((row) => [
      ...(typeof row.score === "number" && row.score >= 0 && row.score <= 1 ? [] : ["a result has no score"]),
      ...boxFaults(row, known.get(row.image_id)),
      ...referenceFaults(row, references),
    ]),
  ];
}

function imageFaults(image: Row, licenses: ReadonlySet<unknown>, ids: "string" | "number"): string[] {
  const { id, file_name: file, width, height, datetime, license } = image;
  const texts = [file, image.location ?? "", image.seq_id ?? "", image.coco_url ?? ""];
  const sizes = [width, height].filter((size) => Number.isInteger(size) && Number(size) > 0).length;
  return [
    ...(typeof id === ids ? [] : [`image ${id} has an id of another type`]),
    ...(texts.every((text) => typeof text === "string") && file !== ""
      ? []
      : [`image ${id} has a member of another type`]),
    ...(sizes === 2 || (width === undefined && height === undefined) ? [] : [`image ${id} has a size that is none`]),
    ...(datetime === undefined || /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d\S*)?$/.test(String(datetime))
      ? []
      : [`image ${id} has a datetime that is none`]),
    ...(license === undefined || licenses.has(license) ? [] : [`image ${id} has a license that does not exist`]),
  ];
}

function boxFaults({ bbox }: Row, image: Row | undefined): string[] {
  const numbers = Array.isArray(bbox) ? (bbox as readonly unknown[]) : [];
  if (numbers.length !== 4 || numbers.some((side) => typeof side !== "number")) return ["a box is not four numbers"];
  const [x, y, width, height] = numbers as readonly [number, number, number, number];
  const [right, bottom] = [Number(image?.width) + 1e-5, Number(image?.height) + 1e-5];
  const isWithin = x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= right && y + height <= bottom;
  return isWithin ? [] : ["a box is outside its image"];
}

function referenceFaults(
  row: Row,
  { images, categories }: { images: ReadonlyMap<unknown, Row>; categories: ReadonlySet<unknown> },
): string[] {
  return [
    ...(images.has(row.image_id) ? [] : [`image ${row.image_id} is missing`]),
    ...(categories.has(row.category_id) ? [] : [`category ${row.category_id} is missing`]),
  ];
}

function areaOf({ bbox }: Row): number {
  const [, , width = 0, height = 0] = bbox as readonly number[];
  return width * height;
}

function isClose(a: unknown, b: number): boolean {
  return typeof a === "number" && Math.abs(a - b) < 1e-3;
}

function twice(rows: Rows, member: string): unknown[] {
  const values = rows.map((row) => row[member]);
  return values.filter((value, index) => values.indexOf(value) !== index);
}

function shared(files: readonly CocoJson[], member: "location" | "id"): string[] {
  const [train, val] = files;
  if (train === undefined || val === undefined) return [];
  const own = new Set(train.images.map((image) => image[member]));
  const both = val.images.filter((image) => typeof image[member] === "string" && own.has(image[member]));
  return both.map((image) => `${member} ${String(image[member])} is in both files`);
}
