import type { ArchiveLevel } from "../checks/archive-check.js";
import type { Found } from "../checks/found.js";
import { ROW_TYPES, type RowTypeDefinition } from "../checks/row-types.js";
import { type ArchiveDescriptor, type MappedTable, tablesOf } from "../reader/archive-descriptor.js";
import { VOCABULARIES } from "../tables/terms.js";
import { NAMESPACES } from "../../values/namespaces.js";

const { dwc } = NAMESPACES;
const OCCURRENCE_ID = `${dwc}occurrenceID`;
const TRIPLET = ["institutionCode", "collectionCode", "catalogNumber"].map((name) => dwc + name);
/** The terms that identify a row of a core, by its row type. */
const ID_TERMS: ReadonlyMap<string, string> = new Map([
  [`${dwc}Event`, `${dwc}eventID`],
  [`${dwc}Occurrence`, OCCURRENCE_ID],
  [`${dwc}Taxon`, `${dwc}taxonID`],
]);

/** The options of a check of terms. */
export interface TermChecks {
  /** The name of `meta.xml` in the zip. */
  readonly file: string;
  readonly level: ArchiveLevel;
  readonly found: Found;
}

/** Holds the row types and terms of an archive against the lists of Darwin Core, and at level gbif against GBIF's definitions. */
export function checkTerms(descriptor: ArchiveDescriptor, checks: TermChecks): void {
  const tables = tablesOf(descriptor);
  const rowTypes = tables.map(({ rowType }) => rowType);
  for (const [index, table] of tables.entries()) {
    const { rowType, line } = table;
    const place = { file: checks.file, line, term: rowType };
    if (rowTypes.indexOf(rowType) < index) checks.found("DUPLICATED_ROWTYPE", place);
    const definition = ROW_TYPES.find((known) => known.rowType === rowType);
    if (definition === undefined) checks.found("UNKNOWN_ROWTYPE", place);
    for (const { term, line: at } of table.fields)
      if (!isKnown(term) || (checks.level === "gbif" && !belongs(term, { definition, descriptor, table })))
        checks.found("UNKNOWN_TERM", { file: checks.file, line: at, term });
    if (checks.level === "gbif") checkRequired(table, definition, checks);
  }
  if (checks.level === "gbif") checkIdTerm(descriptor.core, checks);
}

/** Whether a term exists, as far as its namespace is listed. */
function isKnown(term: string): boolean {
  const vocabulary = VOCABULARIES.find(
    ({ namespace }) => term.startsWith(namespace) && !term.slice(namespace.length).includes("/"),
  );
  return vocabulary === undefined || vocabulary.properties.has(term.slice(vocabulary.namespace.length));
}

interface Membership {
  readonly definition: RowTypeDefinition | undefined;
  readonly descriptor: ArchiveDescriptor;
  readonly table: MappedTable;
}

/** GBIF links an extension's row to an occurrence of an event by `occurrenceID`; an extension may also repeat the core's id. */
function belongs(term: string, { definition, descriptor: { core }, table }: Membership): boolean {
  if (!definition?.terms || definition.terms.has(term)) return true;
  if (table === core) return false;
  return term === ID_TERMS.get(core.rowType) || (term === OCCURRENCE_ID && core.rowType === `${dwc}Event`);
}

function checkRequired(table: MappedTable, definition: RowTypeDefinition | undefined, checks: TermChecks): void {
  const has = (term: string): boolean => table.fields.some((field) => field.term === term);
  const missing = (definition?.required ?? []).filter((term) => !has(term));
  if (table.rowType === `${dwc}Occurrence` && !has(OCCURRENCE_ID) && !TRIPLET.every(has)) missing.push(OCCURRENCE_ID);
  for (const term of missing) checks.found("REQUIRED_TERM_MISSING", { file: checks.file, line: table.line, term });
}

function checkIdTerm(core: MappedTable, { file, found }: TermChecks): void {
  const term = ID_TERMS.get(core.rowType);
  if (term === undefined || core.idIndex === null || core.fields.some((field) => field.term === term)) return;
  found("ID_NOT_MAPPED", { file, line: core.line, column: core.idIndex, term });
}
