import { afterAll, beforeAll, describe } from "vitest";
import { buildPackage, type BuiltPackage } from "./build-package.js";
import { testConsumers } from "./consumer-checks.js";
import { testCopies } from "./copy-checks.js";
import { testDoors } from "./door-checks.js";
import { testExamples } from "./example-checks.js";
import { testTarball } from "./tarball-checks.js";

const PATIENCE_MS = 300_000;

let built: BuiltPackage | undefined;

beforeAll(async () => {
  built = await buildPackage();
}, PATIENCE_MS);

afterAll(async () => {
  await built?.[Symbol.asyncDispose]();
});

describe("the package", { timeout: PATIENCE_MS }, () => {
  testTarball(theBuilt);
  testDoors(theBuilt);
  testCopies(theBuilt);
  testConsumers(theBuilt);
  testExamples(theBuilt);
});

function theBuilt(): BuiltPackage {
  if (built === undefined) throw new Error("The package is not built yet.");
  return built;
}
