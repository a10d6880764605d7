import { createMemorySource } from "vasculum";

/** One night at a station. */
export interface NightRow {
  readonly id: number;
  readonly project: number;
  readonly stationId: number;
  readonly moths: number;
}

export const stations = [
  { id: 7, project: 1, name: "Orchard" },
  { id: 8, project: 2, name: "Ridge" },
];
export const nights: readonly NightRow[] = [
  { id: 1, project: 1, stationId: 7, moths: 112 },
  { id: 2, project: 1, stationId: 9, moths: 87 },
];
export const source = createMemorySource(nights, {
  key: ({ id }) => id,
  inScope: ({ project }, scope) => project === scope.projectId,
});
