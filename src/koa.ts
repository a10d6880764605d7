export { createKoaMiddleware, type KoaContextLike, type KoaMiddleware } from "./http/create-koa-middleware.js";
export type { ExportHandlerOptions } from "./http/handler-options.js";
