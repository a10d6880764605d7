import { gridPoint, type Point } from "../../sensitivity/grid.js";
import type { SensitiveSecrets } from "./sensitivity-fixture.js";

/**
 * Finds the secrets in a text: coordinates at any precision that is finer than the policy's, texts as they are or
 * escaped, ids.
 */
export function findSecrets(text: string, { points, texts, ids, category }: SensitiveSecrets): readonly string[] {
  const lower = text.toLowerCase();
  const numbers = new Set(lower.match(/\d+(?:[.,]\d+)?/g) ?? []);
  const coordinates = points.flatMap((point) => coordinateTexts(point, category === "withheld" ? 1 : category));
  return [
    ...coordinates.filter((one) => numbers.has(one) || numbers.has(one.replace(".", ","))),
    ...texts.filter((one) => spellings(one).some((spelling) => lower.includes(spelling))),
    ...ids.map(String).filter((id) => (/^\d+$/.test(id) ? numbers.has(id) : lower.includes(id.toLowerCase()))),
  ];
}

/** The numbers of a text that lie within a cell's width of a secret coordinate. */
export function numbersNear(text: string, { points, category }: SensitiveSecrets): ReadonlySet<number> {
  const width = category === "withheld" ? 0.1 : category;
  const exact = points.flatMap(({ latitude, longitude }) => [Math.abs(latitude), Math.abs(longitude)]);
  const numbers = (text.match(/\d+\.\d{2,}/g) ?? []).map(Number);
  return new Set(numbers.filter((number) => exact.some((one) => Math.abs(number - one) < width)));
}

/** Cut and rounded, to each number of digits from the first that is finer than the grid; without the centre of the cell, which is public. */
function coordinateTexts({ latitude, longitude }: Point, size: number): readonly string[] {
  const centre = gridPoint({ latitude, longitude }, size);
  const isPublic = (text: string) =>
    size < 1 && [centre.latitude, centre.longitude].some((degrees) => text === `${Math.abs(degrees)}`);
  const coarse = size === 1 ? 0 : String(size).length - 2;
  return [latitude, longitude].flatMap((degrees) => {
    const digits = String(Math.abs(degrees));
    const places = (digits.split(".")[1] ?? "").length;
    const precisions = Array.from({ length: Math.max(places - coarse, 0) }, (_, index) => coarse + 1 + index);
    const found = precisions.flatMap((precision) => [
      digits.slice(0, digits.length - places + precision),
      Math.abs(degrees).toFixed(precision),
    ]);
    return found.filter((text, index) => !isPublic(text) && !text.endsWith("0") && found.indexOf(text) === index);
  });
}

function spellings(text: string): readonly string[] {
  const slug = text.replace(/[^\p{L}\p{N}]+/gu, "-");
  const xml = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  return [text, encodeURI(text), encodeURIComponent(text), slug, slug.replaceAll("-", "_"), xml].map((one) =>
    one.toLowerCase(),
  );
}
