import type { ErrorDetail } from "../../contracts/export-error.js";
import { ExportError } from "../../contracts/export-error.js";
import type { Id } from "../../contracts/id.js";
import { TimeZone } from "../../values/zoned-time.js";
import type { Deployment } from "./occurrence.js";

/** The zone of every deployment, or what gives that of each: a name of IANA's database (`Europe/London`) or an offset (`+02:00`). */
export type ZoneOption = string | ((deployment: Deployment) => string | null | undefined);

/** @throws TypeError for a name that is no zone. */
export function checkZone(option: ZoneOption | undefined, name = "timeZone"): void {
  if (typeof option !== "string") return;
  try {
    new TimeZone(option);
  } catch {
    throw new TypeError(`${name} must be a name of IANA's database or an offset such as +02:00, not "${option}".`);
  }
}

/** The time zones of deployments, each asked for once. */
export class StationZones {
  readonly #option: ZoneOption | undefined;
  readonly #zones = new Map<string, TimeZone>();
  readonly #ofStations = new Map<Id, TimeZone | null>();

  constructor(option: ZoneOption | undefined) {
    this.#option = option;
  }

  /** Null where the host gives none. @throws ExportError `METADATA_INCOMPLETE` for what is no zone; `EXPORTER_FAILED`. */
  of(deployment: Deployment): TimeZone | null {
    const known = this.#ofStations.get(deployment.id);
    if (known !== undefined) return known;
    const name = typeof this.#option === "function" ? asked(this.#option, deployment) : this.#option;
    const zone = name == null || name === "" ? null : this.#named(name, deployment);
    this.#ofStations.set(deployment.id, zone);
    return zone;
  }

  #named(name: string, deployment: Deployment): TimeZone {
    try {
      const zone = this.#zones.get(name) ?? new TimeZone(name);
      this.#zones.set(name, zone);
      return zone;
    } catch (cause) {
      throw withoutZone([deployment.id], cause);
    }
  }
}

/** The error for deployments whose time zone nobody knows. Nothing is guessed. */
export function withoutZone(ids: readonly Id[], cause?: unknown): ExportError {
  const message = "The deployment has times without an offset. Give its time zone with the option `timeZone`.";
  const details = ids.map((id): ErrorDetail => ({ path: ["deployments", id], code: "no_time_zone", message }));
  return new ExportError("METADATA_INCOMPLETE", { details, cause });
}

function asked(option: (deployment: Deployment) => string | null | undefined, deployment: Deployment) {
  try {
    return option(deployment);
  } catch (cause) {
    throw new ExportError("EXPORTER_FAILED", { cause });
  }
}
