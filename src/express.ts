export { createExpressMiddleware, type ExpressMiddleware, type ExpressRequestLike } from "./http/create-express-middleware.js";
export type { ExportHandlerOptions } from "./http/handler-options.js";
