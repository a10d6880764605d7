import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { ExporterClass } from "../../src/contracts/exporter.js";
import type { FilterBackend } from "../../src/contracts/filter-backend.js";
import { createSensitivityPolicy } from "../../src/sensitivity/create-sensitivity-policy.js";
import type { SensitivityPolicyOptions } from "../../src/sensitivity/policy-options.js";
import type { SensitivityPolicy } from "../../src/sensitivity/sensitivity-policy.js";
import type { SensitivityFixture } from "../../src/testing/sensitivity-suite/sensitivity-fixture.js";
import { sensitivityLeakSuite } from "../../src/testing/sensitivity-suite/sensitivity-leak-suite.js";
import type { Sighting } from "../dwca/exporter/meadow.js";
import { failingTests } from "../testing/failing-tests.js";

/** Visit "hide" is secret by one animal; "again" is another visit of the same place; "open" is public. */
export const VISITS: readonly Sighting[] = [
  { id: 71, visit: "again-1848", day: "2024-06-11", species: "Aglais io", latitude: 47.251234, photos: ["harm/1.jpg"] },
  {
    ...{ id: 72, visit: "hide-1848", day: "2024-06-18", species: "Parnassius apollo" },
    ...{ latitude: 47.251234, photos: ["secret/2.jpg"] },
  },
  {
    ...{ id: 74, visit: "open-1848", day: "2024-07-02", species: "Vanessa cardui" },
    ...{ latitude: 46.9051, photos: ["open/4.jpg", "secret/2.jpg"] },
  },
];

export const byVisit: FilterBackend<(row: Sighting) => boolean> = {
  schema: z.object({ visit: z.string().optional() }),
  apply: (query, { visit }) => (visit === undefined ? query : (row) => query(row) && row.visit === visit),
  resolve: async ({ visit }) => ({ display: { visit: `Visit of Oak 14: ${String(visit)}` }, issues: [] }),
};

export function policyOf(changes: Partial<SensitivityPolicyOptions> = {}) {
  const secret = "a secret of more than thirty-two characters";
  return createSensitivityPolicy({ taxa: [{ name: "Parnassius apollo" }], secret, ...changes });
}

/** The leak suite over a package of {@link VISITS}, and that it fails without a policy. */
export function leakSuiteOver(name: string, exporter: (policy: SensitivityPolicy | undefined) => ExporterClass): void {
  const fixture = (policy: SensitivityPolicy | undefined): SensitivityFixture => ({
    exporter: exporter(policy),
    unprotected: exporter(undefined),
    secrets: {
      points: [{ latitude: 47.251234, longitude: 8.151234 }],
      texts: ["Oak 14", "oak-14", "chapel", "secret/2.jpg", "harm/1.jpg", "hide-1848", "again-1848", "sighting:72"],
      ...{ ids: [], category: 0.1 },
    },
    filters: [{}, { visit: "open-1848" }],
    placeFilters: [{ visit: "hide-1848" }, { visit: "again-1848" }],
  });

  describe(`the leak suite over ${name} of own tables`, () => {
    sensitivityLeakSuite({ test, create: () => fixture(policyOf()) });

    test("fails where the policy is off", async () => {
      const failed = await failingTests((one) => sensitivityLeakSuite({ test: one, create: () => fixture(undefined) }));
      expect(failed).toContain("no part of an export shows a secret, whatever its filters");
    });
  });
}
