import type { DataSourceRow } from "../../../src/testing/data-source-suite/data-source-suite.js";
import { archiveOf } from "../../dwca/archives/sound-archive.js";

const DWC = "http://rs.tdwg.org/dwc/terms/";
const META = `<archive xmlns="http://rs.tdwg.org/dwc/text/">
  <core encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy="&quot;" rowType="${DWC}Event">
    <files><location>event.csv</location></files>
    <id index="0"/>
    <field index="1" term="${DWC}datasetID"/>
    <field index="2" term="${DWC}locality"/>
  </core>
</archive>`;

/** The suite's rows as the core of an archive, in CSV: their names hold tabs, quotes and line ends. */
export function suiteArchive(rows: readonly DataSourceRow[]): Buffer {
  const lines = rows.map(({ id, project, name }) => `${id},${project},"${name.replaceAll('"', '""')}"\n`);
  return archiveOf({ "meta.xml": META, "event.csv": lines.join("") });
}
