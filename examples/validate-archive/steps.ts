/** The files of an archive on its way from broken to valid. */
const DWC = "http://rs.tdwg.org/dwc/terms/";

const EVENTS = `eventID\teventDate\tsamplingProtocol\tcountryCode
night-1\t2023-06-18\tlight trap\tGB
night-2\t19.6.2023\tlight trap\tGB
`;
const OCCURRENCES = `eventID\toccurrenceID\tbasisOfRecord\tscientificName
night-1\tmoth-1\tMachineObservation\tNoctua pronuba
night-1\tmoth-2\tMachineObservation\tAgrotis segetum
night-3\tmoth-3\tMachineObservation\tBiston betularia
`;

const fields = (text: string): string =>
  `${text.split("\n")[0]}`
    .split("\t")
    .map((name, index) => `<field index="${index}" term="${DWC}${name}"/>`)
    .join("");

const meta = (dialect: string, metadata = ""): string => `<archive xmlns="http://rs.tdwg.org/dwc/text/"${metadata}>
  <core rowType="${DWC}Event" ignoreHeaderLines="1" ${dialect}>
    <files><location>event.txt</location></files>
    <id index="0"/>${fields(EVENTS)}
  </core>
  <extension rowType="${DWC}Occurrence" ignoreHeaderLines="1" ${dialect}>
    <files><location>occurrence.txt</location></files>
    <coreid index="0"/>${fields(OCCURRENCES)}
  </extension>
</archive>`;

const DIALECT = 'encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy=""';

const EML = `<eml:eml xmlns:eml="https://eml.ecoinformatics.org/eml-2.2.0" packageId="moths-1" system="http://gbif.org" scope="system">
  <dataset>
    <title>Moths at the light trap</title>
    <creator><organizationName>The Museum</organizationName></creator>
    <pubDate>2024-01-01</pubDate>
    <abstract><para>Moths that came to the light of one trap in two nights.</para></abstract>
    <intellectualRights>
      <para><ulink url="http://creativecommons.org/licenses/by/4.0/legalcode"><citetitle>CC BY 4.0</citetitle></ulink></para>
    </intellectualRights>
    <contact><organizationName>The Museum</organizationName></contact>
  </dataset>
</eml:eml>`;

const tables = { "event.txt": EVENTS, "occurrence.txt": OCCURRENCES };
const linked = { ...tables, "occurrence.txt": OCCURRENCES.replace("night-3", "night-2") };
const dated = { ...linked, "event.txt": EVENTS.replace("19.6.2023", "2023-06-19") };

/** By the name of the zip, in the order of the tutorial. */
export const STEPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "moths-1.zip": tables,
  "moths-2.zip": { ...tables, "meta.xml": meta("") },
  "moths-3.zip": { ...tables, "meta.xml": meta(DIALECT) },
  "moths-4.zip": { ...linked, "meta.xml": meta(DIALECT) },
  "moths-5.zip": { ...dated, "meta.xml": meta(DIALECT, ' metadata="eml.xml"'), "eml.xml": EML },
};
