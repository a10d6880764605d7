import type { OccurrenceDataset } from "../../src/sources/memory/occurrence-dataset.js";

/** One row of each list of a dataset. */
export type Dataset = { readonly [List in keyof OccurrenceDataset]: OccurrenceDataset[List][number] };

export const USERS: readonly Dataset["users"][] = [
  { id: 1, name: "Rosalind Achebe", email: "rosalind@example.org" },
  { id: 2, name: "José Núñez-Íñiguez", email: "jose@example.org" },
  { id: 3, name: "王小明", email: "ming@example.org" },
  { id: 4, name: "", email: "nameless@example.org" },
];

export const ALGORITHMS = {
  detector: { id: 1, name: "Moth finder 2023" },
  binary: { id: 2, name: "Moth / non-moth" },
  european: { id: 3, name: "European moths v2" },
  worldwide: { id: 4, name: 'Worldwide moths, "broad" v1' },
} as const satisfies Record<string, Dataset["algorithms"]>;

const NO_DEFAULTS: Dataset["projects"]["defaults"] = { scoreThreshold: 0, includeTaxonIds: [], excludeTaxonIds: [] };

/** Three projects: the first has default filters, the last has no licence, so that no archive of it can be published. */
export function seasonProjects(taxonId: (name: string) => number): readonly Dataset["projects"][] {
  return [
    {
      id: 1,
      name: "Moths of the Eastern Ridge",
      description: "Automated light-trap stations along a mountain ridge, photographed every night of the season.",
      license: "https://creativecommons.org/licenses/by/4.0/",
      rightsHolder: "Eastern Ridge Naturalists' Trust",
      ownerName: "Rosalind Achebe",
      updatedAt: "2023-10-02T08:15:00",
      defaults: {
        scoreThreshold: 0.4,
        includeTaxonIds: [taxonId("Lepidoptera")],
        excludeTaxonIds: [taxonId("Tortricidae")],
      },
    },
    {
      id: 2,
      name: "Polillas del Río Verde — Ñandú",
      description: 'Nocturnal insects at a river\'s edge: a comparison of five stations with "cool" and "warm" light.',
      license: "http://creativecommons.org/publicdomain/zero/1.0/legalcode",
      rightsHolder: "Museo del Río Verde",
      ownerName: "José Núñez-Íñiguez",
      updatedAt: "2023-10-05T17:40:21",
      defaults: NO_DEFAULTS,
    },
    {
      id: 3,
      name: "Rooftop trial (draft)",
      description: "A first station on a city roof, to try out the camera before the next season begins.",
      license: null,
      rightsHolder: "王小明",
      ownerName: "王小明",
      updatedAt: "2023-09-30T00:00:00",
      defaults: NO_DEFAULTS,
    },
  ];
}

/** Twelve stations: six in project 1, five in project 2, one in project 3, which has no position. */
export const DEPLOYMENTS: readonly Dataset["deployments"][] = [
  { id: 1, name: "Ridge 1", latitude: 45.5017, longitude: -72.5673, projectId: 1 },
  { id: 2, name: 'Ridge 2, "the saddle"', latitude: 45.5043, longitude: -72.5611, projectId: 1 },
  { id: 3, name: "Ridge 3\tnorth face", latitude: 45.5102, longitude: -72.5549, projectId: 1 },
  { id: 4, name: "=Ridge+4", latitude: 45.5155, longitude: -72.5502, projectId: 1 },
  { id: 5, name: "Étang aux nénuphars 🪷", latitude: 45.498, longitude: -72.57, projectId: 1 },
  { id: 6, name: "Ridge 6", latitude: 45.52, longitude: -72.54, projectId: 1 },
  { id: 7, name: "Río 1", latitude: -33.865143, longitude: -58.2099, projectId: 2 },
  { id: 8, name: "Río 2", latitude: -33.87, longitude: -58.21, projectId: 2 },
  { id: 9, name: "Río 3", latitude: -33.88, longitude: -58.22, projectId: 2 },
  { id: 10, name: "Río 4", latitude: -33.89, longitude: -58.23, projectId: 2 },
  { id: 11, name: "Isla <del> medio & cía.", latitude: -33.9, longitude: -58.25, projectId: 2 },
  { id: 12, name: "Roof", latitude: null, longitude: null, projectId: 3 },
];

const NIGHTS = 200;

/** Two hundred nights, going round the stations from 1 May 2023 on. */
export function seasonEvents(capturesPerNight: number): readonly Dataset["events"][] {
  return Array.from({ length: NIGHTS }, (_, index) => {
    const deployment = DEPLOYMENTS[index % DEPLOYMENTS.length];
    if (deployment === undefined) throw new TypeError("There are no stations.");
    const night = Math.floor(index / DEPLOYMENTS.length);
    return {
      id: index + 1,
      projectId: deployment.projectId,
      deploymentId: deployment.id,
      start: localTime(night, 21.5 * 3600),
      end: index % 40 === 39 ? null : localTime(night, 28.75 * 3600),
      capturesCount: capturesPerNight,
      updatedAt: localTime(night + 1, 12 * 3600),
    };
  });
}

const BASE_URLS: Readonly<Record<string, string>> = {
  1: "https://images.example.org/ridge/",
  2: "https://images.example.org/rio-verde",
};

/** The captures of the given nights, spread over seven hours, two in three with microseconds; those of project 3 are not public. */
export function seasonCaptures(
  events: readonly Dataset["events"][],
  capturesPerNight: number,
): readonly Dataset["captures"][] {
  return events.flatMap((event, night) =>
    Array.from({ length: capturesPerNight }, (_, shot) => ({
      id: night * capturesPerNight + shot + 1,
      projectId: event.projectId,
      eventId: event.id,
      deploymentId: event.deploymentId,
      path: `/station-${event.deploymentId}/${event.start.slice(0, 10)}/${String(shot).padStart(6, "0")}.jpg`,
      baseUrl: BASE_URLS[event.projectId] ?? null,
      timestamp: localTime(
        Math.floor(night / DEPLOYMENTS.length),
        21.5 * 3600 + Math.floor((7 * 3600 * shot) / capturesPerNight) + (shot % 3) * 0.041233,
      ),
      width: 4096,
      height: 2160,
    })),
  );
}

/** Wall-clock time on night `night` of the season, `seconds` after that day's midnight; with microseconds where there are any. */
export function localTime(night: number, seconds: number): string {
  const micros = Math.round(seconds * 1e6);
  const whole = Math.floor(micros / 1e6);
  const text = new Date(Date.UTC(2023, 4, 1 + night, 0, 0, whole)).toISOString().slice(0, 19);
  const fraction = micros % 1e6;
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, "0").replace(/0+$/, "")}`;
}
