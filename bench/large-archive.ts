import { createHash } from "node:crypto";
import { createDwcTable, NAMESPACES, writeArchive } from "vasculum/dwca";

const { dwc } = NAMESPACES;

/** How large an archive is. */
export interface ArchiveSize {
  readonly events: number;
  readonly occurrences: number;
}

interface Night {
  readonly id: number;
}

interface Moth {
  readonly id: number;
  readonly event: number;
}

const SPECIES = [
  ["Noctua pronuba", "Linnaeus", "Noctuidae", "Noctua", "pronuba"],
  ["Agrotis exclamationis", "Linnaeus", "Noctuidae", "Agrotis", "exclamationis"],
  ["Biston betularia", "Linnaeus", "Geometridae", "Biston", "betularia"],
] as const;

const field = <Row>(name: string, value: (row: Row) => string | number) => ({ term: dwc + name, value });
const two = (number: number): string => String(number % 60).padStart(2, "0");
const species = ({ id }: Moth, part: number): string => SPECIES[id % SPECIES.length]?.[part] ?? "";
const eventId = (id: number): string => `urn:bench:event:${id}`;

/** Ids without an order, as UUIDs are. */
function mothId({ id }: Moth): string {
  return createHash("md5")
    .update(`${id}`)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const EVENTS = createDwcTable<Night>({
  file: "event.txt",
  rowType: `${dwc}Event`,
  id: `${dwc}eventID`,
  fields: [
    field("eventID", ({ id }) => eventId(id)),
    field("eventDate", () => "2023-06-18T20:00:00+02:00/2023-06-19T04:00:00+02:00"),
    field("samplingProtocol", () => "light trap"),
    field("decimalLatitude", ({ id }) => 51 + (id % 1_000) / 10_000),
    field("decimalLongitude", ({ id }) => 4 + (id % 1_000) / 10_000),
    field("geodeticDatum", () => "WGS84"),
  ],
});

const OCCURRENCES = createDwcTable<Moth>({
  file: "occurrence.txt",
  rowType: `${dwc}Occurrence`,
  id: `${dwc}eventID`,
  fields: [
    field("eventID", ({ event }) => eventId(event)),
    field("occurrenceID", mothId),
    field("basisOfRecord", () => "MachineObservation"),
    field("occurrenceStatus", () => "present"),
    ...["scientificName", "scientificNameAuthorship", "family", "genus", "specificEpithet"].map((name, part) =>
      field<Moth>(name, (moth) => species(moth, part)),
    ),
    ...["kingdom", "phylum", "class", "order", "taxonRank", "infraspecificEpithet"].map((name) =>
      field<Moth>(name, () => (name === "taxonRank" ? "species" : "Lepidoptera")),
    ),
    ...["vernacularName", "taxonID", "nameAccordingTo", "sex", "lifeStage", "identificationVerificationStatus"].map(
      (name) => field<Moth>(name, ({ id }) => `${name} ${id % 3}`),
    ),
    field("individualCount", () => 1),
    field("identifiedBy", () => "moth model, version 3"),
    field("dateIdentified", ({ id }) => `2024-01-${two((id % 28) + 1)}`),
    field("eventDate", ({ id }) => `2023-06-18T22:${two(id)}:${two(id * 7)}+02:00`),
    field("associatedMedia", ({ id }) => `https://media.example.org/crops/${id}.jpg`),
  ],
});

/** The bytes of an archive in which there is nothing to find. */
export function createLargeArchive({ events, occurrences }: ArchiveSize): AsyncIterable<Uint8Array> {
  const night = (id: number): Night => ({ id });
  const moth = (id: number): Moth => ({ id, event: Math.floor((id * events) / occurrences) });
  return writeArchive(
    {
      context: undefined,
      core: EVENTS,
      coreRows: batches(events, night),
      extensions: [{ table: OCCURRENCES, rows: (item: Moth) => [item] }],
      items: batches(occurrences, moth),
      metadata: () => METADATA,
    },
    {
      spool: createMemorySpool(),
      warn: () => undefined,
      compareIds: (a, b) => Number(a) - Number(b),
      onCoreRow: () => undefined,
      onItem: () => undefined,
      onItemError: (error) => {
        throw error;
      },
    },
  );
}

async function* batches<Row>(count: number, row: (id: number) => Row): AsyncGenerator<readonly Row[]> {
  for (let from = 0; from < count; from += 1_000)
    yield Array.from({ length: Math.min(1_000, count - from) }, (_row, index) => row(from + index));
}

/** Holds the ids of the core alone. */
function createMemorySpool() {
  const kept = new Map<string, Uint8Array[]>();
  return {
    async write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
      const all: Uint8Array[] = [];
      for await (const chunk of chunks) all.push(chunk);
      kept.set(name, all);
    },
    async *read(name: string): AsyncGenerator<Uint8Array> {
      yield* kept.get(name) ?? [];
    },
  };
}

const MUSEUM = [{ organizationName: "The Museum" }];
const METADATA = {
  packageId: "bench",
  title: "Moths of many nights",
  creators: MUSEUM,
  metadataProviders: MUSEUM,
  pubDate: "2024-01-01",
  language: "en",
  abstract: "Moths that came to the light of traps with a camera.",
  keywordSets: [],
  license: { title: "CC0 1.0", url: "http://creativecommons.org/publicdomain/zero/1.0/legalcode" },
  coverage: { geographic: null, temporal: null, taxa: [] },
  contacts: MUSEUM,
  methods: null,
};
