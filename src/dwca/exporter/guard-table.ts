import type { Id } from "../../contracts/id.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import type { GuardedRow, RowGuard } from "../../sensitivity/terms/guarded-row.js";
import { noteTerms, PublicTable } from "../../sensitivity/terms/public-table.js";
import type { RowFacts } from "../../sensitivity/terms/row-facts.js";
import { treatmentOf, type Treatment } from "../../sensitivity/terms/treatment-of.js";
import { coreIdTerm, expandRowType, expandTerm, localName } from "../tables/check-term.js";
import type { DwcField } from "../tables/dwc-field.js";
import { type ArchiveDataset, datasetStub } from "./archive-description.js";

/** A table of an archive as a policy leaves it. */
export interface GuardedTable<Row> {
  readonly fields: readonly DwcField<GuardedRow<Row>, ArchiveDataset>[];
  factsOf(this: void, row: Row, projectId: Id): RowFacts;
  /** Whether a row is written. */
  shows(this: void, row: GuardedRow<Row>): boolean;
  /** The id of a core row as the core shows it. */
  publicId(this: void, id: string, guard: RowGuard): string;
}

interface TableSpec<Row> {
  readonly rowType: string;
  readonly fields: readonly DwcField<Row, ArchiveDataset>[];
}

/** The parts that guard tables. */
export interface TableGuard {
  readonly policy: SensitivityPolicy;
  readonly namespace: string;
  /** The term, an IRI, of the field that identifies a core row. */
  readonly coreId: string;
}

/** The term of the field that identifies a core row. @throws TypeError where that is a station. */
export function guardedCoreId({ rowType, id }: { readonly rowType: string; readonly id?: string | undefined }): string {
  const term = expandTerm(id ?? coreIdTerm(expandRowType(rowType)) ?? "");
  if (treatmentOf(term) !== "station") return term;
  throw new TypeError("A sensitivity policy takes no core whose id is dwc:locationID.");
}

/** The table over rows that are read only through what a policy leaves of their cells. */
export function guardTable<Row>(
  { rowType, fields }: TableSpec<Row>,
  { policy, namespace, coreId, isCore }: TableGuard & { readonly isCore: boolean },
): GuardedTable<Row> {
  const datasetOf = (projectId: Id) => datasetStub(namespace, projectId);
  const table = new PublicTable(
    fields.map((field) => ({ ...field, term: expandTerm(field.term), value: field.value?.bind(field) })),
    policy,
  );
  const records = isCore || RECORDS.has(localName(expandRowType(rowType)));
  const identifies = ({ term, identifies: ids }: DwcField<Row, ArchiveDataset>) =>
    ids === true || expandTerm(term) === coreId;
  const links = fields.flatMap(({ term, value }) =>
    treatmentOf(expandTerm(term)) === "media" && value !== undefined
      ? [table.valueOf({ term: expandTerm(term), value })]
      : [],
  );
  return {
    fields: [
      ...fields.map((field) => publicField(field, table, identifies(field))),
      ...table
        .notes(noteTerms(table.reader, { records }))
        .map((note) => ({ ...note, term: String(note.term), whereProtected: true })),
    ],
    factsOf: (row, projectId) => table.reader.factsOf(row, datasetOf(projectId)),
    shows: (row) => {
      const { guard } = row;
      const dataset = datasetOf(guard.projectId);
      if (records) return true;
      if (guard.category !== null) return links.some((link) => (link(row, dataset) ?? "") !== "");
      return !table.reader.factsOf(row.row, dataset).media.some((address) => guard.withholds(address));
    },
    publicId: (text, { category, projectId }) => {
      const replaced = category !== null && policy.mode === "detach" && idTreatment(coreId) === "id";
      return replaced ? policy.surrogate("id", projectId, text) : text;
    },
  };
}

/** Row types whose rows stay, as far as their terms are public. Of the others only pictures do, by the links of `mediaUrl`. */
const RECORDS: ReadonlySet<string> = new Set(["Event", "Occurrence", "Taxon"]);

function publicField<Row>(
  field: DwcField<Row, ArchiveDataset>,
  table: PublicTable<Row, ArchiveDataset>,
  identifies: boolean,
): DwcField<GuardedRow<Row>, ArchiveDataset> {
  const { value, ...rest } = field;
  if (value === undefined) return rest;
  const term = expandTerm(field.term);
  const read = { term, value: value.bind(field) };
  return { ...rest, value: table.valueOf(read, identifies ? idTreatment(term) : treatmentOf(term)) };
}

/** An id is never empty. */
function idTreatment(term: string): Treatment {
  const treatment = treatmentOf(term);
  return treatment === "public" ? treatment : "id";
}
