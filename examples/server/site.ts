import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authorizer } from "vasculum";
import type { Catalogue } from "./catalogue.js";
import { DEMO_TOKENS } from "./demo-tokens.js";
import type { HostUser, HostUsers } from "./host-users.js";

/** Answers whatever is neither an export nor the page. */
export type Site = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** The parts that the site describes. */
export interface SiteOptions {
  readonly users: HostUsers;
  readonly authorizer: Authorizer;
  readonly catalogue: Catalogue;
  /** Whether the well-known tokens are good, and the page may offer them. */
  readonly demo: boolean;
}

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: string | Uint8Array;
}

const HEADERS = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "private, no-cache",
} as const;

const REFUSALS = {
  401: { code: "UNAUTHENTICATED", detail: "Authentication is required." },
  403: { code: "PERMISSION_DENIED", detail: "You do not have permission to do this." },
  404: { code: "NOT_FOUND", detail: "This address does not exist." },
  405: { code: "METHOD_NOT_ALLOWED", detail: "This method is not allowed here." },
  503: { code: "SOURCE_FAILED", detail: "The data source failed." },
} as const;

/**
 * What the page needs beside the exports, in the style of the reference system's API: `/api/v2/users/me/`, `/api/v2/projects/`,
 * `/api/v2/captures/collections/?project_id=`, `/api/v2/deployments/?project_id=`.
 */
export function createSite(options: SiteOptions): Site {
  return async (req, res) => {
    const { status = 200, type = "application/json", body } = await answer(options, req).catch(() => refusal(503));
    const challenge = status === 401 ? { "WWW-Authenticate": "Bearer, Token" } : {};
    res
      .writeHead(status, { ...HEADERS, ...challenge, "Content-Type": type, "Content-Length": Buffer.byteLength(body) })
      .end(body);
    req.resume();
  };
}

async function answer(options: SiteOptions, { method, url = "/", headers }: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  if (method !== "GET" && method !== "HEAD") return refusal(405);
  if (pathname === "/demo-users.json") return listJson(options.demo ? demoUsers() : []);
  if (!pathname.startsWith("/api/v2/")) return refusal(404);
  const user = options.users.find(headers.authorization);
  if (user === null) return refusal(401);
  if (pathname === "/api/v2/users/me/")
    return json({ id: user.id, name: user.name, email: user.email, is_superuser: user.superuser });
  if (pathname === "/api/v2/projects/") return listJson(await projectsOf(options, user));
  const list = LISTS[pathname];
  if (list !== undefined) return await listOfProject(options, user, { list, text: searchParams.get("project_id") });
  return refusal(404);
}

async function projectsOf({ authorizer, catalogue }: SiteOptions, user: HostUser): Promise<readonly object[]> {
  const readable = await authorizer.readableProjects(user.id);
  const projects = (await catalogue.projects()).filter(({ id }) => readable === "all" || readable.includes(id));
  return projects.map((project) => ({ ...project, role: user.roles[String(project.id)] ?? null }));
}

/** What is listed for one project. */
const LISTS: Readonly<Record<string, "captureSets" | "stations">> = {
  "/api/v2/captures/collections/": "captureSets",
  "/api/v2/deployments/": "stations",
};

async function listOfProject(
  { authorizer, catalogue }: SiteOptions,
  user: HostUser,
  { list, text }: { readonly list: "captureSets" | "stations"; readonly text: string | null },
): Promise<Answer> {
  const projectId = /^[1-9]\d{0,14}$/.test(text ?? "") ? Number(text) : 0;
  const decision = await authorizer.authorize({ action: "read", userId: user.id, projectId });
  if (decision !== "allow") return refusal(decision === "deny" ? 403 : 404);
  return listJson(await catalogue[list](projectId));
}

function demoUsers(): readonly object[] {
  return Object.entries(DEMO_TOKENS).map(([token, { name }]) => ({ token, name }));
}

/** A list in one page. */
function listJson(results: readonly object[]): Answer {
  return json({ count: results.length, next: null, previous: null, results });
}

function json(value: object): Answer {
  return { body: JSON.stringify(value) };
}

/** As RFC 9457 has it. */
function refusal(status: keyof typeof REFUSALS): Answer {
  return {
    status,
    type: "application/problem+json",
    body: JSON.stringify({ type: "about:blank", status, ...REFUSALS[status] }),
  };
}
