/**
 * A web page from which people ask for exports: filters and options, a preview, progress, downloads. Static files and one handler.
 *
 * @module vasculum/page
 */
export { createPageHandler, type PageHandlerOptions } from "./page/create-page-handler.js";
export { createExpressPage, createKoaPage } from "./page/create-page-middleware.js";
export type { PageOptions } from "./page/page-options.js";
