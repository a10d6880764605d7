import { createHash } from "node:crypto";
import { PAGE_FILES } from "./page-files.js";
import { pageConfig, type PageOptions } from "./page-options.js";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
};

/** A request for the page. */
export interface PageRequest {
  readonly method: string;
  /** The place where the page is mounted, without a slash at its end. */
  readonly base: string;
  /** Below the place where the page is mounted: `/`, `/page.js`; empty for the place itself, without its slash. */
  readonly path: string;
  readonly headers: Headers;
}

/** Answers a request for the page; null for what is not of the page. */
export type AnswerPage = (request: PageRequest) => Response | null;

interface PageFile {
  readonly body: string;
  readonly tag: string;
  readonly type: string;
}

/** The page's files and its configuration, made once. @throws TypeError when an option is malformed. */
export function createPageAnswers(options: PageOptions): AnswerPage {
  const config = pageConfig(options);
  const files = new Map(Object.entries(PAGE_FILES).map(([name, body]) => [`/${name}`, fileOf(name, body)]));
  files.set("/config.json", fileOf("config.json", JSON.stringify(config)));
  const headers = headersOf(config.api);
  return ({ method, base, path, headers: asked }) => {
    if (path === "") return new Response(null, { status: 308, headers: { ...headers, Location: `${base}/` } });
    const file = files.get(path === "/" ? "/index.html" : path);
    if (file === undefined) return null;
    if (method !== "GET" && method !== "HEAD")
      return new Response(null, { status: 405, headers: { ...headers, Allow: "GET, HEAD" } });
    const { body, tag, type } = file;
    if (asked.get("if-none-match") === tag)
      return new Response(null, { status: 304, headers: { ...headers, ETag: tag } });
    const content = { ...headers, ETag: tag, "Content-Type": type, "Content-Length": String(Buffer.byteLength(body)) };
    return new Response(method === "HEAD" ? null : body, { headers: content });
  };
}

function fileOf(name: string, body: string): PageFile {
  const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  return { body, tag, type: TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream" };
}

/** Nothing runs but the page's own scripts, and nothing is asked but its own server and the API's. */
function headersOf(api: string): Readonly<Record<string, string>> {
  const origin = URL.canParse(api) ? ` ${new URL(api).origin}` : "";
  return {
    "Content-Security-Policy": `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'${origin}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
  };
}
