import { expect, test } from "vitest";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import { eventArchive, PHOTOS, SIGHTING, VISIT } from "./meadow.js";

/** An occurrence id that comes twice: no pass over the rows sees it. */
const REPEATED = {
  rowType: "Occurrence",
  rows: () => [{}],
  fields: [{ term: "dwc:occurrenceID", value: () => "urn:meadow:sighting:1" }],
};
const WRONG_DATE = VISIT.map((field) =>
  field.term === "dwc:eventDate" ? { ...field, value: () => "2023-02-30" } : field,
);

const BASIS = { term: "dwc:basisOfRecord", value: () => "HumanObservation" };

test("an archive with errors is not uploaded, and the record lists where they are", async () => {
  const { record, bytes } = await testExporter(eventArchive({ extensions: [REPEATED] as never }));
  expect(record).toMatchObject({ status: "failed", error: { code: "ARCHIVE_INVALID" } });
  expect(record.error?.details[0]).toMatchObject({ code: "OCCURRENCE_NOT_UNIQUELY_IDENTIFIED" });
  expect(record.error?.details.length).toBeLessThanOrEqual(10);
  expect(bytes).toHaveLength(0);
});

test("GBIF's findings about values go on the record where the host asks for them", async () => {
  const core = { rowType: "Occurrence", fields: [...SIGHTING, ...WRONG_DATE, BASIS] };
  const plain = await testExporter(eventArchive({ core, extensions: [PHOTOS] }));
  expect(plain.record).toMatchObject({ status: "succeeded", warnings: [] });
  const asked = await testExporter(eventArchive({ core, extensions: [PHOTOS], check: "gbif" }));
  const found = [...asked.record.warnings, ...(asked.record.error?.details ?? [])].map(({ code }) => code);
  expect(found).toContain("RECORDED_DATE_INVALID");
});
