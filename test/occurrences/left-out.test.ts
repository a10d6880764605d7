import { describe, expect, test } from "vitest";
import {
  createCsvExporter,
  createDwcaExporter,
  createMemoryOccurrenceSource,
  createTaxaListCsvExporter,
} from "../../src/occurrences.js";
import { createSensitivityPolicy } from "../../src/sensitivity/create-sensitivity-policy.js";
import { OCCURRENCE_FIXTURE } from "../../src/testing/occurrence-source-suite/occurrence-fixture.js";
import { testExporter } from "../../src/testing/test-exporter/test-exporter.js";

const source = createMemoryOccurrenceSource(OCCURRENCE_FIXTURE);
const all = OCCURRENCE_FIXTURE.occurrences.filter(({ projectId }) => projectId === 1).length;
const leftOut = (outcome: Awaited<ReturnType<typeof testExporter>>) =>
  outcome.warnings.find(({ code }) => code === "ROWS_LEFT_OUT");

describe("what no filter of the request leaves out", () => {
  test.each([
    ["an archive of events", createDwcaExporter({ source })],
    ["a table", createCsvExporter({ source })],
  ])("is counted for %s, with what is written, as all that the project has", async (_, exporter) => {
    const outcome = await testExporter(exporter);
    const warning = leftOut(outcome);
    expect(warning?.count).toBeGreaterThan(0);
    expect(Number(outcome.record.recordCount) + (warning?.count ?? 0)).toBe(all);
    const reasons = (warning?.sample ?? "").split(", ").map((reason) => reason.split(": "));
    expect(reasons.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(warning?.count);
  });

  test("has a reason more in an archive, whose defaults hold, than in a table", async () => {
    const table = await testExporter(createCsvExporter({ source }));
    expect(leftOut(table)?.sample).not.toMatch(/no_event|below_threshold|taxon/);
    const archive = await testExporter(createDwcaExporter({ source }));
    expect(leftOut(archive)?.sample).toMatch(/no_event: \d+/);
    const without = await testExporter(createDwcaExporter({ source }), { filters: { apply_defaults: false } });
    expect(leftOut(without)?.sample).not.toMatch(/below_threshold|taxon/);
  });

  test("is counted among what the request asks for", async () => {
    const outcome = await testExporter(createCsvExporter({ source }), { filters: { ids: [1] } });
    expect(outcome.record.recordCount).toBe(1);
    expect(leftOut(outcome)).toBeUndefined();
  });

  test("is counted in occurrences for a list of taxa", async () => {
    const [table, taxa] = [createCsvExporter({ source }), createTaxaListCsvExporter({ source })];
    expect(leftOut(await testExporter(taxa))).toEqual(leftOut(await testExporter(table)));
  });

  test("is absent under a policy where a filter asks for a place", async () => {
    const policy = createSensitivityPolicy({
      secret: "a secret of at least thirty-two characters",
      taxa: [{ id: 7 }],
    });
    const exporter = createDwcaExporter({ source, policy });
    expect(leftOut(await testExporter(exporter))?.count).toBeGreaterThan(0);
    expect(
      leftOut(await testExporter(exporter, { filters: { deployment_id: 1, apply_defaults: false } })),
    ).toBeUndefined();
  });
});

describe("filters_display", () => {
  test("names the project's defaults where they hold", async () => {
    const { defaults } = OCCURRENCE_FIXTURE.projects[0] ?? {};
    const { record } = await testExporter(createDwcaExporter({ source }), { filters: { score_min: 0.1 } });
    expect(record.filtersDisplay).toMatchObject({
      score_min: 0.1,
      project_defaults: { score_threshold: defaults?.scoreThreshold },
    });
    const named = JSON.stringify(record.filtersDisplay);
    const ids = [...(defaults?.includeTaxonIds ?? []), ...(defaults?.excludeTaxonIds ?? [])];
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids)
      expect(named).toContain(JSON.stringify(OCCURRENCE_FIXTURE.taxa.find((taxon) => taxon.id === id)?.name));
  });

  test("does not name them where they do not hold", async () => {
    const filters = { apply_defaults: "false", classification_threshold: 0.2 };
    const { record } = await testExporter(createDwcaExporter({ source }), { filters });
    expect(record.filtersDisplay).toEqual({ apply_defaults: false, classification_threshold: 0.2 });
  });

  test("names the first twenty taxa of a long list, and how many there are", async () => {
    const [project] = OCCURRENCE_FIXTURE.projects;
    const taxa = Array.from({ length: 30 }, (_, index) => ({
      ...{ id: 1000 + index, name: `Taxon ${index}`, rank: "SPECIES", parents: [] },
      ...{ commonName: null, author: null, gbifTaxonKey: null },
    }));
    const defaults = { scoreThreshold: 0.5, includeTaxonIds: [], excludeTaxonIds: taxa.map(({ id }) => id) };
    const many = createMemoryOccurrenceSource({ projects: project ? [{ ...project, defaults }] : [], taxa });
    const { record } = await testExporter(createDwcaExporter({ source: many }));
    const { project_defaults: shown } = record.filtersDisplay;
    expect(shown).toMatchObject({ score_threshold: 0.5, exclude_taxa_count: 30 });
    expect((shown as { exclude_taxa: unknown[] }).exclude_taxa).toHaveLength(20);
  });
});
