/**
 * A source over any table, and a store of exports, in a database that Kysely speaks to.
 *
 * @module vasculum/kysely
 */
export { createKyselySource, type KyselyRow, type KyselySourceOptions } from "./sources/kysely/create-kysely-source.js";
export {
  guardMysqlPool,
  type MysqlConnectionLike,
  type MysqlPoolLike,
  type MysqlQueryLike,
  type MysqlStreamingLike,
} from "./sources/kysely/guard-mysql-pool.js";
export { guardPool, type PgClientLike, type PgPoolLike } from "./sources/kysely/guard-pool.js";
export type { KyselyView } from "./sources/kysely/kysely-snapshot.js";
export type { KyselySource, QueryOf, RowOf } from "./sources/kysely/kysely-source.js";
export type { KeyColumn, KeyValue, OrderColumns } from "./sources/kysely/order-key.js";
export { createPgliteDialect, type PgliteLike } from "./sources/kysely/pglite-dialect.js";
export type { KyselyRelation } from "./sources/kysely/related-rows.js";
export { createKyselyStore, type KyselyStoreOptions } from "./stores/kysely/kysely-store.js";
export { exportStoreMigrations } from "./stores/kysely/migrations.js";
export type { TableNameOptions } from "./stores/kysely/table-names.js";
