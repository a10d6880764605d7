import { createMemorySource, createSensitivityPolicy } from "vasculum";

export interface Visit {
  readonly id: string;
  readonly day: string;
  readonly place: string;
  readonly latitude: number;
  readonly seen: readonly { readonly name: string; readonly photo: string }[];
}

/** Rows of a host. The third visit was at the place of the first. */
export const VISITS: readonly Visit[] = [
  {
    ...{ id: "v1", day: "2026-06-01", place: "Oak 14" },
    latitude: 47.2512,
    seen: [{ name: "Catocala sponsa", photo: "1.jpg" }],
  },
  {
    ...{ id: "v2", day: "2026-06-02", place: "Meadow" },
    latitude: 46.9051,
    seen: [{ name: "Aglais io", photo: "2.jpg" }],
  },
  {
    ...{ id: "v3", day: "2026-06-03", place: "Oak 14" },
    latitude: 47.2512,
    seen: [{ name: "Aglais io", photo: "3.jpg" }],
  },
];

export const policy = createSensitivityPolicy({
  taxa: [{ name: "Catocala sponsa", category: 0.1 }],
  secret: "kept where the other secrets of the host are",
});

export const source = createMemorySource(VISITS, { key: ({ id }) => id, inScope: () => true });
