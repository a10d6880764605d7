import type { Snapshot } from "../contracts/data-source.js";
import { guardPackage } from "../data-package/guard-package.js";
import { inexpressible } from "../data-package/inexpressible.js";
import type { SensitivityPolicy } from "../sensitivity/sensitivity-policy.js";
import { checkTermsOfPolicy } from "../sensitivity/terms/check-terms-of-policy.js";
import { type GuardedQuery, type GuardedRow, guardedAs } from "../sensitivity/terms/guarded-row.js";
import type { GuardedSnapshot } from "../sensitivity/terms/guarded-snapshot.js";
import { joinFacts } from "../sensitivity/terms/row-facts.js";
import type { CamtrapMetadata } from "./camtrap-metadata.js";
import type { CamtrapPackageOptions } from "./camtrap-package-options.js";
import { GuardedDeployments, GuardedMedia, type GuardedObservation, GuardedObservations } from "./guarded-tables.js";

const WITHHELD = "The place of a sensitive row is withheld, and a Camtrap DP must name one.";

/** A package of rows that are read only through what a policy leaves of their cells. */
type GuardedPackage<
  Row,
  Query,
  View extends Snapshot<Row, Query>,
  Deployment,
  Medium,
  Observation,
> = CamtrapPackageOptions<
  GuardedRow<Row>,
  GuardedQuery<Query>,
  GuardedSnapshot<Row, Query, View>,
  GuardedRow<Deployment>,
  GuardedRow<Medium>,
  GuardedObservation<Observation>
>;

/** The tables of a package. */
type Tables = "deployments" | "media" | "observations";

/**
 * A package's options over rows that are read only through what a policy leaves of their cells. Media of sensitive rows are left out, with the
 * observations of them.
 *
 * @throws TypeError for fields without the terms that the policy needs.
 */
export function guardCamtrapPackage<Row, Query, View extends Snapshot<Row, Query>, Deployment, Medium, Observation>(
  options: CamtrapPackageOptions<Row, Query, View, Deployment, Medium, Observation>,
  policy: SensitivityPolicy,
): GuardedPackage<Row, Query, View, Deployment, Medium, Observation> {
  const { deployments, media, observations } = options;
  const tables = {
    deployments: new GuardedDeployments(deployments.fields, policy),
    media: new GuardedMedia(media.fields, policy),
    observations: new GuardedObservations(observations.fields, policy),
  };
  const terms = Object.values(tables).flatMap((table) => table.terms);
  checkTermsOfPolicy(
    terms.map((term) => ({ term })),
    policy,
  );
  const factsOf = function* (row: Row) {
    for (const one of deployments.rows(row)) yield tables.deployments.factsOf(one);
    for (const one of media.rows(row)) yield tables.media.factsOf(one);
    for (const one of observations.rows(row)) yield tables.observations.factsOf(one);
  };
  return {
    ...options,
    ...guardPackage<Row, Query, View, CamtrapMetadata>(options, {
      policy,
      factsOf: (row) => joinFacts([...factsOf(row)]),
    }),
    ...guardedRows(options, tables),
  };
}

function guardedRows<Row, Query, View extends Snapshot<Row, Query>, Deployment, Medium, Observation>(
  { deployments, media, observations }: CamtrapPackageOptions<Row, Query, View, Deployment, Medium, Observation>,
  tables: {
    readonly deployments: GuardedDeployments<Deployment>;
    readonly media: GuardedMedia<Medium>;
    readonly observations: GuardedObservations<Observation>;
  },
): Pick<GuardedPackage<Row, Query, View, Deployment, Medium, Observation>, Tables> {
  const shownMedia = function* ({ row, guard }: GuardedRow<Row>) {
    for (const one of media.rows(row)) if (tables.media.shows(one, guard)) yield one;
  };
  const { taxon } = observations;
  return {
    deployments: {
      fields: tables.deployments.fields,
      *rows(row) {
        if (row.guard.category === "withheld") throw inexpressible("withheld", WITHHELD);
        for (const one of deployments.rows(row.row)) yield guardedAs(one, row);
      },
    },
    media: {
      fields: tables.media.fields,
      *rows(row) {
        for (const one of shownMedia(row)) yield guardedAs(one, row);
      },
    },
    observations: {
      fields: tables.observations.fields,
      ...(taxon === undefined ? {} : { taxon: ({ row }) => taxon(row) }),
      *rows(row) {
        const shown = new Set(Array.from(shownMedia(row), (one) => tables.media.idOf(one)));
        for (const one of observations.rows(row.row))
          if (tables.observations.shows(one, shown)) yield { ...guardedAs(one, row), media: shown };
      },
    },
  };
}
