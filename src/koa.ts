/**
 * The HTTP handler as middleware for Koa 2 and 3.
 *
 * @module vasculum/koa
 */
export { createKoaMiddleware, type KoaContextLike, type KoaMiddleware } from "./http/create-koa-middleware.js";
