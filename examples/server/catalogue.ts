import type { Kysely } from "kysely";
import type { DemoDatabase } from "../demo/open-database.js";

/** A project, as far as the server itself looks at it. */
export interface ProjectEntry {
  readonly id: number;
  readonly name: string;
  /** Whether outsiders must not know of it. */
  readonly draft: boolean;
  /** Empty for none. */
  readonly license: string;
  readonly rights_holder: string;
}

/** A capture set or a station of a project. */
export interface NamedEntry {
  readonly id: number;
  readonly name: string;
  readonly project: number;
}

/** What there is to export: projects with their capture sets and stations, in the order of their ids. */
export interface Catalogue {
  projects(): Promise<readonly ProjectEntry[]>;
  captureSets(projectId: number): Promise<readonly NamedEntry[]>;
  stations(projectId: number): Promise<readonly NamedEntry[]>;
}

interface NamedRow {
  readonly id: number;
  readonly name: string;
  readonly project_id: number;
}

/** The columns that are read; an alias, since Kysely takes no interface here. */
type CatalogueTables = {
  readonly main_project: ProjectEntry;
  readonly main_sourceimagecollection: NamedRow;
  readonly main_deployment: NamedRow;
};

/**
 * The catalogue of an Antenna database, read again at every call. That of the generated season is read once: it never changes, and a PGlite has one
 * connection, which an export may hold.
 */
export async function openCatalogue({ db, generated }: DemoDatabase): Promise<Catalogue> {
  const live = liveCatalogue(db.withTables<CatalogueTables>());
  return generated ? await frozenCatalogue(live) : live;
}

function liveCatalogue(db: Kysely<CatalogueTables>): Catalogue {
  const listOf =
    (table: "main_sourceimagecollection" | "main_deployment") =>
    async (projectId: number): Promise<readonly NamedEntry[]> => {
      const rows = await db
        .selectFrom(table)
        .select(["id", "name"])
        .where("project_id", "=", projectId)
        .orderBy("id")
        .execute();
      return rows.map(({ id, name }) => ({ id: Number(id), name, project: projectId }));
    };
  return {
    projects: async () => {
      const columns = ["id", "name", "draft", "license", "rights_holder"] as const;
      const rows = await db.selectFrom("main_project").select(columns).orderBy("id").execute();
      return rows.map((row) => ({ ...row, id: Number(row.id) }));
    },
    captureSets: listOf("main_sourceimagecollection"),
    stations: listOf("main_deployment"),
  };
}

async function frozenCatalogue(live: Catalogue): Promise<Catalogue> {
  const projects = await live.projects();
  const [captureSets, stations] = [new Map<number, readonly NamedEntry[]>(), new Map<number, readonly NamedEntry[]>()];
  for (const { id } of projects) {
    captureSets.set(id, await live.captureSets(id));
    stations.set(id, await live.stations(id));
  }
  return {
    projects: async () => projects,
    captureSets: async (projectId) => captureSets.get(projectId) ?? [],
    stations: async (projectId) => stations.get(projectId) ?? [],
  };
}
