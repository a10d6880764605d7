// #region source
import type { Scope } from "vasculum";
import { createKyselySource, type QueryOf, type RowOf } from "vasculum/kysely";
import { db } from "./field-app.js";

export const source = createKyselySource(db, {
  query: (tables) =>
    tables
      .selectFrom("sighting")
      .innerJoin("visit", "visit.id", "sighting.visit_id")
      .innerJoin("site", "site.id", "visit.site_id")
      .select(["visit.id as visit", "sighting.id", "species", "count", "sex", "note", "observer"])
      .select(["site.name as place", "latitude", "longitude", "visit.day"]),
  key: ["visit", "id"], // so that the sightings of a visit follow one another
  scope: (query, { projectId }) => query.where("site.organisation_id", "=", String(projectId)),
  projectName: async (scope) => (await organisation(db, scope).executeTakeFirst())?.name ?? null,
  relations: {
    photos: {
      query: (tables, rows) => {
        const ids = rows.map(({ id }) => id);
        return tables.selectFrom("photo").select(["sighting_id", "url"]).where("sighting_id", "in", ids).orderBy("id");
      },
      on: { sighting_id: "id" },
    },
  },
});
export type Sighting = RowOf<typeof source>;
export type SightingQuery = QueryOf<typeof source>;
export type SightingView = Awaited<ReturnType<typeof source.open>>;
// #endregion

/** A query, to be run by the host's Kysely or within an export's snapshot. */
export function organisation(tables: typeof db, { projectId }: Scope) {
  return tables
    .selectFrom("organisation")
    .select(["name", "about", "licence", "changed_on"])
    .where("id", "=", String(projectId));
}
