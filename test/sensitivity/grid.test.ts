import { describe, expect, it } from "vitest";
import { gridPoint, snapOutwards } from "../../src/sensitivity/grid.js";

describe("a grid point", () => {
  it.each([
    [51.498765, 4.761234, 0.1, 51.45, 4.75],
    [51.498765, 4.761234, 0.01, 51.495, 4.765],
    [51.498765, 4.761234, 0.001, 51.4985, 4.7615],
    [0.29, 0.7, 0.01, 0.295, 0.705],
    [-0.05, -33.3, 0.1, -0.05, -33.25],
    [90, 180, 0.1, 89.95, 179.95],
    [-90, -180, 0.1, -89.95, -179.95],
    [0, 0, 0.1, 0.05, 0.05],
  ])("of %d, %d on a grid of %d degrees is the centre of its cell", (latitude, longitude, size, north, east) => {
    expect(gridPoint({ latitude, longitude }, size)).toMatchObject({ latitude: north, longitude: east });
  });

  it.each([
    [0, 0.1, 15_691],
    [30, 0.1, 14_697],
    [60, 0.1, 12_461],
    [85, 0.1, 11_211],
  ])("at latitude %d has the uncertainty of Chapman 2020, to the latitude of its centre", (latitude, size, metres) => {
    const { uncertaintyInMeters } = gridPoint({ latitude: latitude - 0.04, longitude: 5 }, size);
    expect(Math.abs(uncertaintyInMeters - metres)).toBeLessThan(12);
  });

  it("is the same for every place of a cell, to the last digit", () => {
    const points = [51.4, 51.41, 51.4567, 51.4999999].map((latitude) => gridPoint({ latitude, longitude: 4.7 }, 0.1));
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(1);
  });
});

describe("a box", () => {
  it("is widened to whole cells, and no farther than the globe", () => {
    const box = { west: 4.75, south: 51.45, east: 5.123, north: 89.99 };
    expect(snapOutwards(box, 0.1)).toEqual({ west: 4.7, south: 51.4, east: 5.2, north: 90 });
  });

  it("of whole cells stays as it is", () => {
    const box = { west: 179.3, south: -0.3, east: -178.6, north: 0.7 };
    expect(snapOutwards(box, 0.1)).toEqual(box);
  });
});
