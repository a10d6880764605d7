import { isDeepStrictEqual } from "node:util";
import { AndNode, type OperationNode, type OperationNodeSource, ParensNode, SelectQueryNode, WhereNode } from "kysely";
import { ExportError } from "../../contracts/export-error.js";

/** Parts of a select that would act on rows before the scope does, or contradict the order key. */
const REFUSED = ["distinctOn", "endModifiers", "explain", "fetch", "limit", "offset", "orderBy", "setOperations", "top"] as const;

/**
 * The query's parts.
 *
 * @throws TypeError when it is no select, or has a part that belongs into a subquery of it.
 */
export function selectOf(query: OperationNodeSource): SelectQueryNode {
  const node = query.toOperationNode();
  if (!SelectQueryNode.is(node)) throw new TypeError("The query must be a select.");
  const refused = REFUSED.filter((part) => node[part] !== undefined);
  if (refused.length > 0) throw new TypeError(`The query must not have ${refused.join(", ")}: move it into a subquery.`);
  if (node.selections === undefined || node.selections.length === 0) throw new TypeError("The query must select columns.");
  return node;
}

/** The names of the columns that a query gives; null when it does not say, as with `selectAll`. */
export function columnsOf({ selections = [] }: SelectQueryNode): ReadonlySet<string> | null {
  const names = selections.map(({ selection }) => nameOf(selection));
  return names.every((name) => name !== null) ? new Set(names) : null;
}

/** The queries from which rows are selected. */
export interface Selection {
  /** What filters were given. */
  readonly queryset: SelectQueryNode;
  /** The same with the scope. */
  readonly scoped: SelectQueryNode;
}

/**
 * The scoped query, narrowed by the conditions that filters made of the queryset. Conditions are all that is taken from them: whatever
 * a filter took off or put beside an `or` is still demanded by the scoped query.
 *
 * @throws ExportError `FILTER_FAILED` when a filter changed anything else.
 */
export function narrowed({ queryset, scoped }: Selection, filtered: OperationNode): OperationNodeSource {
  if (!SelectQueryNode.is(filtered) || !isDeepStrictEqual({ ...filtered, where: null }, { ...queryset, where: null })) {
    throw new ExportError("FILTER_FAILED", { message: "A filter may give the query conditions, and nothing else." });
  }
  const where = [scoped.where, filtered.where === queryset.where ? undefined : filtered.where]
    .filter((condition) => condition !== undefined)
    .map((condition) => ParensNode.create(condition.where));
  const [first, second] = where;
  if (first === undefined) return asSource(scoped);
  return asSource({ ...scoped, where: WhereNode.create(second === undefined ? first : AndNode.create(first, second)) });
}

function asSource(node: SelectQueryNode): OperationNodeSource {
  return { toOperationNode: () => node };
}

function nameOf(node: OperationNode): string | null {
  const part = "alias" in node ? node.alias : "column" in node ? node.column : null;
  if (typeof part === "string") return part;
  if (!isNode(part)) return null;
  return "name" in part && typeof part.name === "string" ? part.name : nameOf(part);
}

function isNode(value: unknown): value is OperationNode {
  return typeof value === "object" && value !== null && "kind" in value;
}
