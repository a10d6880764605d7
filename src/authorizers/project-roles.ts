import type { Authorizer, AuthorizationRequest, Decision, ExportAction } from "../contracts/authorizer.js";
import type { Id } from "../contracts/id.js";

/** The roles of the reference system. A member of a project has one of them. */
export type ProjectRole = "BasicMember" | "Identifier" | "Researcher" | "MLDataManager" | "ProjectManager";

/** The facts that a host gives about its users and projects. */
export interface ProjectRolesOptions {
  /** Returns the user's role in the project now; null for a user who is not a member. */
  roleOf(userId: Id, projectId: Id): Promise<ProjectRole | null>;
  /** Whether outsiders must not know of the project; null when the project does not exist. */
  isDraft(projectId: Id): Promise<boolean | null>;
  /** Every project that the user is a member of. */
  memberProjects(userId: Id): Promise<readonly Id[]>;
  /** Reports whether a user may do everything everywhere; by default nobody may. */
  isSuperuser?(userId: Id): Promise<boolean>;
  /** Lets everybody read and download the exports of every project that is not a draft, as the reference system does; default off. */
  readonly publicRead?: {
    /** Every project that is not a draft. */
    projects(): Promise<readonly Id[]>;
  };
}

const MEMBERS: readonly ProjectRole[] = ["BasicMember", "Identifier", "Researcher", "MLDataManager", "ProjectManager"];
const CREATORS: readonly ProjectRole[] = ["Researcher", "ProjectManager"];
const OPERATORS: readonly ProjectRole[] = ["Researcher", "MLDataManager", "ProjectManager"];

/** The roles that may take each action. A superuser may take all of them. Having created an export confers nothing. */
const MAY: Readonly<Record<ExportAction, readonly ProjectRole[]>> = {
  read: MEMBERS,
  download: MEMBERS,
  create: CREATORS,
  run: CREATORS,
  delete: CREATORS,
  cancel: OPERATORS,
  retry: OPERATORS,
  update: [],
};

/**
 * An {@link Authorizer} with the reference system's roles. Members are denied what their role does not include; of a draft project, and of
 * one that does not exist, nobody else learns anything.
 *
 * @throws TypeError when an option is missing.
 * @example
 * ```ts
 * const authorizer = projectRoles({
 *   roleOf: async (userId, projectId) => (userId === 1 && projectId === 1 ? "Researcher" : null),
 *   isDraft: async (projectId) => (projectId === 1 ? true : null),
 *   memberProjects: async (userId) => (userId === 1 ? [1] : []),
 * });
 * ```
 */
export function projectRoles(options: ProjectRolesOptions): Authorizer {
  for (const name of ["roleOf", "isDraft", "memberProjects"] as const) {
    if (typeof options[name] !== "function") throw new TypeError(`projectRoles needs the option "${name}".`);
  }
  return {
    authorize: (request) => decide(options, request),
    readableProjects: (userId) => readableProjects(options, userId),
  };
}

async function decide(
  options: ProjectRolesOptions,
  { action, userId, projectId }: AuthorizationRequest,
): Promise<Decision> {
  const role = userId === null ? null : await options.roleOf(userId, projectId);
  if (role !== null && MAY[action].includes(role)) return "allow";
  const isDraft = await options.isDraft(projectId);
  if (isDraft === null) return "hide";
  if (userId !== null && (await options.isSuperuser?.(userId))) return "allow";
  if (role !== null) return "deny";
  if (isDraft) return "hide";
  return options.publicRead !== undefined && (action === "read" || action === "download") ? "allow" : "deny";
}

async function readableProjects(
  { memberProjects, isSuperuser, publicRead }: ProjectRolesOptions,
  userId: Id | null,
): Promise<readonly Id[] | "all"> {
  if (userId !== null && (await isSuperuser?.(userId))) return "all";
  const own = userId === null ? [] : await memberProjects(userId);
  return [...new Set([...own, ...((await publicRead?.projects()) ?? [])])];
}
