import { describe, expect, it } from "vitest";
import { createSensitivityPolicy } from "../../src/sensitivity/create-sensitivity-policy.js";
import type { SensitivityPolicyOptions } from "../../src/sensitivity/policy-options.js";
import type { Sighting } from "../../src/sensitivity/sighting.js";

const SECRET = "a secret of at least thirty-two characters";
const TAXON = { id: 9, name: "Catocala sponsa", parents: [{ id: 4, name: "Erebidae" }] };
const SIGHTING: Sighting = { station: { id: 7, name: "Oak 14" }, taxon: TAXON, by: "determination", score: null };

function policy(options: Partial<SensitivityPolicyOptions>) {
  return createSensitivityPolicy({ secret: SECRET, ...options });
}

describe("a sensitivity policy", () => {
  it.each<[string, Partial<SensitivityPolicyOptions>]>([
    ["the taxon's id", { taxa: [{ id: 9 }] }],
    ["the id of one above it", { taxa: [{ id: 4 }] }],
    ["its name, in any case and spacing", { taxa: [{ name: " catocala  SPONSA" }] }],
    ["a synonym", { taxa: [{ name: "Noctua sponsa", synonyms: ["Catocala sponsa"] }] }],
    ["a higher taxon's name", { taxa: [{ name: "Erebidae" }] }],
    ["the station", { stations: [{ id: 7 }] }],
    ["the text of ids that are numbers", { taxa: [{ id: "9" }], stations: [{ id: "7" }] }],
    ["the host's function", { decide: ({ taxon }) => (taxon?.id === 9 ? 0.1 : null) }],
  ])("finds a sighting by %s", (_by, options) => {
    expect(policy(options).categoryOf(SIGHTING)).toBe(0.1);
  });

  it("names no other taxa and stations", () => {
    const quiet = policy({ taxa: [{ id: 10 }, { name: "sponsa" }], stations: [{ id: "70" }], decide: () => undefined });
    expect(quiet.categoryOf(SIGHTING)).toBeNull();
  });

  it("takes the strictest of all reasons", () => {
    const rules = policy({
      taxa: [
        { id: 9, category: 0.001 },
        { id: 4, category: 0.01 },
      ],
      stations: [{ id: 7, category: 0.1 }],
      decide: () => "withheld",
    });
    expect(rules.categoryOf(SIGHTING)).toBe("withheld");
    expect(rules.categoryOf({ ...SIGHTING, station: null })).toBe("withheld");
  });

  it("counts a prediction from the threshold on, and one without a score", () => {
    const rules = policy({ taxa: [{ id: 9 }], predictionThreshold: 0.6 });
    const predicted = (score: number | null) => rules.categoryOf({ ...SIGHTING, by: "prediction", score });
    expect([0.59, 0.6, null].map(predicted)).toEqual([null, 0.1, 0.1]);
  });

  it("fails for a function that throws, or returns no category", () => {
    const throwing = policy({ decide: () => JSON.parse("{") as never });
    const odd = policy({ decide: () => 0.5 as never });
    const late = policy({ decide: (async () => 0.1) as never });
    for (const rules of [throwing, odd, late])
      expect(() => rules.categoryOf(SIGHTING)).toThrow(
        expect.objectContaining({ code: "POLICY_FAILED", retryable: false }),
      );
  });

  it("gives an id the same surrogate always, and another with another secret, kind or project", () => {
    const rules = policy({ taxa: [{ id: 9 }] });
    const ids = [
      rules.surrogate("event", 1, 5),
      rules.surrogate("event", 2, 5),
      rules.surrogate("event", 1, "5"),
      rules.surrogate("place", 1, 5),
      policy({ taxa: [{ id: 9 }], secret: `${SECRET}!` }).surrogate("event", 1, 5),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(policy({ taxa: [{ id: 9 }] }).surrogate("event", 1, 5)).toBe(ids[0]);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  it("has the version of its rules unless the host names one", () => {
    const [one, same, other] = [{ id: 9 }, { id: 9 }, { id: 8 }].map((taxon) => policy({ taxa: [taxon] }).version);
    expect(one).toBe(same);
    expect(one).not.toBe(other);
    expect(policy({ taxa: [{ id: 9 }], version: "2026-1" }).version).toBe("2026-1");
  });

  it.each<[string, Partial<SensitivityPolicyOptions>]>([
    ["says nothing", {}],
    ["names a taxon without id and name", { taxa: [{ category: 0.1 }] }],
    ["names a taxon with an empty name", { taxa: [{ name: "  " }] }],
    ["has an unknown category", { taxa: [{ id: 1, category: 1 as never }] }],
    ["has an unknown category of a station", { stations: [{ id: 1, category: "0.1" as never }] }],
    ["has an unknown mode", { taxa: [{ id: 1 }], mode: "hide" as never }],
    ["has unknown dates", { taxa: [{ id: 1 }], dates: "week" as never }],
    ["has a threshold above 1", { taxa: [{ id: 1 }], predictionThreshold: 50 }],
    ["has a short secret", { taxa: [{ id: 1 }], secret: "short" }],
  ])("is refused when it %s", (_what, options) => {
    expect(() => policy(options)).toThrow(TypeError);
  });
});
