import { createCamtrapDpExporter } from "../../src/camtrap-dp.js";
import { createCocoExporter } from "../../src/coco.js";
import {
  createDwcaExporter,
  createCsvExporter,
  createDetectionsCsvExporter,
  createGeoJsonExporter,
  createJsonExporter,
  createMemoryOccurrenceSource,
} from "../../src/occurrences.js";
import type { ExporterClass } from "../../src/contracts/exporter.js";
import { createSensitivityPolicy } from "../../src/sensitivity/create-sensitivity-policy.js";
import type { SensitivityMode } from "../../src/sensitivity/policy-options.js";
import type { SensitivityPolicy } from "../../src/sensitivity/sensitivity-policy.js";
import {
  SENSITIVE_FILTERS,
  SENSITIVE_PLACE_FILTERS,
  SENSITIVE_RECORDS,
  SENSITIVE_TAXON,
  sensitiveSecrets,
} from "../../src/testing/sensitivity-suite/sensitive-records.js";
import type { SensitivityFixture } from "../../src/testing/sensitivity-suite/sensitivity-fixture.js";
import { createParquetExporter } from "../../src/parquet.js";
import { createXlsxExporter } from "../../src/xlsx.js";
import { legibleParquet } from "./legible-parquet.js";

const source = createMemoryOccurrenceSource(SENSITIVE_RECORDS, { details: ["remarks"] });

const metadata = {
  mediaLicense: "CC0-1.0",
  project: { samplingDesign: "targeted" as const, captureMethod: ["timeLapse" as const] },
};

export type Create = (policy: SensitivityPolicy | undefined) => ExporterClass;

/** Every exporter of occurrences, with a policy or without. */
export const EXPORTERS: readonly (readonly [string, Create])[] = [
  ["csv", (policy) => createCsvExporter({ source, policy })],
  ["detections", (policy) => createDetectionsCsvExporter({ source, policy })],
  ["json", (policy) => createJsonExporter({ source, policy, detailsUrl: ({ id }) => `https://example.org/${id}` })],
  ["geojson", (policy) => createGeoJsonExporter({ source, policy })],
  ["coco", (policy) => createCocoExporter({ source, policy })],
  ["xlsx", (policy) => createXlsxExporter({ source, policy })],
  ["parquet", (policy) => legibleParquet(createParquetExporter({ source, policy, compression: "none" }))],
  [
    "camtrap_dp",
    (policy) =>
      createCamtrapDpExporter({ source, policy, metadata, timeZone: "Europe/Brussels", examined: () => true }),
  ],
  ["archive of events", (policy) => createDwcaExporter({ source, policy, emptyEvents: "include" })],
  ["archive of occurrences", (policy) => createDwcaExporter({ source, policy, core: "occurrence" })],
];

/** An exporter over the sensitive records, with a policy in this mode. */
export function leakFixture(create: Create, mode: SensitivityMode): SensitivityFixture {
  return {
    exporter: create(policyOf(mode)),
    unprotected: create(undefined),
    secrets: sensitiveSecrets(mode),
    filters: SENSITIVE_FILTERS,
    placeFilters: [...SENSITIVE_PLACE_FILTERS, ...(mode === "dataset" ? [{ deployment_id: 3 }] : [])],
  };
}

function policyOf(mode: SensitivityMode): SensitivityPolicy | undefined {
  const secret = "a secret of at least thirty-two characters";
  return createSensitivityPolicy({ taxa: [{ name: SENSITIVE_TAXON }], mode, secret });
}
