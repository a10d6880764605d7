import type { Snapshot } from "../contracts/data-source.js";
import type { FilterBackend } from "../contracts/filter-backend.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";
import { guardFilters } from "../sensitivity/terms/guard-filters.js";
import { type GuardedSource, guardSource } from "../sensitivity/terms/guard-source.js";
import type { GuardedQuery } from "../sensitivity/terms/guarded-row.js";
import type { GuardedSnapshot } from "../sensitivity/terms/guarded-snapshot.js";
import type { RowFacts } from "../sensitivity/terms/row-facts.js";
import type { AnyPackageOptions } from "./any-package-options.js";
import type { MetadataOption } from "./metadata-reader.js";

/** The parts of a package that a policy changes. */
type PackageToGuard<Row, Query, View extends Snapshot<Row, Query>, Metadata> = Pick<
  AnyPackageOptions<Row, Query, View, Metadata>,
  "source" | "metadata" | "filters" | "queryset"
>;

/** The same parts, over rows that are read only through what a policy leaves of their cells. */
export interface GuardedPackageParts<Row, Query, View extends Snapshot<Row, Query>, Metadata> {
  readonly policy: undefined;
  readonly source: GuardedSource<Row, Query, View>;
  readonly metadata: MetadataOption<Metadata, GuardedSnapshot<Row, Query, View>>;
  readonly filters: readonly FilterBackend<GuardedQuery<Query>>[];
  readonly queryset: (query: GuardedQuery<Query>) => GuardedQuery<Query>;
}

/** Guards the source of a package and what reads it. The host's metadata and queryset read the source as it is. */
export function guardPackage<Row, Query, View extends Snapshot<Row, Query>, Metadata extends object>(
  { source, metadata, filters = [], queryset = (query) => query }: PackageToGuard<Row, Query, View, Metadata>,
  { policy, factsOf }: { readonly policy: SensitivityPolicy; readonly factsOf: (row: Row) => RowFacts },
): GuardedPackageParts<Row, Query, View, Metadata> {
  return {
    policy: undefined,
    source: guardSource<Row, Query, View>(source, { policy, firstQuery: () => queryset(source.queryset()), factsOf }),
    metadata:
      typeof metadata === "function"
        ? (context) => metadata({ ...context, snapshot: context.snapshot.view })
        : metadata,
    filters: guardFilters(filters, policy),
    queryset: ({ query, asksForPlace }) => ({ query: queryset(query), asksForPlace }),
  };
}
