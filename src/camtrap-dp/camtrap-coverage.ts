import type { PackageTable } from "../data-package/package-table.js";
import { snapOutwards } from "../sensitivity/grid.js";
import { Longitudes } from "../values/longitudes.js";
import { DEPLOYMENTS } from "./deployments-table.js";
import { OBSERVATIONS } from "./observations-table.js";

/** The most taxa that a package names. */
export const TAXA_LIMIT = 10_000;

/** The cover of a package's rows, gathered from the cells as written, in bounded memory. */
export class CamtrapCoverage {
  readonly #longitudes = new Longitudes();
  readonly #names = new Set<string>();
  readonly #levels = new Set<string>();
  #latitudes: readonly [south: number, north: number] | null = null;
  #dates: readonly [start: string, end: string] | null = null;
  /** Names that are not listed, since there are too many. */
  isCut = false;

  /** Takes a row of a table. */
  add({ name }: Pick<PackageTable, "name">, cells: readonly string[]): void {
    if (name === DEPLOYMENTS.name) this.#addDeployment(cells);
    if (name === OBSERVATIONS.name) this.#addObservation(cells);
  }

  /** The scientific names, in their order. */
  get names(): readonly string[] {
    return [...this.#names].sort();
  }

  /** The levels of observations that there are: `media` before `event`. */
  get levels(): readonly string[] {
    return ["media", "event"].filter((level) => this.#levels.has(level));
  }

  /** The first and the last day; null for no row. */
  get temporal(): { readonly start: string; readonly end: string } | null {
    return this.#dates && { start: this.#dates[0], end: this.#dates[1] };
  }

  /** The box around all places, as GeoJSON: two boxes where it crosses 180° (RFC 7946 §3.1.9). @param grid - to whose cells it is widened. */
  spatial(grid: number | null): object {
    const [latitudes, span] = [this.#latitudes, this.#longitudes.span()];
    if (latitudes === null || span === null) return { type: "GeometryCollection", geometries: [] };
    const exact = { ...span, south: latitudes[0], north: latitudes[1] };
    const { west, east, south, north } = grid === null ? exact : snapOutwards(exact, grid);
    const ring = (from: number, to: number) => [
      [
        [from, south],
        [to, south],
        [to, north],
        [from, north],
        [from, south],
      ],
    ];
    if (west === east && south === north) return { type: "Point", coordinates: [west, south] };
    if (west <= east) return { type: "Polygon", coordinates: ring(west, east) };
    return { type: "MultiPolygon", coordinates: [ring(west, 180), ring(-180, east)] };
  }

  #addDeployment(cells: readonly string[]): void {
    const latitude = Number(cells[LATITUDE]);
    const [south, north] = this.#latitudes ?? [latitude, latitude];
    this.#latitudes = [Math.min(south, latitude), Math.max(north, latitude)];
    this.#longitudes.add(Number(cells[LONGITUDE]));
    this.#addDates(cells[DEPLOYMENT_START], cells[DEPLOYMENT_END]);
  }

  #addObservation(cells: readonly string[]): void {
    this.#addDates(cells[EVENT_START], cells[EVENT_END]);
    this.#levels.add(cells[LEVEL] ?? "");
    const name = cells[SCIENTIFIC_NAME] ?? "";
    if (name === "" || this.#names.has(name)) return;
    if (this.#names.size < TAXA_LIMIT) this.#names.add(name);
    else this.isCut = true;
  }

  /** The days that the clocks at the place showed. */
  #addDates(start = "", end = ""): void {
    const [from, to] = [start.slice(0, DAY), end.slice(0, DAY)];
    const [first, last] = this.#dates ?? [from, to];
    this.#dates = [from < first ? from : first, to > last ? to : last];
  }
}

const DAY = "YYYY-MM-DD".length;
const [LATITUDE, LONGITUDE] = [indexOf(DEPLOYMENTS, "latitude"), indexOf(DEPLOYMENTS, "longitude")];
const [DEPLOYMENT_START, DEPLOYMENT_END] = [
  indexOf(DEPLOYMENTS, "deploymentStart"),
  indexOf(DEPLOYMENTS, "deploymentEnd"),
];
const [EVENT_START, EVENT_END] = [indexOf(OBSERVATIONS, "eventStart"), indexOf(OBSERVATIONS, "eventEnd")];
const [LEVEL, SCIENTIFIC_NAME] = [indexOf(OBSERVATIONS, "observationLevel"), indexOf(OBSERVATIONS, "scientificName")];

function indexOf<Name extends string>({ fields }: PackageTable<Name>, name: NoInfer<Name>): number {
  return fields.findIndex((field) => field.name === name);
}
