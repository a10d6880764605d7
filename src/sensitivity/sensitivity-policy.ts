import { createHmac } from "node:crypto";
import { ExportError } from "../contracts/export-error.js";
import type { Id } from "../contracts/id.js";
import { callHook } from "../core/ports/call-port.js";
import { isCategory, type SensitivityCategory, stricter } from "./category.js";
import type {
  DatePrecision,
  PolicyWording,
  ProtectedMedia,
  SensitivityMode,
  SensitivityPolicyOptions,
} from "./policy-options.js";
import type { Sighting } from "./sighting.js";
import { TaxonRules } from "./taxon-rules.js";

/** A policy's options, checked and complete. */
export type CheckedPolicy = SensitivityPolicyOptions &
  Required<Pick<SensitivityPolicyOptions, "mode" | "dates" | "predictionThreshold" | "version">> & {
    readonly wording: PolicyWording;
  };

/** The notes in a file about a record that a policy has changed. */
export interface PolicyNotes {
  /** dwc:informationWithheld. */
  readonly informationWithheld: string;
  /** dwc:dataGeneralizations. */
  readonly dataGeneralizations: string;
}

/** Decides which records are sensitive, and what of them is public. Made by `createSensitivityPolicy`. */
export class SensitivityPolicy {
  /** The version that is recorded with every export. */
  readonly version: string;
  readonly mode: SensitivityMode;
  readonly dates: DatePrecision;
  readonly wording: PolicyWording;
  readonly #options: CheckedPolicy;
  readonly #taxa: TaxonRules;
  readonly #stations: ReadonlyMap<string, SensitivityCategory>;

  constructor(options: CheckedPolicy) {
    this.#options = options;
    this.version = options.version;
    this.mode = options.mode;
    this.dates = options.dates;
    this.wording = options.wording;
    this.#taxa = new TaxonRules(options.taxa ?? []);
    this.#stations = new Map((options.stations ?? []).map(({ id, category = 0.1 }) => [String(id), category]));
  }

  /** Ids of the stations that are sensitive whatever was seen there. */
  get stationIds(): readonly Id[] {
    return (this.#options.stations ?? []).map(({ id }) => id);
  }

  /** The facts that its rules compare. */
  get asks(): { readonly names: boolean; readonly taxonIds: boolean; readonly stations: boolean } {
    const { taxa = [], stations = [] } = this.#options;
    return {
      names: taxa.some(({ name, synonyms = [] }) => name !== undefined || synonyms.length > 0),
      taxonIds: taxa.some(({ id, name }) => id !== undefined && name === undefined),
      stations: stations.length > 0,
    };
  }

  /** The category of a listed station; null for any other. A number and its text are one id. */
  stationCategory(id: Id): SensitivityCategory | null {
    return this.#stations.get(String(id)) ?? null;
  }

  /** The strictest category that a sighting is a reason for; null for none. @throws ExportError `POLICY_FAILED`. */
  categoryOf(sighting: Sighting): SensitivityCategory | null {
    const { station, taxon } = sighting;
    const named = taxon === null || !this.#counts(sighting) ? null : this.#taxa.categoryOf(taxon);
    const listed = station === null ? null : this.stationCategory(station.id);
    return stricter(stricter(named, listed), this.#decided(sighting));
  }

  /** An id that stands for another and does not give it away. The same id always has the same one. */
  surrogate(kind: string, projectId: Id, id: Id): string {
    const text = JSON.stringify([kind, projectId, id]);
    return createHmac("sha256", this.#options.secret).update(text).digest("hex").slice(0, 32);
  }

  /** The public link in place of one to a crop or capture; null for none. @throws ExportError `POLICY_FAILED`. */
  mediaUrl(media: ProtectedMedia): string | null {
    return guarded(() => this.#options.mediaUrl?.(media)) ?? null;
  }

  /** Whether one of the source's own restrictions may select sensitive records. */
  isHarmless(restriction: string): boolean {
    return this.#options.harmlessRestrictions?.includes(restriction) ?? false;
  }

  /** Returns the notes in a file about records of this category. */
  notesOf(category: SensitivityCategory): PolicyNotes {
    const detached = this.mode === "detach";
    const withheld = ["exact coordinates", "station", "media", "remarks", ...(detached ? ["sampling effort"] : [])];
    const place =
      category === "withheld"
        ? "Coordinates removed."
        : `Coordinates are the centre of a ${category} degree grid cell.`;
    const event = detached ? " The event and its records have surrogate identifiers." : "";
    const dates = this.dates === "exact" ? "" : ` Dates are given to the ${this.dates}.`;
    return {
      informationWithheld: `Withheld: ${withheld.join(", ")}.`,
      dataGeneralizations: `${place}${event}${dates}`,
    };
  }

  #counts({ by, score }: Sighting): boolean {
    return by !== "prediction" || score === null || score >= this.#options.predictionThreshold;
  }

  #decided(sighting: Sighting): SensitivityCategory | null {
    const category: unknown = guarded(() => this.#options.decide?.(sighting)) ?? null;
    if (category === null || isCategory(category)) return category;
    const message = "The policy's decide() must return a category or null.";
    throw new ExportError("POLICY_FAILED", { message });
  }
}

/** Calls a host's rule. Any error in it fails the export, whatever it throws. */
function guarded<Result>(ask: () => Result): Result {
  try {
    return callHook("POLICY_FAILED", ask);
  } catch (cause) {
    if (ExportError.is(cause) && cause.code === "POLICY_FAILED") throw cause;
    throw new ExportError("POLICY_FAILED", { cause });
  }
}
