import { BaseExporter, createMemorySource, csv, type MemoryQuery } from "vasculum";

/** One night at a station. */
export interface NightRow {
  readonly id: number;
  readonly project: number;
  readonly night: string;
  readonly moths: number;
}

const nights: readonly NightRow[] = [
  { id: 1, project: 1, night: "2023-06-18", moths: 112 },
  { id: 2, project: 1, night: "2023-06-19", moths: 87 },
  { id: 3, project: 2, night: "2023-06-19", moths: 4 },
];

const source = createMemorySource(nights, {
  key: ({ id }) => id,
  inScope: ({ project }, scope) => project === scope.projectId,
});

const COLUMNS = csv<NightRow>([
  { name: "night", value: ({ night }) => night },
  { name: "moths", value: ({ moths }) => moths },
]);

/** How many moths came each night. */
export class NightlyCounts extends BaseExporter<NightRow, MemoryQuery<NightRow>> {
  getSource() {
    return source;
  }
  getFormat() {
    return COLUMNS;
  }
}
