import { describe, it } from "vitest";
import { sensitivityLeakSuite } from "../../src/testing/sensitivity-suite/sensitivity-leak-suite.js";
import { EXPORTERS, leakFixture } from "./leak-fixture.js";

for (const mode of ["detach", "event", "dataset"] as const)
  describe.each(EXPORTERS)(`the leak suite in the mode ${mode} over %s`, (_name, create) => {
    sensitivityLeakSuite({ test: it, create: () => leakFixture(create, mode) });
  });
