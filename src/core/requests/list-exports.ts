import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ListOptions } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import { showDamage } from "../lifecycle/damaged-patch.js";
import type { Actor } from "../ports/authorize.js";
import { authorize, readableProjects } from "../ports/authorize.js";
import type { ResolvedOptions } from "../ports/service-options.js";

/** Selects exports, and their order. The defaults are the newest first, ten, from the first. */
export interface ListExportsOptions extends Actor, Partial<Omit<ListOptions, "projectIds">> {
  /** Only this project's; absent for all that the user may read. */
  readonly projectId?: Id;
}

/** A page of exports, and how many there are in all. */
export interface ExportPage {
  readonly count: number;
  readonly records: readonly ExportRecord[];
}

/** Lists exports that a user may read. @throws ExportError `NOT_FOUND`, `PERMISSION_DENIED` or `UNAUTHENTICATED` for a project that they may not. */
export async function listExports(host: ResolvedOptions, options: ListExportsOptions): Promise<ExportPage> {
  const { projectId, user, orderBy = "createdAt", direction = "desc", limit = 10, offset = 0 } = options;
  const projectIds =
    projectId === undefined ? await projectsOf(host, user) : await oneProject(host, { user, projectId });
  if (projectIds?.length === 0 && user === null) throw new ExportError("UNAUTHENTICATED");
  if (projectIds?.length === 0) return { count: 0, records: [] };
  const { count, records } = await host.store.list({
    orderBy,
    direction,
    limit,
    offset,
    ...(projectIds === undefined ? {} : { projectIds }),
  });
  for (const record of records) host.reportDamage(record, "list");
  return { count, records: records.map(showDamage) };
}

async function oneProject(
  host: ResolvedOptions,
  whose: { readonly user: Actor["user"]; readonly projectId: Id },
): Promise<readonly Id[]> {
  await authorize(host, "read", { ...whose, named: "project" });
  return [whose.projectId];
}

async function projectsOf(host: ResolvedOptions, user: Actor["user"]): Promise<readonly Id[] | undefined> {
  const readable = await readableProjects(host, user);
  return readable === "all" ? undefined : readable;
}
