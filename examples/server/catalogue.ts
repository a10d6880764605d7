import type { Kysely } from "kysely";
import type { DemoDatabase } from "../demo/open-database.js";

/** A project, as far as the server itself looks at it. */
export interface ProjectEntry {
  readonly id: number;
  readonly name: string;
  /** Whether outsiders must not know of it. */
  readonly draft: boolean;
}

/** A capture set of a project. */
export interface CaptureSetEntry {
  readonly id: number;
  readonly name: string;
  readonly project: number;
}

/** What there is to export: projects and their capture sets, in the order of their ids. */
export interface Catalogue {
  projects(): Promise<readonly ProjectEntry[]>;
  captureSets(projectId: number): Promise<readonly CaptureSetEntry[]>;
}

/** The columns that are read; an alias, since Kysely takes no interface here. */
type CatalogueTables = {
  readonly main_project: { readonly id: number; readonly name: string; readonly draft: boolean };
  readonly main_sourceimagecollection: { readonly id: number; readonly name: string; readonly project_id: number };
};

/**
 * The catalogue of an Antenna database, read anew at every call. That of the generated season is read once: it never changes, and a PGlite has one
 * connection, which an export may hold.
 */
export async function openCatalogue({ db, generated }: DemoDatabase): Promise<Catalogue> {
  const live = liveCatalogue(db.withTables<CatalogueTables>());
  return generated ? await frozenCatalogue(live) : live;
}

function liveCatalogue(db: Kysely<CatalogueTables>): Catalogue {
  return {
    projects: async () => {
      const rows = await db.selectFrom("main_project").select(["id", "name", "draft"]).orderBy("id").execute();
      return rows.map(({ id, name, draft }) => ({ id: Number(id), name, draft }));
    },
    captureSets: async (projectId) => {
      const sets = db.selectFrom("main_sourceimagecollection").select(["id", "name"]).where("project_id", "=", projectId);
      const rows = await sets.orderBy("id").execute();
      return rows.map(({ id, name }) => ({ id: Number(id), name, project: projectId }));
    },
  };
}

async function frozenCatalogue(live: Catalogue): Promise<Catalogue> {
  const projects = await live.projects();
  const sets = new Map<number, readonly CaptureSetEntry[]>();
  for (const { id } of projects) sets.set(id, await live.captureSets(id));
  return { projects: async () => projects, captureSets: async (projectId) => sets.get(projectId) ?? [] };
}
