import type { OpenOptions } from "../../contracts/data-source.js";
import { EXACT_PLACES } from "../../contracts/export-record.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import type { OccurrenceSnapshot, OccurrenceSource, Reference, ReferenceKind } from "../model/occurrence-source.js";
import { ProtectedSnapshot } from "./protected-snapshot.js";

/** Things whose names may tell a place. */
const PLACES: ReadonlySet<ReferenceKind> = new Set<ReferenceKind>([
  "collection",
  "deployment",
  "capture",
  "site",
  "device",
]);

/**
 * Returns a source that gives nothing but what a policy leaves public, for exporters of a host's own. The built-in exporters take the
 * option `policy` instead. Users with `Authorizer.mayReadExact` get the rows as they are.
 *
 * @example const publicSource = protectOccurrences(source, policy);
 */
export function protectOccurrences(source: OccurrenceSource, policy: SensitivityPolicy): OccurrenceSource {
  return Object.freeze<OccurrenceSource>({
    idType: source.idType,
    details: source.details,
    queryset: () => source.queryset(),
    open: (options) => openProtected(source, policy, options),
    references: async (kind, ids, options) => {
      const found = await source.references(kind, ids, options);
      return PLACES.has(kind) ? new Map([...found].map(([id, reference]) => [id, unnamed(reference)])) : found;
    },
    ...(source.defaults === undefined ? {} : { defaults: source.defaults.bind(source) }),
    ...(source.projectName === undefined ? {} : { projectName: source.projectName.bind(source) }),
  });
}

async function openProtected(
  source: OccurrenceSource,
  policy: SensitivityPolicy,
  options: OpenOptions,
): Promise<OccurrenceSnapshot> {
  const exact = (await options.mayReadExact?.()) === true;
  if (!exact) return await ProtectedSnapshot.open(source, policy, options);
  const snapshot = await source.open(options);
  options.warn?.(EXACT_PLACES, 1, `policy ${policy.version}`);
  return snapshot;
}

function unnamed(reference: Reference): Reference {
  return { ...reference, name: `id ${reference.id}` };
}
