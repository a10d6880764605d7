import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../contracts/id.js";
import type { ProjectDescription } from "../../occurrences/model/occurrence-source.js";
import { bigintOf, filled, idOf, type Text, timestampOf } from "./antenna-values.js";

/** A project's row with its owner's name. */
export interface ProjectRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly rightsHolder: string;
  readonly ownerName: Text;
  readonly updatedAt: string;
}

/** The statement that finds a project; no row when there is none. */
export function selectProject(projectId: Id): RawBuilder<ProjectRow> {
  return sql<ProjectRow>`
    select p.id::text as "id", p.name, p.description, p.license, p.rights_holder as "rightsHolder", u.name as "ownerName",
      p.updated_at::text as "updatedAt"
    from main_project p
    left join users_user u on u.id = p.owner_id
    where p.id = ${bigintOf(projectId)}::bigint`;
}

/** The project of a row. Antenna's empty texts say nothing, and become null. */
export function projectOf(row: ProjectRow): ProjectDescription {
  return {
    id: idOf(row.id),
    name: row.name,
    description: filled(row.description),
    license: filled(row.license),
    rightsHolder: filled(row.rightsHolder),
    ownerName: filled(row.ownerName),
    updatedAt: timestampOf(row.updatedAt),
  };
}
