import { afterAll, beforeAll, describe } from "vitest";
import { findNode, LATER_NODES } from "../nodes/find-node.js";
import { absent } from "../support/absent.js";
import { buildPackage, type BuiltPackage } from "./build-package.js";
import { testConsumers } from "./consumer-checks.js";
import { testCopies } from "./copy-checks.js";
import { testDoors } from "./door-checks.js";
import { testExamples } from "./example-checks.js";
import { testInit } from "./init-checks.js";
import { testUnderJest } from "./jest-checks.js";
import { onLaterNode } from "./on-later-node.js";
import { testTarball } from "./tarball-checks.js";

const PATIENCE_MS = 300_000;

let built: BuiltPackage | undefined;

beforeAll(async () => {
  built = await buildPackage();
}, PATIENCE_MS);

afterAll(async () => {
  await built?.[Symbol.asyncDispose]();
});

const LATER = LATER_NODES.map((major) => {
  const node = findNode(major);
  return { major, node, missing: absent(`Node ${major} (\`npm run test:nodes\` installs it)`, node !== null) };
});

describe("the package", { timeout: PATIENCE_MS }, () => {
  testTarball(theBuilt);
  testDoors(theBuilt);
  testCopies(theBuilt);
  testConsumers(theBuilt);
  testUnderJest(theBuilt);
  testInit(theBuilt);
  testExamples(theBuilt);

  for (const { major, node, missing } of LATER) {
    describe.skipIf(missing !== null)(`on Node ${major} with the later Kysely`, () => {
      let later: BuiltPackage | undefined;
      beforeAll(async () => {
        later = await onLaterNode(theBuilt(), node ?? "");
      });
      afterAll(() => later?.[Symbol.asyncDispose]());
      const theLater = (): BuiltPackage => later ?? theBuilt();

      testCopies(theLater);
      testConsumers(theLater);
      testExamples(theLater);
    });
  }
});

function theBuilt(): BuiltPackage {
  if (built === undefined) throw new Error("The package is not built yet.");
  return built;
}
