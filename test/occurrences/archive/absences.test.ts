import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { validateArchive } from "../../../src/dwca/validator/validate-archive.js";
import type { AbsenceOptions } from "../../../src/occurrences/archive/absence.js";
import { createExportHandler } from "../../../src/http/create-export-handler.js";
import { createOccurrenceExtension } from "../../../src/occurrences/archive/occurrence-extension.js";
import { OCCURRENCE_FIELDS } from "../../../src/occurrences/archive/occurrence-fields.js";
import type { Occurrence, Taxon } from "../../../src/occurrences/model/occurrence.js";
import { createMemoryOccurrenceSource } from "../../../src/sources/memory/create-memory-occurrence-source.js";
import { OCCURRENCE_FIXTURE } from "../../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { BODY, createTestHost, USER } from "../../support/test-host.js";
import { rowsOf, runArchive } from "./dwca-run.js";
import { ALL, exporter } from "./dwca-sources.js";

const taxon = (id: number, name: string): Taxon => ({
  ...{ id, name, rank: "SPECIES", parents: [], commonName: null, author: null, gbifTaxonKey: null },
});
const EMPEROR = taxon(900, "Saturnia pavonia");
const HAWK = taxon(1000, "Acherontia atropos");
const PRONUBA = OCCURRENCE_FIXTURE.taxa.find(({ name }) => name === "Noctua pronuba") ?? taxon(0, "");
const absences: AbsenceOptions = { taxa: [HAWK, PRONUBA, EMPEROR], supports: ({ id }) => id !== 2 };
const event = (id: number) => `urn:antenna:event:1:${id}`;

/** Which taxa an archive says are absent, by event. */
function absentIn(files: ReadonlyMap<string, string>): Readonly<Record<string, readonly string[]>> {
  const absent: Record<string, string[]> = {};
  for (const { eventID = "", scientificName = "", occurrenceStatus } of rowsOf(files, "occurrence.txt"))
    if (occurrenceStatus === "absent") (absent[eventID] ??= []).push(scientificName);
  return absent;
}

test("nothing is absent unless the host says so", async () => {
  const { files } = await runArchive(exporter(), ALL);
  expect(absentIn(files)).toEqual({});
});

test("taxa that an event with enough effort did not find are absent, after those that it found", async () => {
  const { files, exported, expected } = await runArchive(exporter({ absences }), ALL);
  expect(absentIn(files)).toEqual({
    [event(1)]: ["Acherontia atropos", "Saturnia pavonia"],
    [event(5)]: expect.arrayContaining(["Acherontia atropos", "Saturnia pavonia"]),
    [event(10)]: expect.arrayContaining(["Acherontia atropos", "Saturnia pavonia"]),
  });
  const rows = rowsOf(files, "occurrence.txt").filter(({ eventID }) => eventID === event(1));
  expect(rows.map(({ occurrenceStatus }) => occurrenceStatus).join()).toMatch(/^(present,)+absent,absent$/);
  expect(rows.at(-1)).toMatchObject({
    ...{ occurrenceID: "urn:antenna:absence:1:1:900", scientificName: "Saturnia pavonia", individualCount: "0" },
    ...{ basisOfRecord: "MachineObservation", taxonRank: "species", identifiedBy: "", associatedMedia: "" },
    ...{ eventDate: "2023-06-18T22:00:00/2023-06-19T04:00:00" },
  });
  expect([exported, expected]).toEqual([10, 10]);
  const inventories = rowsOf(files, "humboldt.txt").map(({ coreid, isAbsenceReported }) => [coreid, isAbsenceReported]);
  expect(inventories.slice(0, 2)).toEqual([
    [event(1), "true"],
    [event(2), "false"],
  ]);
});

test("records that the filters of a request leave out still count as found", async () => {
  const everything = absentIn((await runArchive(exporter({ absences }), ALL)).files);
  const filters = { apply_defaults: false, verified: false, score_min: 0.5 };
  const { files, exported } = await runArchive(exporter({ absences }), { filters });
  expect(exported).toBeLessThan(10);
  for (const [id, taxa] of Object.entries(absentIn(files))) expect(taxa).toEqual(everything[id]);
  const one = absentIn((await runArchive(exporter({ absences }), { filters: { ...filters, event_id: 1 } })).files);
  expect(one).toEqual({ [event(1)]: everything[event(1)] });
});

test("a taxon above what was found was found too", async () => {
  const genus = PRONUBA.parents.at(-1);
  const taxa = [EMPEROR, { ...taxon(0, ""), ...genus }];
  const { files } = await runArchive(exporter({ absences: { taxa, supports: ({ id }) => id === 1 } }), ALL);
  expect(absentIn(files)).toEqual({ [event(1)]: ["Saturnia pavonia"] });
});

test("an event without occurrences, where these are written, found nothing", async () => {
  const { files } = await runArchive(exporter({ absences, emptyEvents: "include" }), ALL);
  const filled = Object.keys(absentIn((await runArchive(exporter({ absences }), ALL)).files));
  const empty = Object.entries(absentIn(files)).filter(([id]) => !filled.includes(id));
  expect(empty.length).toBeGreaterThan(0);
  for (const [, taxa] of empty) expect(taxa).toHaveLength(3);
});

test("the same list in another order, and any size of batches, make the same bytes in both shapes", async () => {
  const reversed = { ...absences, taxa: () => [EMPEROR, PRONUBA, HAWK] };
  for (const core of ["event", "occurrence"] as const) {
    const options = [
      { core, absences },
      { core, absences: reversed, batchSize: 1 },
      { core, absences, batchSize: 3 },
    ];
    const [first, ...others] = await Promise.all(options.map((each) => runArchive(exporter(each), ALL)));
    expect(Object.keys(absentIn(first?.files ?? new Map()))).toHaveLength(3);
    for (const { bytes } of others) expect(bytes.equals(first?.bytes ?? Buffer.alloc(0))).toBe(true);
  }
});

test("ids made of text keep their order, and absences come last", async () => {
  const text = (id: unknown) => `ü-${String(id).padStart(3, "0")}`;
  const source = createMemoryOccurrenceSource({
    ...OCCURRENCE_FIXTURE,
    occurrences: OCCURRENCE_FIXTURE.occurrences.map((row) => ({ ...row, id: text(row.id) })),
    detections: OCCURRENCE_FIXTURE.detections.map((row) => ({
      ...row,
      occurrenceId: row.occurrenceId && text(row.occurrenceId),
    })),
    identifications: OCCURRENCE_FIXTURE.identifications.map((row) => ({
      ...row,
      occurrenceId: text(row.occurrenceId),
    })),
  });
  const { files } = await runArchive(exporter({ source, absences }), ALL);
  expect(absentIn(files)[event(1)]).toHaveLength(2);
});

test("other tables have no rows for what was not found", async () => {
  const seen: unknown[] = [];
  const table = createOccurrenceExtension<Occurrence>({
    file: "counts.txt",
    rowType: "dwc:MeasurementOrFact",
    fields: [{ term: "dwc:measurementType", value: () => "x" }],
    rows: (row) => (seen.push(row.id), [row]),
  });
  await runArchive(exporter({ absences, extensions: [table] }), ALL);
  expect(seen).toHaveLength(10);
});

test("an absence that cannot be written fails the export, even where rows may be skipped", async () => {
  const field = {
    term: "dwc:locality",
    value: ({ detections }: Occurrence) => {
      if (detections === undefined) throw new TypeError("no detections");
      return null;
    },
    needs: ["detections"] as const,
  };
  const options = { absences, rowErrors: "skip", occurrenceFields: [...OCCURRENCE_FIELDS, field] } as const;
  await expect(runArchive(exporter(options), ALL)).rejects.toMatchObject({ code: "ROW_ENCODING" });
});

test("more absences than the host allows are refused by their estimate, before a row is read", async () => {
  const Exporter = exporter({ absences: { ...absences, limit: 8 } });
  await expect(runArchive(Exporter, ALL)).rejects.toMatchObject({
    code: "ROW_LIMIT",
    message: "The absences of 3 taxa in 3 events would be up to 9 rows, more than 8.",
  });
  await expect(runArchive(exporter({ absences: { ...absences, limit: 9 } }), ALL)).resolves.toBeDefined();
  const scope = { projectId: 1, userId: 2 };
  const dataExport = { id: 1, ...scope, format: "dwca", ...ALL, options: {} };
  const draft = new Exporter({ dataExport, scope, signal: new AbortController().signal } as never);
  await expect(draft.preflight?.()).rejects.toMatchObject({ code: "ROW_LIMIT" });
});

test("a request whose absences would be too many is a 400 when it is sent, and nothing is recorded", async () => {
  const host = await createTestHost({ exporter: exporter({ absences: { ...absences, limit: 8 } }) });
  const handle = createExportHandler({ service: host.service, authenticate: () => USER, basePath: "" });
  const response = await handle(
    new Request("http://host.example/exports/", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/problem+json" },
      body: JSON.stringify({ ...BODY, ...ALL }),
    }),
  );
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    code: "ROW_LIMIT",
    detail: "The absences of 3 taxa in 3 events would be up to 9 rows, more than 8.",
  });
  expect((await host.service.list({ user: USER })).count).toBe(0);
});

test.each<[string, AbsenceOptions, string]>([
  ["no function", { taxa: [], supports: true as never }, "supports"],
  ["a taxon twice", { ...absences, taxa: [HAWK, HAWK] }, "twice"],
  ["a taxon without a name", { ...absences, taxa: [taxon(1, " ")] }, "name"],
  ["no list", { ...absences, taxa: "all" as never }, "list"],
  ["a limit of nothing", { ...absences, limit: 0 }, "limit"],
])("%s is refused at construction", (_name, wrong, message) => {
  expect(() => exporter({ absences: wrong })).toThrow(TypeError);
  expect(() => exporter({ absences: wrong })).toThrow(message);
});

test("a host's function that gives no list of taxa fails the export", async () => {
  const wrong = { ...absences, taxa: () => [HAWK, HAWK] };
  await expect(runArchive(exporter({ absences: wrong }), ALL)).rejects.toMatchObject({ code: "EXPORTER_FAILED" });
});

test.each(["event", "occurrence"] as const)("GBIF's checks find nothing in absences beside a core %s", async (core) => {
  const directory = await mkdtemp(join(tmpdir(), "vasculum-test-"));
  try {
    const { bytes } = await runArchive(exporter({ core, absences }), ALL);
    await writeFile(join(directory, "archive.zip"), bytes);
    const { issues } = await validateArchive(join(directory, "archive.zip"), { level: "gbif" });
    const before = await runArchive(exporter({ core }), ALL);
    await writeFile(join(directory, "before.zip"), before.bytes);
    const known = await validateArchive(join(directory, "before.zip"), { level: "gbif" });
    expect(issues.map(({ code }) => code)).toEqual(known.issues.map(({ code }) => code));
  } finally {
    await rm(directory, { recursive: true });
  }
});
