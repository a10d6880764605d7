import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import { absent, isInstalled } from "../../support/absent.js";
import { besideProject } from "../../support/beside-project.js";
import { readZip } from "../read-zip.js";
import { eventArchive, PHOTOS, SIGHTING, VISIT } from "./meadow.js";

const schemas = besideProject("dwca/schemas");
const noXmllint = absent("xmllint", isInstalled("xmllint"));

test.for([
  ["eml.xml", "eml-2.2.0/eml.xsd"],
  ["eml.xml", "eml-gbif-profile/1.3/eml.xsd"],
  ["meta.xml", "dwc/tdwg_dwc_text.xsd"],
] as const)("%s of archives of one's own tables is valid against %s", async ([name, schema], { skip }) => {
  skip(schemas.absent !== null, `${schemas.absent}`);
  skip(noXmllint !== null, `${noXmllint}`);
  const occurrences = { core: { rowType: "Occurrence", fields: [...SIGHTING, ...VISIT] }, extensions: [PHOTOS] };
  const directory = await mkdtemp(join(tmpdir(), "vasculum-test-"));
  try {
    for (const exporter of [eventArchive(), eventArchive(occurrences)]) {
      const files = await readZip((await testExporter(exporter)).bytes);
      const file = join(directory, name);
      await writeFile(file, files.get(name) ?? "");
      const args = ["--nonet", "--noout", "--schema", join(schemas.path, schema), file];
      const { status, stderr } = spawnSync("xmllint", args, { encoding: "utf8" });
      expect(`${status} ${stderr}`).toMatch(/^0 /);
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});
