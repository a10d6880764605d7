// #region members
import type { Kysely } from "kysely";
import type { Authorizer, ExportUser, Id } from "vasculum";
import type { Tables } from "./database.js";

/** Returns whose token a request bears: your sessions in place of a table of tokens. */
export async function userOf(db: Kysely<Tables>, { headers }: Request): Promise<ExportUser | null> {
  const token = /^Bearer (\S+)$/.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  const user = await db.selectFrom("member").select(["id", "name"]).where("token", "=", token).executeTakeFirst();
  return user ?? null;
}

/** Members may do everything in their organisation. To others it does not exist. */
export function membersOnly(db: Kysely<Tables>): Authorizer {
  const organisationsOf = async (userId: Id | null): Promise<readonly string[]> => {
    if (userId === null) return [];
    const rows = await db.selectFrom("member").select("organisation_id").where("id", "=", String(userId)).execute();
    return rows.map(({ organisation_id }) => organisation_id);
  };
  return {
    authorize: async ({ userId, projectId }) =>
      (await organisationsOf(userId)).includes(String(projectId)) ? "allow" : "hide",
    readableProjects: organisationsOf,
  };
}
// #endregion
