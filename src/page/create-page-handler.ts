import { createPageAnswers } from "./answer-page.js";
import type { PageOptions } from "./page-options.js";

/** Options of a handler that no framework mounts. */
export interface PageHandlerOptions extends PageOptions {
  /** The path of the page: `/exports`. Default none. */
  readonly basePath?: string;
}

/**
 * The page as one function of the Fetch API, for anything that speaks it. What is not of the page is a 404.
 *
 * @example const answer = await page(new Request("https://example.org/exports/"));
 * @throws TypeError when an option is malformed.
 */
export function createPageHandler(options: PageHandlerOptions): (request: Request) => Promise<Response> {
  const { basePath = "" } = options;
  const answer = createPageAnswers(options);
  return async ({ method, url, headers }) => {
    const { pathname } = new URL(url);
    const isOurs = pathname === basePath || pathname.startsWith(`${basePath}/`);
    const response = isOurs ? answer({ method, base: basePath, path: pathname.slice(basePath.length), headers }) : null;
    return response ?? new Response("This address does not exist.", { status: 404 });
  };
}
