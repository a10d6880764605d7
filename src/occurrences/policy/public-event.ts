import type { Id } from "../../contracts/id.js";
import type { SensitivityCategory } from "../../sensitivity/category.js";
import { coarseDate } from "../../sensitivity/coarse-date.js";
import { gridPoint } from "../../sensitivity/grid.js";
import type { SensitivityPolicy } from "../../sensitivity/sensitivity-policy.js";
import { coordinates } from "../model/coordinates.js";
import type { Deployment, OccurrenceEvent } from "../model/occurrence.js";

/** The parts that make a sensitive record public. */
export interface Protection {
  readonly policy: SensitivityPolicy;
  readonly category: SensitivityCategory;
  readonly projectId: Id;
}

/** Returns the public part of a sensitive event: nothing but what is named here, whatever else its source knows. */
export function publicEvent(event: OccurrenceEvent, protection: Protection): OccurrenceEvent {
  const { policy, category } = protection;
  const detached = policy.mode === "detach";
  const { dates } = policy;
  const day = detached && dates === "exact" ? "day" : dates;
  return {
    id: publicId("event", event.id, protection),
    start: coarseDate(event.start, day),
    end: day === "exact" ? event.end : null,
    deployment: event.deployment && publicDeployment(event.deployment, { ...protection, eventId: event.id }),
    capturesCount: detached ? null : event.capturesCount,
    updatedAt: event.updatedAt && coarseDate(event.updatedAt, dates),
    ...(event.isEmpty === true ? { isEmpty: true } : {}),
    protection: policy.notesOf(category),
  };
}

/** A station that stands for the sensitive one: for each event another where events are detached, so that nights cannot be joined. */
export function publicDeployment(
  deployment: Deployment,
  { policy, category, projectId, eventId }: Protection & { readonly eventId: Id | null },
): Deployment {
  const point = coordinates(deployment);
  const place = point === null || category === "withheld" ? null : gridPoint(point, category);
  const [kind, id] = policy.mode === "detach" && eventId !== null ? ["place", eventId] : ["station", deployment.id];
  return {
    id: policy.surrogate(String(kind), projectId, id ?? deployment.id),
    name: policy.wording.locality,
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    coordinateUncertaintyInMeters: place?.uncertaintyInMeters ?? null,
  };
}

/** The id of a record itself, or of its surrogate where events are detached. */
export function publicId(kind: string, id: Id, { policy, projectId }: Protection): Id {
  return policy.mode === "detach" ? policy.surrogate(kind, projectId, id) : id;
}
