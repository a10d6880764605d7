import type { JsonObject } from "../contracts/json.js";

/** What the job of an export of occurrences is called: `Export occurrences`, or `Export occurrences for capture set <id>`. */
export function exportJobName({ collection_id: id, collection = id }: JsonObject): string {
  return collection == null ? "Export occurrences" : `Export occurrences for capture set ${String(collection)}`;
}
