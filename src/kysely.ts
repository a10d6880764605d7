export { guardPool, type PgClientLike, type PgPoolLike } from "./sources/kysely/guard-pool.js";
export { createPgliteDialect, type PgliteLike } from "./sources/kysely/pglite-dialect.js";
