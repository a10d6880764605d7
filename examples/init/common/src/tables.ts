/** The tables of your database that exports read. Replace them by your own. */
export interface Tables {
  sighting: SightingTable;
}

interface SightingTable {
  id: number;
  project_id: number;
  seen_on: string;
  species: string;
  individuals: number | null;
}
