/**
 * The HTTP handler as middleware for Express 4 and 5.
 *
 * @module vasculum/express
 */
export {
  createExpressMiddleware,
  type ExpressMiddleware,
  type ExpressRequestLike,
} from "./http/create-express-middleware.js";
