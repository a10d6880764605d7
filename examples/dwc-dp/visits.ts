import { createMemorySource } from "vasculum";
import { createDwcDpPackageExporter, DWC_DP, dwcDpTable } from "vasculum/dwc-dp";

interface Visit {
  readonly id: string;
  readonly day: string;
  readonly seen: readonly { readonly name: string; readonly count: number }[];
}

const VISITS: readonly Visit[] = [
  {
    id: "v1",
    day: "2026-06-01",
    seen: [
      { name: "Aglais io", count: 2 },
      { name: "Pieris rapae", count: 0 },
    ],
  },
  { id: "v2", day: "2026-06-02", seen: [] },
];

// #region any-source
const source = createMemorySource(VISITS, { key: ({ id }) => id, inScope: () => true });
const events = dwcDpTable(DWC_DP.EVENT, {
  rows: (visit: Visit) => [visit],
  fields: { event_pk: ({ id }) => id, eventCategory: () => "survey", eventDate: ({ day }) => day },
});
const occurrences = dwcDpTable(DWC_DP.OCCURRENCE, {
  rows: ({ id, seen }: Visit) => seen.map((one, index) => ({ ...one, id, number: index + 1 })),
  fields: {
    occurrence_pk: ({ id, number }) => `${id}-${number}`,
    event_fk: ({ id }) => id,
    occurrenceStatus: ({ count }) => (count === 0 ? "notDetected" : "detected"),
    scientificName: ({ name }) => name,
  },
});
const metadata = { title: "Visits", license: "CC0-1.0", mediaLicense: "CC0-1.0", updatedAt: "2026-06-02" };
export const Visits = createDwcDpPackageExporter({ source, tables: [events, occurrences], metadata });
// #endregion
