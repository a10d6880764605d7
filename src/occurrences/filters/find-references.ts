import type { ErrorDetail } from "../../contracts/export-error.js";
import type { FilterContext } from "../../contracts/filter-backend.js";
import type { Id } from "../../contracts/id.js";
import { callPort } from "../../core/ports/call-port.js";
import type { OccurrenceSource, Reference, ReferenceKind } from "../model/occurrence-source.js";

/** The ids of a request, and the question about their targets. */
export interface ReferenceQuestion {
  readonly source: Pick<OccurrenceSource, "references">;
  readonly kind: ReferenceKind;
  readonly ids: readonly Id[];
}

/** The target of an id of a request. */
export interface FoundReference {
  /** Undefined for a record that does not exist, and for one that the user may not know of. */
  readonly reference: Reference | undefined;
  readonly standing: "ours" | "foreign" | "missing";
}

/**
 * Looks ids up, in their order. What belongs to a project that the user may not read counts as missing.
 *
 * @throws ExportError `SOURCE_FAILED` when the source cannot look the ids up.
 */
export async function findReferences(
  { source, kind, ids }: ReferenceQuestion,
  context: FilterContext,
): Promise<readonly FoundReference[]> {
  const { scope, signal } = context;
  const found = await callPort("SOURCE_FAILED", () => source.references(kind, ids, { scope, signal }), signal);
  return await Promise.all(ids.map((id) => standingOf(found.get(id), context)));
}

async function standingOf(reference: Reference | undefined, context: FilterContext): Promise<FoundReference> {
  if (reference === undefined) return { reference, standing: "missing" };
  const { projectIds } = reference;
  if (projectIds === null || projectIds.includes(context.scope.projectId)) return { reference, standing: "ours" };
  for (const projectId of projectIds) if (await context.mayRead(projectId)) return { reference, standing: "foreign" };
  return { reference: undefined, standing: "missing" };
}

/** Returns the fault of a reference, in one issue; none where it is the project's. */
export function referenceIssues(key: string, noun: string, { standing }: FoundReference): readonly ErrorDetail[] {
  const path = ["filters", key];
  if (standing === "missing") return [{ path, code: "does_not_exist", message: `${noun} does not exist.` }];
  if (standing === "foreign")
    return [{ path, code: "not_in_project", message: `${noun} does not belong to the selected project.` }];
  return [];
}
