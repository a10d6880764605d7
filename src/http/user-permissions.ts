import type { ExportAction } from "../contracts/authorizer.js";
import { isDamaged, type ExportRecord } from "../contracts/export-record.js";
import type { Id } from "../contracts/id.js";
import type { Call } from "./call.js";
import { exportJson } from "./export-json.js";
import type { ExportJson } from "./wire-schemas.js";

const OF_RECORDS = ["update", "delete", "cancel", "retry"] as const;
/** All that can be done with a record whose project cannot be read. */
const OF_UNREADABLE = ["delete"] as const;

/** Returns records as clients see them, each with what this user may do with it. The authorizer is asked once for each project. */
export async function showExports(call: Call, records: readonly ExportRecord[]): Promise<readonly ExportJson[]> {
  const projects = new Set(records.filter(namesProject).map(({ projectId }) => projectId));
  const asked = [...projects].map(async (id) => [id, await permittedActions(call, OF_RECORDS, id)] as const);
  const permissions = new Map(await Promise.all(asked));
  return records.map((record) => {
    const actions = namesProject(record) ? (permissions.get(record.projectId) ?? []) : OF_UNREADABLE;
    return { ...exportJson(record, call.links), user_permissions: actions };
  });
}

/** As `showExports`, for one. */
export async function showExport(call: Call, record: ExportRecord): Promise<ExportJson> {
  const actions = namesProject(record) ? await permittedActions(call, OF_RECORDS, record.projectId) : OF_UNREADABLE;
  return { ...exportJson(record, call.links), user_permissions: actions };
}

/**
 * Those of the actions that the user may do in a project. An authorizer that fails permits none: what was asked for has been done by now, and
 * its answer must not be lost.
 */
export async function permittedActions<Action extends ExportAction>(
  { options, user }: Call,
  actions: readonly Action[],
  projectId: Id,
): Promise<readonly Action[]> {
  try {
    return await options.service.permissions(projectId, actions, { user });
  } catch (error) {
    options.onError(error);
    return [];
  }
}

function namesProject(record: ExportRecord): boolean {
  return !isDamaged(record, "projectId");
}
