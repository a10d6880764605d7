import { ExportError } from "../../contracts/export-error.js";
import type { ExportRecord } from "../../contracts/export-record.js";
import type { ListOptions } from "../../contracts/export-store.js";
import type { Id } from "../../contracts/id.js";
import type { Actor } from "./actor.js";
import { authorize } from "../ports/authorize.js";
import { callInTime } from "../ports/call-in-time.js";
import type { ServiceParts } from "../service-parts.js";

/** Which exports, in which order; newest first, ten, from the first, when nothing is said. */
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
export async function listExports(parts: ServiceParts, options: ListExportsOptions): Promise<ExportPage> {
  const { projectId, user, orderBy = "createdAt", direction = "desc", limit = 10, offset = 0 } = options;
  const projectIds = projectId === undefined ? await readableProjects(parts, user) : await oneProject(parts, { user, projectId });
  if (projectIds?.length === 0 && user === null) throw new ExportError("UNAUTHENTICATED");
  if (projectIds?.length === 0) return { count: 0, records: [] };
  return await parts.store.list({ orderBy, direction, limit, offset, ...(projectIds === undefined ? {} : { projectIds }) });
}

async function oneProject(parts: ServiceParts, whose: { readonly user: Actor["user"]; readonly projectId: Id }): Promise<readonly Id[]> {
  await authorize(parts, "read", whose);
  return [whose.projectId];
}

async function readableProjects(parts: ServiceParts, user: Actor["user"]): Promise<readonly Id[] | undefined> {
  const readable = await callInTime("AUTHORIZER_FAILED", () => parts.authorizer.readableProjects(user?.id ?? null), parts.leaseMs);
  return readable === "all" ? undefined : readable;
}
