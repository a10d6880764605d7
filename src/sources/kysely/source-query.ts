import { isDeepStrictEqual } from "node:util";
import { AndNode, type OperationNode, type OperationNodeSource, ParensNode, SelectQueryNode, WhereNode } from "kysely";
import { ExportError } from "../../contracts/export-error.js";

/** Parts of a select that would act on rows before the scope does, or contradict the order key. */
const REFUSED = [
  "distinctOn",
  "endModifiers",
  "explain",
  "fetch",
  "limit",
  "offset",
  "orderBy",
  "setOperations",
  "top",
] as const;

/**
 * The query's parts.
 *
 * @throws TypeError when it is no select, or has a part that belongs into a subquery of it.
 */
export function selectOf(query: OperationNodeSource): SelectQueryNode {
  const node = query.toOperationNode();
  if (!SelectQueryNode.is(node)) throw new TypeError("The query must be a select.");
  const refused = REFUSED.filter((part) => node[part] !== undefined);
  if (refused.length > 0)
    throw new TypeError(`The query must not have ${refused.join(", ")}: move it into a subquery.`);
  if (node.selections === undefined || node.selections.length === 0)
    throw new TypeError("The query must select columns.");
  return node;
}

/** The names of the columns that a query gives; null when it does not say, as with `selectAll`. */
export function columnsOf({ selections = [] }: SelectQueryNode): readonly string[] | null {
  const names = selections.map(({ selection }) => nameOf(selection));
  return names.every((name) => name !== null) ? names : null;
}

/** The selection of rows, before filters. */
export interface Selection {
  /** The query that filters received. */
  readonly queryset: SelectQueryNode;
  /** The conditions that every row meets, whatever a filter did: the query's own and the scope's. */
  readonly demanded: readonly OperationNode[];
}

/**
 * The rows of a scope.
 *
 * @param scoped - what `scope` made of the query without its conditions.
 * @throws ExportError `SOURCE_FAILED` when it changed anything else.
 */
export function scopedSelection(queryset: SelectQueryNode, scoped: OperationNode): Selection {
  if (isNarrowed(queryset, scoped)) return { queryset, demanded: [...conditionsOf(queryset), ...conditionsOf(scoped)] };
  throw new ExportError("SOURCE_FAILED", {
    retryable: false,
    message: "The scope may give the query conditions, and nothing else.",
  });
}

/**
 * The rows of a scope, narrowed by the conditions that filters made of the queryset. Conditions are all that is taken from them:
 * whatever a filter took off is still demanded. Each condition stands in parentheses, since Kysely writes raw SQL as it is, and an `or`
 * in one would undo the others.
 *
 * @throws ExportError `FILTER_FAILED` when a filter changed anything else.
 */
export function narrowed({ queryset, demanded }: Selection, filtered: OperationNode): OperationNodeSource {
  if (!isNarrowed(queryset, filtered)) {
    throw new ExportError("FILTER_FAILED", { message: "A filter may give the query conditions, and nothing else." });
  }
  const { where: _, ...unrestricted } = queryset;
  const [first, ...others] = [...new Set([...demanded, ...conditionsOf(filtered)])].map((condition) =>
    ParensNode.create(condition),
  );
  if (first === undefined) return asSource(unrestricted);
  const all = others.reduce<OperationNode>((left, right) => AndNode.create(left, right), first);
  return asSource({ ...unrestricted, where: WhereNode.create(all) });
}

/** Whether a query differs from the queryset in its conditions alone. */
function isNarrowed(queryset: SelectQueryNode, query: OperationNode): query is SelectQueryNode {
  return SelectQueryNode.is(query) && isDeepStrictEqual({ ...query, where: null }, { ...queryset, where: null });
}

/** Returns the conditions of each call of `where`. */
function conditionsOf({ where }: SelectQueryNode): readonly OperationNode[] {
  const conditions: OperationNode[] = [];
  let rest = where?.where;
  while (rest !== undefined && AndNode.is(rest)) {
    conditions.unshift(rest.right);
    rest = rest.left;
  }
  return rest === undefined ? [] : [rest, ...conditions];
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
