import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { DwcField } from "../../src/dwca/tables/dwc-field.js";
import { NAMESPACES } from "../../src/values/namespaces.js";
import {
  AUDIOVISUAL_FIELDS,
  audiovisualTable,
  REGION_FIELDS,
} from "../../src/occurrences/archive/audiovisual-table.js";
import { EMOF_FIELDS, emofTable } from "../../src/occurrences/archive/emof-table.js";
import { EVENT_FIELDS } from "../../src/occurrences/archive/event-fields.js";
import { HUMBOLDT_FIELDS, humboldtTable } from "../../src/occurrences/archive/humboldt-table.js";
import { IDENTIFICATION_FIELDS, identificationTable } from "../../src/occurrences/archive/identification-table.js";
import { MULTIMEDIA_FIELDS, multimediaTable } from "../../src/occurrences/archive/multimedia-table.js";
import { occurrenceCoreFields } from "../../src/occurrences/archive/occurrence-core-fields.js";
import { occurrenceFields } from "../../src/occurrences/archive/occurrence-fields.js";

const PREFIXES = {
  ...NAMESPACES,
  xmpRights: "http://ns.adobe.com/xap/1.0/rights/",
  xmp: "http://ns.adobe.com/xap/1.0/",
  exif: "http://ns.adobe.com/exif/1.0/",
};
const DETAILS = ["count", "sex", "lifeStage", "basisOfRecord", "remarks"] as const;
const OCCURRENCES = occurrenceFields({ details: DETAILS });

interface Section {
  readonly title: string;
  readonly list: string;
  readonly rowType: string;
  readonly needs: readonly string[];
  readonly fields: readonly Pick<DwcField<never, never>, "term" | "identifies">[];
}

const { dwc } = NAMESPACES;
const extension = ({ file, table, ...rest }: ReturnType<typeof emofTable> | ReturnType<typeof humboldtTable>) => ({
  title: file,
  rowType: table("event").rowType,
  needs: "needs" in rest ? rest.needs : [],
});
const core = { rowType: `${dwc}Occurrence`, needs: OCCURRENCES.flatMap(({ needs = [] }) => needs) };

const SECTIONS: readonly Section[] = [
  { title: "event.txt", list: "EVENT_FIELDS", rowType: `${dwc}Event`, needs: [], fields: EVENT_FIELDS },
  { ...core, title: "occurrence.txt", list: "occurrenceFields({ details })", fields: OCCURRENCES },
  {
    ...core,
    title: "occurrence.txt, as the core",
    list: "those above and what they lack of `EVENT_FIELDS`",
    fields: occurrenceCoreFields(OCCURRENCES, EVENT_FIELDS),
  },
  { ...extension(multimediaTable()), list: "MULTIMEDIA_FIELDS", fields: MULTIMEDIA_FIELDS },
  { ...extension(emofTable()), list: "EMOF_FIELDS", fields: EMOF_FIELDS },
  { ...extension(humboldtTable()), list: "HUMBOLDT_FIELDS", fields: HUMBOLDT_FIELDS },
  {
    ...extension(audiovisualTable()),
    list: "AUDIOVISUAL_FIELDS, REGION_FIELDS",
    fields: [...AUDIOVISUAL_FIELDS, ...REGION_FIELDS],
  },
  { ...extension(identificationTable()), list: "IDENTIFICATION_FIELDS", fields: IDENTIFICATION_FIELDS },
];

function short(iri: string): string {
  const [prefix, namespace] = Object.entries(PREFIXES).find(([, known]) => iri.startsWith(known)) ?? [];
  expect(namespace, `${iri} is of no known namespace`).toBeDefined();
  return `${prefix}:${iri.slice(namespace?.length)}`;
}

function section({ title, list, rowType, needs, fields }: Section): string {
  const names = list.split(", ").map((name) => (name.startsWith("those") ? name : `\`${name}\``));
  const reads = [...new Set(needs)].map((need) => `\`${need}\``).join(", ") || "nothing beyond the event";
  const head = `Row type \`${short(rowType)}\`; ${names.join(" and ")}; reads ${reads}.`;
  const terms = fields.map(({ term, identifies }) => `\`${short(term)}\`${identifies === true ? " (identifies)" : ""}`);
  return [`## ${title}`, "", head, "", `${lines(terms).join(",\n")}.`].join("\n");
}

/** Some terms in each line, as long as lines of text are. */
function lines(terms: readonly string[]): readonly string[] {
  return terms.reduce<readonly string[]>((done, term) => {
    const last = done.at(-1);
    if (last === undefined || last.length + term.length > 140) return [...done, term];
    return [...done.slice(0, -1), `${last}, ${term}`];
  }, []);
}

/** To write the page: run this test with `-u`. */
test("the page of fields has every table with its fields, in their order", async () => {
  const head = `# Fields of the archives of occurrences

This page is made from the lists that write the files, and a test compares both. [occurrences.md](occurrences.md#the-tables-of-an-archive) says what each
table is for, and how a host changes it. \`reads\` names what a table asks of the source beyond an occurrence's own columns.`;
  const page = `${[head, ...SECTIONS.map(section)].join("\n\n")}\n`;
  await expect(page).toMatchFileSnapshot(resolve(import.meta.dirname, "../../docs/archive-fields.md"));
});
