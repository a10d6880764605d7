import assert from "node:assert/strict";
import { testExporter } from "vasculum/testing";
import { Everything } from "./more-tables.js";
import { Detections, Parquet, Places, TaxaList, Workbook } from "./typed-files.js";

const { bytes } = await testExporter(Everything);
for (const file of ["audiovisual.txt", "emof.txt", "identification.txt", "effort.txt", "crops.txt"])
  assert.ok(Buffer.from(bytes).includes(file), file);

for (const Exporter of [Parquet, Workbook, Places, Detections, TaxaList]) {
  const { record } = await testExporter(Exporter);
  assert.equal(record.status, "succeeded", Exporter.name);
}
const { text } = await testExporter(Places);
assert.deepEqual(Object.keys(JSON.parse(text).features[0].properties), ["id", "determination"]);
