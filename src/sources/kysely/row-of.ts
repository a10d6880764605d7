import type { DataSource } from "../../contracts/data-source.js";

/** A row of a source. */
export type RowOf<Source> = Source extends DataSource<infer Row, infer _Query> ? Row : never;

/** The query that a source's filter backends narrow. */
export type QueryOf<Source extends { queryset(): unknown }> = ReturnType<Source["queryset"]>;
