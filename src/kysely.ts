export { guardPool, type PgClientLike, type PgPoolLike } from "./sources/kysely/guard-pool.js";
export { createPgliteDialect, type PgliteLike } from "./sources/kysely/pglite-dialect.js";
export { createKyselyStore, type KyselyStoreOptions } from "./stores/kysely/kysely-store.js";
export { exportStoreMigrations } from "./stores/kysely/migrations.js";
export type { TableNameOptions } from "./stores/kysely/table-names.js";
