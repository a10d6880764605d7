import type { ExporterClass } from "../../contracts/exporter.js";
import type { Id } from "../../contracts/id.js";
import type { JsonObject } from "../../contracts/json.js";
import type { SensitivityCategory } from "../../sensitivity/category.js";
import type { Point } from "../../sensitivity/grid.js";

/** The facts of sensitive records that no export may show. */
export interface SensitiveSecrets {
  /** Exact places, with at least four digits after the point. */
  readonly points: readonly Point[];
  /** Names, remarks and parts of paths. Searched for without regard to case, also where they are escaped. */
  readonly texts: readonly string[];
  /** Ids. Give numbers of at least five digits, which nothing else in the file is. */
  readonly ids: readonly Id[];
  /** To which places are generalised. */
  readonly category: SensitivityCategory;
}

/** The parts that one test of the leak suite works with. */
export interface SensitivityFixture {
  /** The exporter with its policy, over a source with sensitive records. */
  readonly exporter: ExporterClass;
  /** The same exporter without a policy. It must show what the other hides, else nothing would be tested. */
  readonly unprotected: ExporterClass;
  readonly secrets: SensitiveSecrets;
  /**
   * The filters of requests, each tried alone and with each other: at least one with the sensitive records and one
   * without.
   */
  readonly filters: readonly JsonObject[];
  /** Filters that ask for the sensitive place, and so must find nothing. */
  readonly placeFilters: readonly JsonObject[];
  /** By default 1. */
  readonly projectId?: Id;
}
