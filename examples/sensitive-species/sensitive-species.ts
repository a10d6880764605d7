/** Records of a sensitive moth leave the house with a coarse place, and the leak suite shows that nothing else gives it away. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSensitivityPolicy } from "vasculum";
import { createCsvExporter, createDwcaExporter, createMemoryOccurrenceSource } from "vasculum/occurrences";
import {
  SENSITIVE_FILTERS,
  SENSITIVE_PLACE_FILTERS,
  SENSITIVE_RECORDS,
  sensitiveSecrets,
  sensitivityLeakSuite,
  testExporter,
} from "vasculum/testing";

const source = createMemoryOccurrenceSource(SENSITIVE_RECORDS);
const secret = "kept where the other secrets of the host are";

// #region policy
const policy = createSensitivityPolicy({
  taxa: [{ name: "Catocala sponsa", synonyms: ["Noctua sponsa"], category: 0.1 }],
  stations: [{ id: 12, category: "withheld" }],
  decide: ({ taxon }) => (taxon?.name.startsWith("Zygaena ") ? 0.01 : null),
  secret,
});

const Csv = createCsvExporter({ source, policy });
const Archive = createDwcaExporter({ source, policy });
// #endregion

const { text, warnings } = await testExporter(Csv);
assert.match(text, /,Place withheld,/);
assert.doesNotMatch(text, /chapel/);
assert.deepEqual(warnings, [{ code: "SENSITIVITY_POLICY_APPLIED", count: 4, sample: `policy ${policy.version}` }]);

// #region entitled
const exact = await testExporter(Csv, { mayReadExact: true });
assert.match(exact.text, /,Oak 14 behind the chapel,/);
assert.equal(exact.warnings[0]?.code, "SENSITIVE_PLACES_EXACT");
// #endregion

// #region suite
sensitivityLeakSuite({
  test,
  create: () => ({
    exporter: Archive,
    unprotected: createDwcaExporter({ source }),
    secrets: sensitiveSecrets("detach"),
    filters: SENSITIVE_FILTERS,
    placeFilters: SENSITIVE_PLACE_FILTERS,
  }),
});
// #endregion
