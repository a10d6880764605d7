import { createHash } from "node:crypto";
import { isCategory } from "./category.js";
import type { SensitivityPolicyOptions } from "./policy-options.js";
import { plainName } from "./taxon-rules.js";
import { SensitivityPolicy } from "./sensitivity-policy.js";

/** The fewest characters of a secret. */
const SECRET_LENGTH = 32;

/**
 * Makes a policy for sensitive species and places, for the option `policy` of every exporter. A record is sensitive when its determination,
 * any identification that stands, or a prediction from a threshold on names a sensitive taxon. Its station is then sensitive as a whole,
 * with all its records and in every export of the project, whatever its filters.
 *
 * @throws TypeError for a policy that says nothing; an unknown category or mode; a taxon without id and name; a short
 * secret; a threshold that is not from 0 to 1.
 * @example
 * ```ts
 * const policy = createSensitivityPolicy({
 *   taxa: [{ name: "Catocala sponsa", synonyms: ["Noctua sponsa"], category: 0.1 }],
 *   stations: [{ id: 12, category: "withheld" }],
 *   decide: ({ taxon }) => (taxon?.name.startsWith("Zygaena ") ? 0.01 : null),
 *   secret,
 * });
 * ```
 */
export function createSensitivityPolicy(options: SensitivityPolicyOptions): SensitivityPolicy {
  const { taxa = [], stations = [], decide, mode = "detach", dates = "exact", predictionThreshold = 0.5 } = options;
  if (taxa.length === 0 && stations.length === 0 && decide === undefined)
    throw new TypeError("A sensitivity policy needs taxa, stations or decide.");
  if (!["detach", "event", "dataset"].includes(mode))
    throw new TypeError(`mode must be "detach", "event" or "dataset", not "${mode}".`);
  if (!["exact", "day", "month", "year"].includes(dates))
    throw new TypeError(`dates must be "exact", "day", "month" or "year", not "${dates}".`);
  if (!(predictionThreshold >= 0 && predictionThreshold <= 1))
    throw new TypeError("predictionThreshold must be a number from 0 to 1.");
  if (typeof options.secret !== "string" || options.secret.length < SECRET_LENGTH)
    throw new TypeError(`A sensitivity policy needs a secret of at least ${SECRET_LENGTH} characters.`);
  checkRules(options);
  const wording = { locality: "Place withheld", text: "Withheld", ...options.wording };
  const version = options.version ?? fingerprint(options);
  return new SensitivityPolicy(Object.freeze({ ...options, mode, dates, predictionThreshold, wording, version }));
}

function checkRules({ taxa = [], stations = [] }: SensitivityPolicyOptions): void {
  for (const { id, name, synonyms = [] } of taxa) {
    const names = name === undefined ? synonyms : [name, ...synonyms];
    if (id === undefined && names.length === 0) throw new TypeError("A sensitive taxon needs an id or a name.");
    if (names.some((text) => plainName(text) === "")) throw new TypeError("The name of a sensitive taxon is empty.");
  }
  for (const { category = 0.1 } of [...taxa, ...stations])
    if (!isCategory(category))
      throw new TypeError(`A category must be "withheld", 0.1, 0.01 or 0.001, not ${String(category)}.`);
}

/** Of what the policy says, so that two exports can be known to be made under one policy. */
function fingerprint({ taxa, stations, mode, dates, predictionThreshold, wording }: SensitivityPolicyOptions): string {
  const said = JSON.stringify([taxa, stations, mode, dates, predictionThreshold, wording]);
  return createHash("sha256").update(said).digest("hex").slice(0, 16);
}
