import { type Expression, type ExpressionBuilder, expressionBuilder, type RawBuilder, sql, type SqlBool } from "kysely";
import { ExportError } from "../../contracts/export-error.js";
import type { OwnConditions } from "../../occurrences/model/own-restrictions.js";

/** The columns of `main_occurrence` that the source reads itself: what a host's condition knows where its database is not typed. */
export interface AntennaOccurrenceTable {
  readonly id: number | string;
  readonly project_id: number | string;
  readonly event_id: number | string | null;
  readonly deployment_id: number | string | null;
  readonly determination_id: number | string | null;
  readonly determination_score: number | null;
  readonly created_at: Date | string;
  readonly updated_at: Date | string;
}

/** The host's tables, and an occurrence `o`. */
export type AntennaTables<DB> = DB & {
  readonly o: DB extends { readonly main_occurrence: infer Table } ? Table : AntennaOccurrenceTable;
};

/** A host's own restrictions of an Antenna source: Kysely conditions on an occurrence `o`. */
export type AntennaConditions<DB, Own> = OwnConditions<
  Own,
  ExpressionBuilder<AntennaTables<DB>, "o">,
  Expression<SqlBool>
>;

/**
 * Writes a condition of the host's, in parentheses so that it cannot change the meaning of what stands beside it.
 *
 * @throws ExportError `FILTER_FAILED` when the host's function throws, or gives anything but a Kysely expression.
 */
export function ownCondition<DB>(
  condition: (occurrence: ExpressionBuilder<AntennaTables<DB>, "o">) => Expression<SqlBool>,
): RawBuilder<boolean> {
  const expression: unknown = condition(expressionBuilder<AntennaTables<DB>, "o">());
  if (isExpression(expression)) return sql<boolean>`(${expression})`;
  throw new ExportError("FILTER_FAILED", { message: "An own restriction must give a Kysely expression." });
}

function isExpression(value: unknown): value is Expression<SqlBool> {
  return typeof value === "object" && value !== null && "toOperationNode" in value;
}
