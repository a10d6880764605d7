import type { SensitivityPolicy } from "./sensitivity-policy.js";

declare const PUBLIC: unique symbol;

/**
 * A source whose rows have passed the policy, where there is one. Exporters take no other, so that no writer, of whatever format, reads
 * rows as the host's source has them.
 */
export type PublicSource<Source> = Source & { readonly [PUBLIC]: true };

/** Protects a source by the policy of an exporter. Without a policy all its rows are public. */
export function publicSource<Source extends object>(
  source: Source,
  policy: SensitivityPolicy | undefined,
  protect: (source: Source, policy: SensitivityPolicy) => Source,
): PublicSource<Source> {
  const rows = policy === undefined ? source : protect(source, policy);
  return rows as PublicSource<Source>; // the one place where a source becomes public
}
