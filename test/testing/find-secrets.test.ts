import { expect, test } from "vitest";
import { findSecrets } from "../../src/testing/sensitivity-suite/find-secrets.js";

/** In the cell whose centre is 45.55, -72.55. */
const SECRETS = { points: [{ latitude: 45.5102, longitude: -72.5549 }], texts: [], ids: [], category: 0.1 } as const;

test.each([["-72.5549"], ["45.5102"], ["45,51"], ["72.555"], ["-72.554"]])("%s is a secret coordinate", (text) => {
  expect(findSecrets(text, SECRETS)).not.toEqual([]);
});

test("the centre of the grid cell is public, though a coordinate cut after two digits has its digits", () => {
  expect(findSecrets("45.55\t-72.55", SECRETS)).toEqual([]);
  expect(findSecrets("-72.55", { ...SECRETS, category: "withheld" })).toEqual(["72.55"]);
});
