import { setTimeout as delay } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import { afterEach, describe, expect, test } from "vitest";
import { projectRoles } from "../../src/authorizers/project-roles.js";
import type { DataSource, Snapshot } from "../../src/contracts/data-source.js";
import { ExportRegistry } from "../../src/core/exporters/export-registry.js";
import { createRowExporter } from "../../src/formats/create-row-exporter.js";
import { csv } from "../../src/formats/csv.js";
import {
  createCsvExporter,
  createDwcaExporter,
  createJsonExporter,
  createMemoryOccurrenceSource,
  createTaxaListCsvExporter,
} from "../../src/occurrences.js";
import { createPreviewer } from "../../src/preview/create-previewer.js";
import { createSensitivityPolicy } from "../../src/sensitivity/create-sensitivity-policy.js";
import { createMemorySource } from "../../src/sources/memory/create-memory-source.js";
import { OCCURRENCE_FIXTURE } from "../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { readZip } from "../dwca/read-zip.js";
import { createTestHost, USER } from "../support/test-host.js";
import { rawAnswer, requestText } from "./raw-exchange.js";
import { serve, serveFace, WEB_HOSTS } from "./web-hosts.js";
import type { PreviewJson } from "../../src/http/wire-schemas.js";
import { previewSchema } from "../../src/http/wire-schemas.js";

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE, { mediaUrl: "https://media.example.org/" });
const policy = createSensitivityPolicy({ secret: "a secret of at least thirty-two characters", taxa: [{ id: 7 }] });

interface Sighting {
  readonly id: number;
  readonly day: string | null;
  readonly at: readonly [latitude: number, longitude: number] | null;
  readonly place: string;
}

const COLUMNS = [
  { name: "id", value: ({ id }: Sighting) => id },
  { name: "day", term: "dwc:eventDate", value: ({ day }: Sighting) => day },
  { name: "lat", term: "dwc:decimalLatitude", value: ({ at }: Sighting) => at?.[0] },
  { name: "lon", term: "http://rs.tdwg.org/dwc/terms/decimalLongitude", value: ({ at }: Sighting) => at?.[1] },
  { name: "place", term: "dwc:locality", value: ({ place }: Sighting) => place },
];

const sightings = (count: number): Sighting[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    day: index % 10 === 9 ? null : `2024-06-0${1 + (index % 3)}T22:00:00/2024-06-0${2 + (index % 3)}T04:00:00`,
    at: index % 2 === 0 ? [10, 179] : [12, -179],
    place: index % 2 === 0 ? "East" : "West",
  }));

const memory = (rows: readonly Sighting[]) => createMemorySource(rows, { key: ({ id }) => id, inScope: () => true });

function registry() {
  const formats = new ExportRegistry();
  const rows = memory(sightings(50));
  formats.register("table")(createCsvExporter({ source }));
  formats.register("json")(createJsonExporter({ source }));
  formats.register("dwca")(createDwcaExporter({ source }));
  formats.register("bare_dwca")(createDwcaExporter({ source, metadata: { license: "" } }));
  formats.register("taxa")(createTaxaListCsvExporter({ source }));
  formats.register("public_table")(createCsvExporter({ source, policy }));
  formats.register("public_dwca")(createDwcaExporter({ source, policy }));
  formats.register("sightings")(createRowExporter({ source: rows, format: csv(COLUMNS) }));
  formats.register("own_bytes")(
    class extends createRowExporter({ source: rows, format: csv(COLUMNS) }) {
      async *encode() {
        yield Buffer.from("x");
      }
    },
  );
  return formats;
}

async function ask(url: string, body: object, user = "5"): Promise<PreviewJson> {
  const response = await fetch(`${url}/exports/preview/`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-user": user },
    body: JSON.stringify(body),
  });
  const json: unknown = await response.json();
  expect(response.status, JSON.stringify(json)).toBe(200);
  return previewSchema.parse(json);
}

async function host(formats = registry()) {
  const made = await createTestHost({ registry: formats });
  return { ...made, url: await serveFace({ service: made.service }) };
}

describe("the rows of a preview are those of the file", () => {
  test.each([
    ["table", {}],
    ["table", { columns: ["determination_name", "id"], delimiter: "semicolon", bom: true }],
    ["public_table", {}],
    ["taxa", {}],
    ["sightings", {}],
  ] as const)("of %s with the options %j", async (format, options) => {
    const { url, service, bytes } = await host();
    const preview = await ask(url, { project: 1, format, options });
    const record = await service.create({ project: 1, format, options }, { user: USER });
    await service.run(record.id);
    const delimiter = "delimiter" in options ? ";" : ",";
    const [columns, ...rows]: string[][] = parse(await bytes(record.id), { delimiter, bom: true });
    expect(preview.tables).toEqual([{ name: null, columns, rows: rows.slice(0, 20) }]);
    expect(preview.count).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(0);
  });

  test("of JSON, whose cells are JSON", async () => {
    const { url, service, bytes } = await host();
    const preview = await ask(url, { project: 1, format: "json" });
    const record = await service.create({ project: 1, format: "json" }, { user: USER });
    await service.run(record.id);
    const rows = JSON.parse((await bytes(record.id)).toString()) as Record<string, unknown>[];
    const [table] = preview.tables ?? [];
    expect(table?.rows.map((cells) => cells.map((cell) => JSON.parse(cell) as unknown))).toEqual(
      rows.slice(0, 20).map((row) => Object.values(row)),
    );
  });

  test.each(["dwca", "public_dwca"])("of each table of an archive: %s", async (format) => {
    const { url, service, bytes } = await host();
    const preview = await ask(url, { project: 1, format });
    const record = await service.create({ project: 1, format }, { user: USER });
    await service.run(record.id);
    const files = await readZip(await bytes(record.id));
    expect(preview.tables?.map(({ name }) => name).slice(0, 2)).toEqual(["event.txt", "occurrence.txt"]);
    for (const { name, columns, rows } of preview.tables ?? []) {
      const lines = (files.get(`${name}`) ?? "")
        .split("\n")
        .slice(0, -1)
        .map((line) => line.split("\t"));
      expect([columns, ...rows], `${name}`).toEqual(lines.slice(0, 21));
    }
    const { warnings, recordCount } = await service.get(record.id, { user: USER });
    expect(preview.count).toBe(recordCount);
    expect(preview.left_out?.count).toBe(warnings.find(({ code }) => code === "ROWS_LEFT_OUT")?.count);
    expect(preview.warnings?.length).toBeGreaterThan(0);
    for (const warning of preview.warnings ?? []) expect(warning.message).toMatch(/^[A-Z].*\.$/);
  });

  test("are not shown where an exporter writes bytes of its own", async () => {
    const { url } = await host();
    expect(await ask(url, { project: 1, format: "own_bytes" })).toMatchObject({
      count: 50,
      tables: null,
      unfinished: [],
    });
  });
});

describe("extent, nights and stations", () => {
  test("come from columns with such terms", async () => {
    const { url } = await host();
    const preview = await ask(url, { project: 1, format: "sightings" });
    expect(preview).toMatchObject({
      extent: {
        box: { west: 179, east: -179, south: 10, north: 12 },
        dates: { first: "2024-06-01", last: "2024-06-04" },
      },
      stations: [
        { id: "East", name: "East", latitude: 10, longitude: 179, count: 25 },
        { id: "West", name: "West", latitude: 12, longitude: -179, count: 25 },
      ],
      unfinished: [],
      cut: [],
    });
    expect(preview.nights?.map(({ night }) => night)).toEqual([null, "2024-06-01", "2024-06-02", "2024-06-03"]);
    expect(preview.nights?.reduce((sum, { count }) => sum + count, 0)).toBe(50);
  });

  test("of an archive count occurrences by their event's night and station", async () => {
    const { url } = await host();
    const { count, nights, stations, extent } = await ask(url, { project: 1, format: "dwca" });
    expect(nights?.reduce((sum, night) => sum + night.count, 0)).toBe(count);
    expect(stations?.reduce((sum, station) => sum + station.count, 0)).toBe(count);
    expect(extent?.box).not.toBeNull();
    expect(extent?.dates?.first).toMatch(/^2023-/);
  });

  test("are null where no column has such a term", async () => {
    const { url } = await host();
    const preview = await ask(url, { project: 1, format: "table" });
    expect(preview).toMatchObject({ extent: null, nights: null, stations: null, unfinished: [] });
  });

  test("end after a thousand, and say so", async () => {
    const rows = Array.from(
      { length: 1200 },
      (_, index) => ({ ...sightings(1)[0], id: index, day: null, at: null, place: `p${index}` }) as Sighting,
    );
    const formats = new ExportRegistry();
    const many = memory(rows);
    formats.register("sightings")(createRowExporter({ source: many, format: csv(COLUMNS) }));
    const { url } = await host(formats);
    const preview = await ask(url, { project: 1, format: "sightings" });
    expect(preview.stations).toHaveLength(1000);
    expect(preview.cut).toEqual(["stations"]);
  });
});

describe("what a publisher should know first", () => {
  test("a licence that is missing is named, and the rows are shown", async () => {
    const { url } = await host();
    const preview = await ask(url, { project: 1, format: "bare_dwca" });
    expect(preview.metadata?.map(({ path }) => path.join("."))).toContain("metadata.license");
    expect(preview.tables?.[0]?.rows.length).toBeGreaterThan(0);
    expect((await ask(url, { project: 1, format: "dwca" })).metadata).toEqual([]);
  });

  test("filters that match nothing give 0 and the reason", async () => {
    const { url } = await host();
    const nothing = await ask(url, { project: 1, format: "table", filters: { date_start: "2099-01-01" } });
    expect(nothing).toMatchObject({ count: 0, reason: "No row matches the filters." });
    const undetermined = OCCURRENCE_FIXTURE.occurrences.find(
      ({ projectId, determinationId }) => projectId === 1 && determinationId === null,
    );
    const leftOut = await ask(url, { project: 1, format: "table", filters: { ids: [undetermined?.id] } });
    expect(leftOut.reason).toBe("The filters match 1 rows, and all of them are left out: undetermined: 1.");
    expect((await ask(url, { project: 1, format: "table" })).reason).toBeNull();
  });

  test("a row that cannot be written is named as an export would name it", async () => {
    const formats = new ExportRegistry();
    const columns = [{ name: "id", value: () => Symbol("no") as unknown as string }];
    const rows = memory(sightings(3));
    formats.register("sightings")(createRowExporter({ source: rows, format: csv(columns) }));
    const { url } = await host(formats);
    const preview = await ask(url, { project: 1, format: "sightings" });
    expect(preview).toMatchObject({
      count: 3,
      problem: { code: "ROW_ENCODING", issues: [{ path: ["rows", 1, "id"] }] },
    });
  });
});

/** A POST of user 10 as it goes over the wire. */
function posted(url: string, body: object): string {
  const text = JSON.stringify(body);
  const headers = { "X-User": "10", "Content-Type": "application/json", "Content-Length": String(text.length) };
  return requestText(url, { method: "POST", headers }) + text;
}

describe("who may see a preview", () => {
  const CREATOR = 5;
  const authorizer = projectRoles({
    roleOf: async (userId, projectId) => (userId === CREATOR && projectId === 1 ? "Researcher" : null),
    isDraft: async () => true,
    memberProjects: async (userId) => (userId === CREATOR ? [1] : []),
  });

  test.each(Object.entries(WEB_HOSTS))(
    "%s: a hidden project answers, byte for byte, as one that never was",
    async (_name, { host: web }) => {
      const { service } = await createTestHost({ registry: registry(), authorizer });
      const url = await serve(web({ service }));
      const answers = await Promise.all(
        [1, 2, 999].flatMap((project) =>
          ["preview/", ""].map((path) =>
            rawAnswer(`${url}/exports/${path}`, {
              raw: posted(`${url}/exports/${path}`, { project, format: "table" }),
            }),
          ),
        ),
      );
      expect(answers[0]).toMatch(/^HTTP\/1.1 404/);
      expect(new Set(answers).size, answers.join("\n---\n")).toBe(1);
    },
  );

  test("a request without a user is a 401, wrong filters are the 400 of a create, and nothing is recorded", async () => {
    const { service } = await createTestHost({ registry: registry(), authorizer });
    const url = await serveFace({ service });
    const send = (path: string, user: string | null) =>
      fetch(`${url}/exports/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(user === null ? {} : { "x-user": user }) },
        body: JSON.stringify({ project: 1, format: "table", filters: { moon: 1 } }),
      });
    expect((await send("preview/", null)).status).toBe(401);
    const [preview, create] = [await send("preview/", "5"), await send("", "5")];
    expect([preview.status, await preview.json()]).toEqual([create.status, await create.json()]);
    expect(preview.status).toBe(400);
    await ask(url, { project: 1, format: "table" });
    expect(await service.list({ user: USER })).toMatchObject({ count: 0 });
  });
});

describe("what takes too long", () => {
  const opened: { readonly signal: AbortSignal; isClosed: boolean }[] = [];
  afterEach(() => void opened.splice(0));

  /** Counts at once; its rows never come. */
  const slow: DataSource<Sighting, null> = {
    queryset: () => null,
    open: async ({ signal }): Promise<Snapshot<Sighting, null>> => {
      const one = { signal, isClosed: false };
      opened.push(one);
      return {
        count: async () => 7,
        async *batches() {
          yield sightings(3);
          await new Promise(() => undefined);
        },
        [Symbol.asyncDispose]: async () => void (one.isClosed = true),
      };
    },
  };
  const slowRegistry = () => {
    const formats = new ExportRegistry();
    formats.register("sightings")(createRowExporter({ source: slow, format: csv(COLUMNS) }));
    return formats;
  };
  const body = { project: 1, format: "sightings" };

  test("is null and named but for the rows that were read, and what was read for it ends", async () => {
    const { service } = await createTestHost({ registry: slowRegistry() });
    const previewer = createPreviewer(service, { readingMs: 50 });
    const preview = await previewer.preview(body, { user: USER });
    expect(preview).toMatchObject({ count: 7, tables: [{ name: null }], nights: null, metadata: [] });
    expect(preview.tables?.[0]?.rows.map(([id]) => id)).toEqual(["1", "2", "3"]);
    expect(preview.unfinished).toEqual(["tables", "left_out", "extent", "nights", "stations", "warnings"]);
    await delay(0);
    expect(opened.map(({ signal, isClosed }) => [signal.aborted, isClosed])).toEqual([[true, true]]);
  });

  test("a newer preview of the same user ends the older, and no other's", async () => {
    const { service } = await createTestHost({ registry: slowRegistry() });
    const previewer = createPreviewer(service, { readingMs: 200 });
    const [first, second, others] = [USER, USER, { id: 77, name: "Bo" }].map((user) =>
      previewer.preview(body, { user }),
    );
    await expect(first).rejects.toMatchObject({ code: "PREVIEW_REPLACED" });
    expect(await second).toMatchObject({ count: 7 });
    expect(await others).toMatchObject({ count: 7 });
    await delay(0);
    expect(opened.every(({ signal, isClosed }) => signal.aborted && isClosed)).toBe(true);
  });

  test("a reader who goes away ends it", async () => {
    const { service } = await createTestHost({ registry: slowRegistry() });
    const leaving = new AbortController();
    const preview = createPreviewer(service).preview(body, { user: USER, signal: leaving.signal });
    await expect.poll(() => opened.length).toBe(1);
    leaving.abort();
    await expect(preview).rejects.toMatchObject({ code: "PREVIEW_REPLACED" });
    await delay(0);
    expect(opened.map(({ isClosed }) => isClosed)).toEqual([true]);
  });
});
