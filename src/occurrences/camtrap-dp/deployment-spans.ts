import { coordinates } from "../model/coordinates.js";
import type { Deployment, OccurrenceEvent } from "../model/occurrence.js";
import { compareTimestamps } from "../model/timestamps.js";
import type { DeploymentRow } from "./camtrap-rows.js";
import type { TimeSpan } from "../../camtrap-dp/time-span.js";

interface Known {
  readonly deployment: Deployment;
  readonly note: string | null;
  /** Of its nights. */
  nights: TimeSpan | null;
  /** Of the rows that are written. */
  written: TimeSpan | null;
}

/** The deployments of a package, each with the time that its written records cover. Held in memory. */
export class DeploymentSpans {
  readonly #known = new Map<string, Known>();

  /** A record of a deployment is about to be written. @param night - when its event was. */
  see(id: string, deployment: Deployment, { event, night }: { event: OccurrenceEvent | null; night: TimeSpan | null }) {
    const known = this.#known.get(id);
    if (known !== undefined) {
      known.nights = joined(known.nights, night);
      return;
    }
    const note = event?.protection?.dataGeneralizations || null;
    this.#known.set(id, { deployment, note, nights: night, written: null });
  }

  /** A row of a deployment is written. */
  widen(id: string, start: string, end: string): void {
    const known = this.#known.get(id);
    if (known !== undefined) known.written = joined(known.written, { start, end, isCoarse: false });
  }

  /** The deployments of written rows, in the order in which they came. */
  *rows(): Generator<DeploymentRow, void, undefined> {
    for (const { deployment, note, nights, written } of this.#known.values()) {
      const place = coordinates(deployment);
      const span = written && joined(written, nights);
      if (place === null || span === null) continue;
      yield { deployment, ...place, note, start: span.start, end: span.end, isCoarse: nights?.isCoarse === true };
    }
  }
}

function joined(one: TimeSpan | null, other: TimeSpan | null): TimeSpan | null {
  if (one === null || other === null) return one ?? other;
  return {
    start: compareTimestamps(one.start, other.start) <= 0 ? one.start : other.start,
    end: compareTimestamps(one.end, other.end) >= 0 ? one.end : other.end,
    isCoarse: one.isCoarse || other.isCoarse,
  };
}
