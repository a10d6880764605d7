import type { DataSource, OpenOptions, Snapshot } from "../../contracts/data-source.js";
import { EXACT_PLACES } from "../../contracts/export-record.js";
import { type GuardRules, GuardedSnapshot } from "./guarded-snapshot.js";
import type { GuardedQuery, GuardedRow } from "./guarded-row.js";

/** A source whose snapshots are guarded. */
export interface GuardedSource<Row, Query, View extends Snapshot<Row, Query>> extends DataSource<
  GuardedRow<Row>,
  GuardedQuery<Query>
> {
  open(options: OpenOptions): Promise<GuardedSnapshot<Row, Query, View>>;
}

/** Returns a source that gives each row of own tables with what a policy decided about it. */
export function guardSource<Row, Query, View extends Snapshot<Row, Query>>(
  source: DataSource<Row, Query>,
  rules: GuardRules<Row, Query, View>,
): GuardedSource<Row, Query, View> {
  return Object.freeze<GuardedSource<Row, Query, View>>({
    queryset: () => ({ query: source.queryset(), asksForPlace: false }),
    open: (options) => openGuarded(source, rules, options),
    ...(source.projectName === undefined ? {} : { projectName: source.projectName.bind(source) }),
  });
}

/** Warnings of the source are passed on without their samples, which name records; the first read gives none. */
async function openGuarded<Row, Query, View extends Snapshot<Row, Query>>(
  source: DataSource<Row, Query>,
  rules: GuardRules<Row, Query, View>,
  options: OpenOptions,
): Promise<GuardedSnapshot<Row, Query, View>> {
  const exact = (await options.mayReadExact?.()) === true;
  let opened: GuardedSnapshot<Row, Query, View> | null = null;
  const warn: OpenOptions["warn"] = (code, count, sample) => {
    if (exact) options.warn?.(code, count, sample);
    else if (opened?.isLearning !== true) options.warn?.(code, count);
  };
  // The exporter takes the source and the type of its snapshots from one option.
  const view = (await source.open({ ...options, warn })) as View;
  opened = new GuardedSnapshot(view, rules, { opening: options, exact });
  if (exact) options.warn?.(EXACT_PLACES, 1, `policy ${rules.policy.version}`);
  return opened;
}
