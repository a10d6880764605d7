import { describe, expect, it } from "vitest";
import { sensitivityLeakSuite } from "../../src/testing/sensitivity-suite/sensitivity-leak-suite.js";
import { failingTests } from "./failing-tests.js";
import { EXPORTERS, leakFixture } from "./leak-fixture.js";

// The other modes and shapes are in the services test.
describe.each(EXPORTERS.filter(([name]) => name !== "archive of occurrences"))(
  "the leak suite over %s",
  (_name, create) => {
    sensitivityLeakSuite({
      test: it,
      create: () => ({ ...leakFixture(create, "detach"), filters: [{}, { taxon_id: 41 }] }),
    });
  },
);

describe("the leak suite", () => {
  it("fails where the policy is off", async () => {
    const [, create] = EXPORTERS[0] ?? [];
    if (create === undefined) throw new TypeError("There is no exporter.");
    const failed = await failingTests((test) =>
      sensitivityLeakSuite({ test, create: () => ({ ...leakFixture(create, "detach"), exporter: create(undefined) }) }),
    );
    expect(failed).toContain("no part of an export shows a secret, whatever its filters");
    expect(failed).toContain("a filter by a sensitive place finds nothing");
  });
});
