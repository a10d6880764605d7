/** The three built-in exporters with other columns, fields and tables than by default. */
import assert from "node:assert/strict";
import type { Id } from "vasculum";
import {
  createCsvExporter,
  createJsonExporter,
  createMemoryOccurrenceSource,
  occurrenceCsvColumns,
  occurrenceJsonFields,
} from "vasculum/occurrences";
import { OCCURRENCE_FIXTURE, testExporter } from "vasculum/testing";
import { Archive, Counts, Surveys } from "./archives.js";
import { source } from "./source.js";
import "./try-files.js";

// #region columns
const wanted = ["id", "determination_name"];
const columns = occurrenceCsvColumns().filter(({ name }) => wanted.includes(name));
const Csv = createCsvExporter({
  source,
  columns: [...columns, { name: "crop", needs: ["bestDetection"], value: ({ bestDetection }) => bestDetection?.url }],
});

const detailsUrl = ({ id }: { readonly id: Id }) => `https://example.org/occurrences/${id}`;
const Json = createJsonExporter({ source, fields: occurrenceJsonFields({ detailsUrl }).slice(0, 2) });
// #endregion

// #region details
const occurrences = OCCURRENCE_FIXTURE.occurrences.map((row) => ({ ...row, count: 3, sex: "female" }));
const counted = createMemoryOccurrenceSource({ ...OCCURRENCE_FIXTURE, occurrences }, { details: ["count", "sex"] });
const Counted = createCsvExporter({ source: counted });
// #endregion

const { text: table } = await testExporter(Csv);
assert.match(table, /^id,determination_name,crop\r\n\d+,/);
const [first] = JSON.parse((await testExporter(Json)).text) as readonly { readonly id: Id }[];
assert.deepEqual(first, { id: first?.id, details: `https://example.org/occurrences/${first?.id}` });
const { record, bytes } = await testExporter(Archive);
assert.equal(record.status, "succeeded");
assert.ok(Buffer.from(bytes).includes("multimedia.txt"));
assert.ok(!Buffer.from(bytes).includes("emof.txt"));
const { record: counting, bytes: countedBytes } = await testExporter(Counts);
assert.equal(counting.status, "succeeded");
assert.ok(Buffer.from(countedBytes).includes("counts.txt"));

const { record: surveyed } = await testExporter(Surveys);
assert.equal(surveyed.status, "succeeded");

const { text: numbers } = await testExporter(Counted);
assert.match(numbers, /,individual_count,sex\r\n.*,3,female\r\n/);
