import { expect, test } from "vitest";
import { GeoPoints } from "../../src/parquet/geo-points.js";

const at = { longitude: { index: 0, type: "float" }, latitude: { index: 1, type: "float" } } as const;
const pointOf = (points: GeoPoints, x: number, y: number): Uint8Array => {
  const point = points.pointOf([x, y]);
  if (point === null || point === undefined) throw new TypeError("There is no point.");
  return point;
};

test("rows that follow each other at one place share a point, and each has the point of its own place", () => {
  const points = new GeoPoints(at);
  const places = [
    [-72.5, 45.5],
    [-72.5, 45.5],
    [-72.5, 45],
    [45.5, 45],
    [-72.5, 45.5],
  ] as const;
  const made = places.map(([x, y]) => pointOf(points, x, y));
  expect(made[1]).toBe(made[0]);
  const read = made.map(({ buffer }) => [5, 13].map((offset) => new DataView(buffer).getFloat64(offset, true)));
  expect(read).toEqual(places);
});
