import type { ExportRecord } from "../../contracts/export-record.js";
import type { CreateOptions, NewExport } from "../../contracts/export-store.js";

/** The limit that one more export would break, or null. Pending and running exports count, deleted ones do not. */
export function reachedLimit(
  records: readonly ExportRecord[],
  newExport: Pick<NewExport, "user" | "projectId">,
  { perUser = Infinity, perProject = Infinity }: NonNullable<CreateOptions["limits"]>,
): "perUser" | "perProject" | null {
  const active = records.filter(({ status, deleted }) => !deleted && (status === "pending" || status === "running"));
  if (active.filter(({ user }) => user.id === newExport.user.id).length >= perUser) return "perUser";
  if (active.filter(({ projectId }) => projectId === newExport.projectId).length >= perProject) return "perProject";
  return null;
}
