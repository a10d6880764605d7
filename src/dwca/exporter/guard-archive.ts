import type { OpenOptions, Snapshot } from "../../contracts/data-source.js";
import type { Id } from "../../contracts/id.js";
import { type GuardedQuery, type GuardedRow, guardedAs } from "../../sensitivity/terms/guarded-row.js";
import type { GuardedSnapshot } from "../../sensitivity/terms/guarded-snapshot.js";
import { checkTermsOfPolicy } from "../../sensitivity/terms/check-terms-of-policy.js";
import { guardFilters } from "../../sensitivity/terms/guard-filters.js";
import { guardSource } from "../../sensitivity/terms/guard-source.js";
import { joinFacts, type RowFacts } from "../../sensitivity/terms/row-facts.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import type { ArchiveCoreSpec, ArchiveExporterOptions, ArchiveExtensionSpec } from "./archive-exporter-options.js";
import { expandTerm } from "../tables/check-term.js";
import type { Warn } from "../tables/tsv-encoder.js";
import { guardedCoreId, guardTable, type GuardedTable } from "./guard-table.js";

/** An archive of rows that are read only through what a policy leaves of their cells. */
type GuardedArchive<Row, Query, CoreRow, View extends Snapshot<Row, Query>> = ArchiveExporterOptions<
  GuardedRow<Row>,
  GuardedQuery<Query>,
  GuardedRow<CoreRow>,
  GuardedSnapshot<Row, Query, View>,
  readonly GuardedRow<unknown>[]
>;

/** An archive's options over rows that are read only through what a policy leaves of their cells. @throws TypeError. */
export function guardArchive<Row, Query, CoreRow, View extends Snapshot<Row, Query>>(
  options: ArchiveExporterOptions<Row, Query, CoreRow, View, readonly unknown[]>,
  policy: SensitivityPolicy,
): GuardedArchive<Row, Query, CoreRow, View> {
  const { core, extensions = [], metadata, filters = [], queryset = (query) => query } = options;
  const fields = [core, ...extensions].flatMap((table) =>
    table.fields.map((field) => ({ ...field, term: expandTerm(field.term) })),
  );
  checkTermsOfPolicy(fields, policy);
  const guard = { policy, namespace: options.namespace ?? "vasculum", coreId: guardedCoreId(core) };
  const coreTable = guardTable(core, { ...guard, isCore: true });
  const tables = extensions.map((extension) => guardTable(extension, { ...guard, isCore: false }));
  const source = guardSource<Row, Query, View>(options.source, {
    policy,
    firstQuery: () => queryset(options.source.queryset()),
    factsOf: (row, projectId) => factsOf(row, { core, coreTable, extensions, tables, projectId }),
    ...(core.rows === undefined ? {} : { furtherFacts: (...read) => coreFacts(core, coreTable, read) }),
  });
  return {
    ...options,
    source,
    core: guardedCore(core, coreTable),
    extensions: extensions.map((extension, index) => guardedExtension(extension, tableAt(tables, index))),
    filters: guardFilters(filters, policy),
    queryset: ({ query, asksForPlace }) => ({ query: queryset(query), asksForPlace }),
    metadata:
      typeof metadata === "function"
        ? (context) => metadata({ ...context, snapshot: context.snapshot.view })
        : metadata,
  };
}

function guardedCore<Row, Query, CoreRow, View extends Snapshot<Row, Query>>(
  { of, rows, ...core }: ArchiveCoreSpec<Row, Query, CoreRow, View>,
  table: GuardedTable<CoreRow>,
): ArchiveCoreSpec<GuardedRow<Row>, GuardedQuery<Query>, GuardedRow<CoreRow>, GuardedSnapshot<Row, Query, View>> {
  return {
    ...core,
    fields: table.fields,
    ...(of === undefined ? {} : { of: (row) => guardedAs(of(row.row), row) }),
    ...(rows === undefined
      ? {}
      : {
          rows: (snapshot, { query, asksForPlace }, context) =>
            snapshot.guard(rows(snapshot.view, query, { ...context, warn: unsampled(context.warn) }), table.factsOf, {
              asksForPlace,
            }),
        }),
  };
}

/** A sample names a row. */
function unsampled(warn: Warn): Warn {
  return (code, count) => warn(code, count);
}

function guardedExtension<Row>(
  { rows, coreId, ...extension }: ArchiveExtensionSpec<Row, unknown>,
  { fields, shows, publicId }: GuardedTable<unknown>,
): ArchiveExtensionSpec<GuardedRow<Row>, GuardedRow<unknown>> {
  const coreIdOf = coreId && ((row: GuardedRow<unknown>) => publicId(coreId(row.row), row.guard));
  return {
    ...extension,
    fields,
    rows: (row) => shown(rows(row.row), row, shows),
    ...(coreIdOf === undefined ? {} : { coreId: coreIdOf }),
  };
}

function factsOf<Row, CoreRow>(
  row: Row,
  archive: {
    readonly core: { readonly of?: (row: Row) => CoreRow; readonly rows?: unknown };
    readonly coreTable: GuardedTable<CoreRow>;
    readonly extensions: readonly { rows(row: Row): Iterable<unknown> }[];
    readonly tables: readonly GuardedTable<unknown>[];
    readonly projectId: Id;
  },
): RowFacts {
  const { core, coreTable, extensions, tables, projectId } = archive;
  // Without `of` a row is its own core row: then `CoreRow` is `Row`.
  const coreRow = core.of?.(row) ?? (row as unknown as CoreRow);
  const own = core.rows === undefined ? [coreTable.factsOf(coreRow, projectId)] : [];
  const derived = extensions.flatMap(({ rows }, index) =>
    [...rows(row)].map((one) => tableAt(tables, index).factsOf(one, projectId)),
  );
  return joinFacts([...own, ...derived]);
}

async function* coreFacts<Row, Query, CoreRow, View extends Snapshot<Row, Query>>(
  { rows }: Pick<ArchiveCoreSpec<Row, Query, CoreRow, View>, "rows">,
  table: GuardedTable<CoreRow>,
  [view, query, { scope, signal }]: readonly [View, Query, OpenOptions],
): AsyncGenerator<readonly RowFacts[], void, undefined> {
  if (rows === undefined) return;
  // The reading that writes warns.
  const warn = () => undefined;
  for await (const batch of rows(view, query, { scope, signal, warn }))
    yield batch.map((row) => table.factsOf(row, scope.projectId));
}

function* shown<Row>(
  rows: Iterable<Row>,
  parent: GuardedRow<unknown>,
  shows: GuardedTable<Row>["shows"],
): Generator<GuardedRow<Row>, void, undefined> {
  for (const row of rows) {
    const guarded = guardedAs(row, parent);
    if (shows(guarded)) yield guarded;
  }
}

function tableAt<Row>(tables: readonly GuardedTable<Row>[], index: number): GuardedTable<Row> {
  const table = tables[index];
  if (table === undefined) throw new TypeError("An extension of the archive has no table.");
  return table;
}
