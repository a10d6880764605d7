import type { Kysely } from "kysely";
import { createKyselySource } from "vasculum/kysely";
import { ownConnection } from "./database.js";
import type { Tables } from "./tables.js";

/** Reads the rows of one project, in the order of their ids. */
export function createSource(db: Kysely<Tables>) {
  return createKyselySource(db, {
    ...ownConnection,
    query: (tables) => tables.selectFrom("sighting").select(["id", "seen_on", "species", "individuals"]),
    key: ["id"],
    scope: (query, { projectId }) => query.where("project_id", "=", Number(projectId)),
  });
}
