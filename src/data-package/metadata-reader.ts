import type { Snapshot } from "../contracts/data-source.js";
import { ExportError } from "../contracts/export-error.js";
import type { Scope } from "../contracts/scope.js";
import type { PackageContext } from "./package-spec.js";

/** A host's metadata, as a value or from the snapshot. */
export type MetadataOption<Metadata, View> =
  | Metadata
  | ((context: {
      readonly scope: Scope;
      readonly snapshot: View;
      readonly signal: AbortSignal;
    }) => Metadata | Promise<Metadata>);

/**
 * Makes what reads a host's metadata. A value is parsed at once; what a function returns is data, which no retry repairs.
 *
 * @throws TypeError for a value that `parse` refuses. The reader throws ExportError `METADATA_INCOMPLETE`.
 */
export function metadataReader<Metadata extends object, Query, View extends Snapshot<unknown, Query>>(
  metadata: MetadataOption<Metadata, View>,
  parse: (metadata: Metadata) => Metadata,
): (context: PackageContext<Query, View>) => Promise<Metadata> {
  if (typeof metadata !== "function") {
    const fixed = parse(metadata);
    return async () => fixed;
  }
  return async ({ snapshot, run: { scope, signal } }) => {
    const given = await metadata({ scope, snapshot, signal });
    try {
      return parse(given);
    } catch (cause) {
      const message = cause instanceof TypeError ? cause.message : "The metadata cannot be read.";
      const details = [{ path: ["metadata"], code: "invalid", message }];
      throw new ExportError("METADATA_INCOMPLETE", { cause, details });
    }
  };
}
