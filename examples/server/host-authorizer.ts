import { projectRoles, type Authorizer } from "vasculum";
import type { Catalogue } from "./catalogue.js";
import type { HostUsers } from "./host-users.js";

/** The reference system's roles, of the users there are, on the projects of the catalogue. */
export function createHostAuthorizer(users: HostUsers, catalogue: Catalogue): Authorizer {
  return projectRoles({
    roleOf: async (userId, projectId) => users.get(userId)?.roles[String(projectId)] ?? null,
    isDraft: async (projectId) => (await catalogue.projects()).find(({ id }) => id === projectId)?.draft ?? null,
    memberProjects: async (userId) => Object.keys(users.get(userId)?.roles ?? {}).map(Number),
    isSuperuser: async (userId) => users.get(userId)?.superuser ?? false,
  });
}
