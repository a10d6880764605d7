import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { archiveExtensions } from "../../../src/occurrences/archive/archive-extensions.js";
import {
  AUDIOVISUAL_FIELDS,
  audiovisualTable,
  REGION_FIELDS,
} from "../../../src/occurrences/archive/audiovisual-table.js";
import { humboldtTable } from "../../../src/occurrences/archive/humboldt-table.js";
import { identificationTable } from "../../../src/occurrences/archive/identification-table.js";
import { absent, isInstalled } from "../../support/absent.js";
import { besideProject } from "../../support/beside-project.js";
import { BLANKS, METADATA } from "./dataset-metadata.js";
import { runArchive } from "./dwca-run.js";
import { ALL, exporter, MULTIMEDIA } from "./dwca-sources.js";

const REGIONS = audiovisualTable([...AUDIOVISUAL_FIELDS, ...REGION_FIELDS]);
const schemas = besideProject("dwca/schemas");
const noXmllint = absent("xmllint", isInstalled("xmllint"));

test.for([
  ["eml.xml", "eml-2.2.0/eml.xsd"],
  ["eml.xml", "eml-gbif-profile/1.3/eml.xsd"],
  ["meta.xml", "dwc/tdwg_dwc_text.xsd"],
] as const)("%s is valid against %s", async ([file, schema], { skip }) => {
  skip(schemas.absent !== null, `${schemas.absent}`);
  skip(noXmllint !== null, `${noXmllint}`);
  const directory = mkdtempSync(join(tmpdir(), "vasculum-test-"));
  const extensions = [...archiveExtensions("occurrence"), REGIONS, identificationTable()];
  const archives = [
    exporter({ core: "occurrence", extensions }),
    exporter({ extensions: [...extensions, humboldtTable()] }),
    exporter({ extensions: [MULTIMEDIA] }),
    exporter({ metadata: METADATA }),
    exporter({ metadata: BLANKS }),
    exporter({ metadata: { license: "Terms of the ridge" } }),
  ];
  const outcomes = [
    ...archives.map((each) => runArchive(each, ALL)),
    runArchive(exporter(), { filters: { date_start: "2090-01-01" } }),
  ];
  try {
    for (const [index, { files }] of (await Promise.all(outcomes)).entries()) {
      writeFileSync(join(directory, `${index}.xml`), files.get(file) ?? "");
      const { status, stderr } = spawnSync(
        "xmllint",
        ["--nonet", "--noout", "--schema", join(schemas.path, schema), join(directory, `${index}.xml`)],
        { encoding: "utf8" },
      );
      expect(`${status} ${stderr}`).toMatch(/^0 /);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});
