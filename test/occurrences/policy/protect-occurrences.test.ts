import { describe, expect, it } from "vitest";
import {
  createCsvExporter,
  createDwcaExporter,
  createJsonExporter,
  createMemoryOccurrenceSource,
} from "../../../src/occurrences.js";
import { createSensitivityPolicy } from "../../../src/sensitivity/create-sensitivity-policy.js";
import type { SensitivityPolicyOptions } from "../../../src/sensitivity/policy-options.js";
import { SENSITIVE_RECORDS } from "../../../src/testing/sensitivity-suite/sensitive-records.js";
import { testExporter } from "../../../src/testing/test-exporter/test-exporter.js";
import type { OccurrenceDataset } from "../../../src/sources/memory/occurrence-dataset.js";

/** A row of the JSON file, as far as the tests look at it. */
interface JsonRow {
  readonly id: number | string;
  readonly determination: { readonly id: number };
  readonly deployment: { readonly name: string };
  readonly detection_images: readonly string[];
  readonly detections: readonly { readonly url: string | null; readonly capture: { readonly url: string | null } }[];
}

const OAK = 7310291;
const FIRST = 7440801;

function exporters(options: Partial<SensitivityPolicyOptions>, dataset: Partial<OccurrenceDataset> = {}) {
  const source = createMemoryOccurrenceSource(
    { ...SENSITIVE_RECORDS, ...dataset },
    { mediaUrl: "https://crops.example.org/" },
  );
  const policy = createSensitivityPolicy({ secret: "a secret of at least thirty-two characters", ...options });
  const given = { source, policy };
  return { policy, csv: createCsvExporter(given), json: createJsonExporter(given), dwca: createDwcaExporter(given) };
}

async function rowsOf(options: Partial<SensitivityPolicyOptions>, dataset: Partial<OccurrenceDataset> = {}) {
  const { text, record } = await testExporter(exporters(options, dataset).json);
  expect(record.error).toBeNull();
  return JSON.parse(text) as readonly JsonRow[];
}

describe("an export under a policy", () => {
  it.each(["csv", "json", "dwca"] as const)(
    "has the bytes of one without where nothing is sensitive: %s",
    async (format) => {
      const source = createMemoryOccurrenceSource(SENSITIVE_RECORDS);
      const plain = { csv: createCsvExporter, json: createJsonExporter, dwca: createDwcaExporter }[format]({ source });
      const idle = exporters({ taxa: [{ name: "Zygaena filipendulae" }] })[format];
      expect((await testExporter(idle)).text).toBe((await testExporter(plain)).text);
    },
  );

  it("makes the same bytes twice", async () => {
    const [one, other] = [exporters({ taxa: [{ id: 31 }] }).dwca, exporters({ taxa: [{ id: 31 }] }).dwca];
    const { bytes } = await testExporter(one);
    expect(Buffer.compare(bytes, (await testExporter(other)).bytes)).toBe(0);
  });

  it("leaves rows of other stations as they are", async () => {
    const rows = await rowsOf({ taxa: [{ id: 31 }] });
    const plain = await rowsOf({ taxa: [{ id: 999 }] });
    const publicIds: readonly (number | string)[] = [61, 62];
    const own = (row: JsonRow) => ({ ...row, information_withheld: null, data_generalizations: null });
    const meadow = rows.filter(({ id }) => publicIds.includes(id));
    expect(meadow).toEqual(plain.filter(({ id }) => publicIds.includes(id)).map(own));
  });

  it.each(["detach", "event"] as const)(
    "writes empty events of sensitive stations, and knows them for empty: %s",
    async (mode) => {
      const events = SENSITIVE_RECORDS.events.map((event) => ({
        ...event,
        id: Number(event.id) + 90,
        start: "2023-06-25T21:00:00",
      }));
      const source = createMemoryOccurrenceSource({
        ...SENSITIVE_RECORDS,
        events: [...SENSITIVE_RECORDS.events, ...events],
      });
      const secret = "a secret of at least thirty-two characters";
      const policy = createSensitivityPolicy({ secret, mode, taxa: [{ id: 31 }] });
      const { record } = await testExporter(createDwcaExporter({ source, policy, emptyEvents: "include" }));
      expect(record.error).toBeNull();
      expect(record.warnings.map(({ code }) => code)).not.toContain("EVENTS_WITHOUT_OCCURRENCES");
    },
  );

  it("fails when the policy throws, and makes no file", async () => {
    const { csv } = exporters({
      decide: () => {
        throw new RangeError("out of luck");
      },
    });
    const { record, bytes } = await testExporter(csv);
    expect(record).toMatchObject({ status: "failed", error: { code: "POLICY_FAILED", retryable: false } });
    expect(bytes).toHaveLength(0);
  });

  it("fails when the function for media links throws", async () => {
    const { json } = exporters({
      taxa: [{ id: 31 }],
      mediaUrl: () => {
        throw new RangeError("out of luck");
      },
    });
    expect((await testExporter(json)).record.error?.code).toBe("POLICY_FAILED");
  });

  it("writes the links of the host's proxy", async () => {
    const rows = await rowsOf({
      taxa: [{ id: 31 }],
      mediaUrl: ({ kind, publicId }) => `https://proxy.example.org/${kind}/${publicId}`,
    });
    const links = rows.flatMap(({ detection_images: urls }) => urls);
    expect(links.filter((url) => /^https:\/\/proxy\.example\.org\/crop\/[0-9a-f]{32}$/.test(url))).toHaveLength(4);
  });

  it.each([["day", "2023-06-18"]] as const)("coarsens dates to the %s in all formats", async (dates, expected) => {
    const { csv, json, dwca } = exporters({ taxa: [{ id: 31 }], dates });
    for (const exporter of [csv, json, dwca]) expect((await testExporter(exporter)).record.error).toBeNull();
    const rows = JSON.parse((await testExporter(json)).text) as readonly JsonRow[];
    const row = rows.find(({ determination: { id } }) => id === 31);
    expect(row).toMatchObject({
      first_appearance_timestamp: expected,
      last_appearance_timestamp: null,
      duration: null,
    });
  });

  it("gives no exact coordinates for a station of the category withheld", async () => {
    const { text } = await testExporter(exporters({ stations: [{ id: OAK, category: "withheld" }] }).csv);
    expect(text).toContain("Coordinates removed.");
  });

  it("counts only identifications that stand", async () => {
    const withdrawn = SENSITIVE_RECORDS.identifications.map((one) => ({ ...one, taxonId: 31, withdrawn: true }));
    const others = {
      occurrences: SENSITIVE_RECORDS.occurrences.map((one) => ({ ...one, determinationId: 41 })),
      classifications: [],
    };
    const rows = await rowsOf({ taxa: [{ id: 31 }] }, { ...others, identifications: withdrawn });
    expect(rows.every((row) => typeof row.id === "number")).toBe(true);
    const standing = withdrawn.map((one) => ({ ...one, withdrawn: one.occurrenceId !== FIRST }));
    const sensitive = await rowsOf({ taxa: [{ id: 31 }] }, { ...others, identifications: standing });
    expect(sensitive.filter((row) => typeof row.id === "string")).toHaveLength(3);
  });

  it("withholds a capture with a sensitive animal in the row of another station that links it", async () => {
    const shared = SENSITIVE_RECORDS.detections.map((one) =>
      one.occurrenceId === 61 ? { ...one, captureId: FIRST + 100_000 } : one,
    );
    const rows = await rowsOf({ taxa: [{ id: 31 }] }, { detections: shared });
    const row = rows.find(({ id }) => id === 61);
    expect(row?.detections[0]?.capture.url).toBeNull();
    expect(row?.detections[0]?.url).toBe("https://crops.example.org/meadow/61.jpg");
  });

  it("decides records without a station by their event, and without an event by themselves", async () => {
    const occurrences = SENSITIVE_RECORDS.occurrences.map((one) => ({
      ...one,
      deploymentId: null,
      eventId: one.eventId === 7420379 ? null : one.eventId,
    }));
    const events = SENSITIVE_RECORDS.events.map((one) => ({ ...one, deploymentId: null }));
    const { csv } = exporters({ taxa: [{ id: 31 }] }, { occurrences, events });
    const { text, warnings } = await testExporter(csv);
    expect(warnings).toMatchObject([{ code: "SENSITIVITY_POLICY_APPLIED", count: 3 }]);
    expect(text).not.toContain("7440804");
    const filtered = await testExporter(csv, { filters: { collection_id: 9 } });
    expect(filtered.record.recordCount).toBe(1);
  });

  it("gives a user with the right exact places, and says so on the record", async () => {
    const { csv, policy } = exporters({ taxa: [{ id: 31 }] });
    const { text, warnings } = await testExporter(csv, { mayReadExact: true });
    expect(text).toContain("Oak 14 behind the chapel");
    expect(warnings).toEqual([{ code: "SENSITIVE_PLACES_EXACT", count: 1, sample: `policy ${policy.version}` }]);
  });

  it("passes warnings of the source on once, without the ids of records", async () => {
    const detections = SENSITIVE_RECORDS.detections.map((one) =>
      one.occurrenceId === FIRST ? { ...one, path: "s3://bucket/oak.jpg" } : one,
    );
    const { warnings } = await testExporter(exporters({ taxa: [{ id: 31 }] }, { detections }).json);
    expect(warnings.filter(({ code }) => code === "MEDIA_PATH_REFUSED")).toEqual([
      { code: "MEDIA_PATH_REFUSED", count: 1, sample: null },
    ]);
  });

  it("writes the places of all events coarsely in the mode dataset", async () => {
    const rows = await rowsOf({ taxa: [{ id: 31 }], mode: "dataset" });
    expect(new Set(rows.map(({ deployment }) => deployment.name))).toEqual(new Set(["Place withheld"]));
    expect(rows.map(({ id }) => id)).toContain(FIRST);
  });
});
