import type { Snapshot } from "../contracts/data-source.js";
import { guardPackage } from "../data-package/guard-package.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";
import { checkTermsOfPolicy } from "../sensitivity/terms/check-terms-of-policy.js";
import type { GuardedQuery, GuardedRow } from "../sensitivity/terms/guarded-row.js";
import type { GuardedSnapshot } from "../sensitivity/terms/guarded-snapshot.js";
import { joinFacts } from "../sensitivity/terms/row-facts.js";
import type { DwcDpTable } from "./dwc-dp-table.js";
import type { DwcDpMetadata } from "./dwc-dp-metadata.js";
import type { DwcDpPackageOptions } from "./dwc-dp-package-options.js";
import { GuardedTable } from "./guarded-table.js";
import { MEDIA } from "./tables/media-table.js";

interface Guarded<Row> {
  readonly given: DwcDpTable<Row>;
  readonly table: GuardedTable;
}

/**
 * A package's options over rows that are read only through what a policy leaves of their cells. Sensitive rows give events, occurrences and
 * identifications, and no row of another table.
 *
 * @throws TypeError for fields without the terms that the policy needs.
 */
export function guardDwcDpPackage<Row, Query, View extends Snapshot<Row, Query>>(
  options: DwcDpPackageOptions<Row, Query, View>,
  policy: SensitivityPolicy,
): DwcDpPackageOptions<GuardedRow<Row>, GuardedQuery<Query>, GuardedSnapshot<Row, Query, View>> {
  const tables = options.tables.map((given): Guarded<Row> => ({ given, table: new GuardedTable(given.map, policy) }));
  const terms = tables.flatMap(({ table }) => table.terms);
  checkTermsOfPolicy(
    terms.map((term) => ({ term })),
    policy,
  );
  const factsOf = function* (row: Row) {
    for (const { given, table } of tables) for (const one of given.rowsOf(row)) yield table.factsOf(one.row);
  };
  const hiddenOf = hiddenMedia(tables.filter(({ table }) => table.name === MEDIA.name));
  return {
    ...options,
    ...guardPackage<Row, Query, View, DwcDpMetadata>(options, {
      policy,
      factsOf: (row) => joinFacts([...factsOf(row)]),
    }),
    tables: tables.map(({ given, table }) => ({
      ...{ table: given.table, map: table.map },
      *rowsOf(guarded: GuardedRow<Row>) {
        const { row, guard } = guarded;
        const hidden = hiddenOf(guarded);
        for (const one of given.rowsOf(row))
          if (table.shows(one.row, guard, hidden)) yield table.shown(one.row, guard, hidden);
      },
    })),
  };
}

/** Makes what says which pictures of a row are not written: those of sensitive rows, and what is a part or a copy of them. */
function hiddenMedia<Row>(media: readonly Guarded<Row>[]): (row: GuardedRow<Row>) => (text: string) => boolean {
  const known = new WeakMap<GuardedRow<Row>, ReadonlySet<string>>();
  return (guarded) => {
    const keys = known.get(guarded) ?? keysOf(media, guarded);
    known.set(guarded, keys);
    return (text) => keys.has(text) || guarded.guard.withholds(text);
  };
}

function keysOf<Row>(media: readonly Guarded<Row>[], { row, guard }: GuardedRow<Row>): ReadonlySet<string> {
  const keys = new Set<string>();
  const hidden = (text: string) => keys.has(text) || guard.withholds(text);
  for (let size = -1; size < keys.size;) {
    size = keys.size;
    for (const { given, table } of media)
      for (const one of given.rowsOf(row)) if (!table.shows(one.row, guard, hidden)) keys.add(table.keyOf(one.row));
  }
  return keys;
}
