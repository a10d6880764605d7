import type { Snapshot } from "../contracts/data-source.js";
import type { FormatColumn, RowFormat } from "../contracts/row-format.js";
import { publicSource } from "../sensitivity/public-source.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";
import { checkTermsOfPolicy } from "../sensitivity/terms/check-terms-of-policy.js";
import { guardFilters } from "../sensitivity/terms/guard-filters.js";
import type { GuardedQuery, GuardedRow } from "../sensitivity/terms/guarded-row.js";
import { guardSource } from "../sensitivity/terms/guard-source.js";
import { noteTerms, PublicTable } from "../sensitivity/terms/public-table.js";
import type { RowExporterOptions, RowExporterSpec } from "./row-exporter-options.js";

/** Names of the columns that say what a policy did. */
const NOTES: Readonly<Record<string, string>> = {
  "dwc:coordinateUncertaintyInMeters": "coordinate_uncertainty_in_meters",
  "dwc:informationWithheld": "information_withheld",
  "dwc:dataGeneralizations": "data_generalizations",
};

/** An exporter's options over rows that are read only through what a policy leaves of their cells. @throws TypeError. */
export function guardRows<Row, Query>(
  options: Omit<RowExporterOptions<Row, Query>, "policy">,
  policy: SensitivityPolicy,
): RowExporterSpec<GuardedRow<Row>, GuardedQuery<Query>> {
  const { source, filters = [], queryset = (query: Query) => query, checkRow, allowedColumns } = options;
  const { format, table, policyColumns } = guardFormat(options.format, policy);
  const checked = (row: Row): Row => checkRow?.(row) ?? row;
  const guarded = guardSource<Row, Query, Snapshot<Row, Query>>(source, {
    policy,
    firstQuery: () => queryset(source.queryset(), { columns: options.format.columns?.names ?? [] }),
    factsOf: (row) => table.reader.factsOf(checkedOrGiven(row, checked), undefined),
  });
  return {
    ...options,
    format,
    policyColumns,
    ...(allowedColumns === undefined
      ? {}
      : { allowedColumns: async (...asked) => [...(await allowedColumns(...asked)), ...policyColumns] }),
    source: publicSource(guarded, undefined, (given) => given),
    filters: guardFilters(filters, policy),
    queryset: ({ query, asksForPlace }, chosen) => ({
      query: queryset(query, allNames(chosen, options.format)),
      asksForPlace,
    }),
    checkRow: ({ row, guard }) => ({ row: checked(row), guard }),
  };
}

/** A policy decides by columns that a request may have left out. */
function allNames<Row>(chosen: { readonly columns: readonly string[] }, { columns }: RowFormat<Row>) {
  return { columns: columns?.names ?? chosen.columns };
}

/** @throws TypeError for a format that takes no policy, and for columns without the terms that the policy needs. */
function guardFormat<Row>(format: RowFormat<Row>, policy: SensitivityPolicy) {
  if (format.withColumns === undefined)
    throw new TypeError("This format takes no sensitivity policy: it has no `withColumns`.");
  let table = new PublicTable<Row, undefined>([], policy);
  let policyColumns: readonly string[] = [];
  const guarded = format.withColumns<GuardedRow<Row>>((columns) => {
    checkTermsOfPolicy(columns, policy);
    table = new PublicTable(columns, policy);
    const notes = table.notes(noteTerms(table.reader, { records: true })).map((note) => ({
      ...note,
      name: NOTES[String(note.term)] ?? String(note.term),
    }));
    policyColumns = notes.map(({ name }) => name);
    return [...columns.map((column) => publicColumn(column, table)), ...notes.map((note) => publicNote(note))];
  });
  return { format: guarded, table, policyColumns };
}

function publicColumn<Row>(
  column: FormatColumn<Row>,
  table: PublicTable<Row, undefined>,
): FormatColumn<GuardedRow<Row>> {
  const value = table.valueOf({ term: column.term, value: (row: Row) => column.value(row) });
  return { ...column, value: (row) => value(row, undefined) };
}

function publicNote<Row>(note: {
  readonly name: string;
  readonly term?: string | undefined;
  value(row: Row, context: undefined): unknown;
}): FormatColumn<Row> {
  return { ...note, value: (row) => note.value(row, undefined) };
}

/** A row that cannot be written decides too. */
function checkedOrGiven<Row>(row: Row, check: (row: Row) => Row): Row {
  try {
    return check(row);
  } catch {
    return row;
  }
}
