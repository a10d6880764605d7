import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authorizer } from "vasculum";
import type { Catalogue } from "./catalogue.js";
import { DEMO_TOKENS } from "./demo-tokens.js";
import type { HostUser, HostUsers } from "./host-users.js";

/** Answers whatever is not an export. */
export type Site = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** What the site tells of. */
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

const PAGE: Readonly<Record<string, readonly [file: string, type: string]>> = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
  "/card.js": ["card.js", "text/javascript; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
};

const HEADERS = {
  "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "private, no-cache",
} as const;

const REFUSALS = {
  401: { code: "UNAUTHENTICATED", detail: "You must say who you are first." },
  403: { code: "PERMISSION_DENIED", detail: "You do not have permission to do this." },
  404: { code: "NOT_FOUND", detail: "There is nothing here." },
  405: { code: "METHOD_NOT_ALLOWED", detail: "This method is not allowed here." },
  503: { code: "SOURCE_FAILED", detail: "The data source failed." },
} as const;

/**
 * The page at `/`, and the little that it needs beside the exports, in the style of the reference system's API: `/api/v2/users/me/`,
 * `/api/v2/projects/`, `/api/v2/captures/collections/?project_id=`.
 */
export function createSite(options: SiteOptions): Site {
  return async (req, res) => {
    const { status = 200, type = "application/json", body } = await answer(options, req).catch(() => refusal(503));
    const challenge = status === 401 ? { "WWW-Authenticate": "Bearer, Token" } : {};
    res.writeHead(status, { ...HEADERS, ...challenge, "Content-Type": type, "Content-Length": Buffer.byteLength(body) }).end(body);
    req.resume();
  };
}

async function answer(options: SiteOptions, { method, url = "/", headers }: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  if (method !== "GET" && method !== "HEAD") return refusal(405);
  const page = PAGE[pathname];
  if (page !== undefined) return { type: page[1], body: await readFile(new URL(`page/${page[0]}`, import.meta.url)) };
  if (pathname === "/demo-users.json") return listJson(options.demo ? demoUsers() : []);
  if (!pathname.startsWith("/api/v2/")) return refusal(404);
  const user = options.users.find(headers.authorization);
  if (user === null) return refusal(401);
  if (pathname === "/api/v2/users/me/") return json({ id: user.id, name: user.name, email: user.email, is_superuser: user.superuser });
  if (pathname === "/api/v2/projects/") return listJson(await projectsOf(options, user));
  if (pathname === "/api/v2/captures/collections/") return await captureSets(options, user, searchParams.get("project_id"));
  return refusal(404);
}

async function projectsOf({ authorizer, catalogue }: SiteOptions, user: HostUser): Promise<readonly object[]> {
  const readable = await authorizer.readableProjects(user.id);
  const projects = (await catalogue.projects()).filter(({ id }) => readable === "all" || readable.includes(id));
  return projects.map((project) => ({ ...project, role: user.roles[String(project.id)] ?? null }));
}

async function captureSets({ authorizer, catalogue }: SiteOptions, user: HostUser, text: string | null): Promise<Answer> {
  const projectId = /^[1-9]\d{0,14}$/.test(text ?? "") ? Number(text) : 0;
  const decision = await authorizer.authorize({ action: "read", userId: user.id, projectId });
  if (decision !== "allow") return refusal(decision === "deny" ? 403 : 404);
  return listJson(await catalogue.captureSets(projectId));
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
  return { status, type: "application/problem+json", body: JSON.stringify({ type: "about:blank", status, ...REFUSALS[status] }) };
}
