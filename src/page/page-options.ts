/** The addresses that the page reads from. They are those that the browser asks, relative to `api` or absolute. */
export interface PageOptions {
  /** The address in front of `exports/`, as the browser sees it: `/api/v2/`. */
  readonly api: string;
  /**
   * The address of the projects: a list of `{ id, name }`, or `{ results }` with one. The page also shows `role`,
   * `draft`, `license` and `rights_holder`. By default users type the id of their project.
   */
  readonly projects?: string;
  /**
   * The address of the things that a filter may name, by the filter's key: a list of `{ id, name }`, or `{ results }`
   * with one. `{project}` stands for the project's id: `{ deployment_id: "deployments/?project_id={project}" }`. By
   * default users type ids.
   */
  readonly choices?: Readonly<Record<string, string>>;
  /** `"session"` (the default): cookies say who asks. `"token"`: the page asks for a token, and sends it as `Authorization: Bearer`. */
  readonly login?: "session" | "token";
  /** The address of well-known users of a trial: a list of `{ name, token }`. By default none. */
  readonly users?: string;
  /** By default `Exports`. */
  readonly title?: string;
}

/** The configuration that the page receives from its host. */
export type PageConfig = Required<Omit<PageOptions, "projects" | "users">> & {
  readonly projects: string | null;
  readonly users: string | null;
};

/** @throws TypeError when an address is none. */
export function pageConfig(options: PageOptions): PageConfig {
  const { api, projects = null, users = null, choices = {}, login = "session", title = "Exports" } = options;
  if (typeof api !== "string" || !URL.canParse(api, "http://localhost"))
    throw new TypeError('The page needs the option "api", such as "/api/v2/".');
  return { api: api.replace(/\/?$/, "/"), projects, users, choices, login, title };
}
