import type { Id } from "../../contracts/id.js";
import type { BasisOfRecord } from "./basis-of-record.js";

/** A taxon above another. */
export interface TaxonParent {
  readonly id: Id;
  readonly name: string;
  /** In capitals: `KINGDOM`, `FAMILY`, `SPECIES`. */
  readonly rank: string;
}

/** A taxon with its classification. */
export interface Taxon extends TaxonParent {
  /** From the kingdom down to the direct parent. */
  readonly parents: readonly TaxonParent[];
  readonly commonName: string | null;
  /** The authorship of the name. */
  readonly author: string | null;
  readonly gbifTaxonKey: Id | null;
  /** Its id in iNaturalist; absent where the source does not know of such ids. */
  readonly inatTaxonId?: Id | null;
  /** Its id in Fieldguide; absent where the source does not know of such ids. */
  readonly fieldguideId?: string | null;
}

/** A thing with a name. */
export interface Named {
  readonly id: Id;
  readonly name: string;
}

/** A station and the place where it stands. */
export interface Deployment extends Named {
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** The largest distance of the station from the coordinates; absent where its source does not say. */
  readonly coordinateUncertaintyInMeters?: number | null;
}

/** The changes that a sensitivity policy has made to a record, in words. */
export interface ProtectionNotes {
  /** The parts left out: dwc:informationWithheld. */
  readonly informationWithheld: string;
  /** The parts less precise than in the source: dwc:dataGeneralizations. */
  readonly dataGeneralizations: string;
}

/** A sampling event: one night at one station. Timestamps as in {@link Occurrence}. */
export interface OccurrenceEvent {
  readonly id: Id;
  readonly start: string;
  readonly end: string | null;
  readonly deployment: Deployment | null;
  /** The number of the event's captures; null where nobody counted. */
  readonly capturesCount: number | null;
  readonly updatedAt: string | null;
  /** Present where no occurrence at all belongs to the event, whatever a query selects; see `OccurrenceSnapshot.events`. */
  readonly isEmpty?: true;
  /** Present where a sensitivity policy has changed the event. */
  readonly protection?: ProtectionNotes;
}

/** A person as other readers of the project may see them. */
export interface Person {
  readonly id: Id;
  /** The display name; empty when there is none. */
  readonly name: string;
  /** Never exported unless an exporter's option asks for it. */
  readonly email: string | null;
}

/** An image taken by a station. */
export interface Capture {
  readonly id: Id;
  readonly url: string | null;
  /** The place of the image, as the source has it. */
  readonly path?: string | null;
  readonly timestamp: string | null;
  /** In pixels. */
  readonly width: number | null;
  readonly height: number | null;
}

/** The result of an algorithm for a detection. */
export interface Classification {
  readonly id: Id;
  readonly taxon: Taxon | null;
  readonly algorithm: Named | null;
  /** From 0 to 1. */
  readonly score: number | null;
  /** Whether the algorithm had nothing more to add, as a moth/non-moth classifier has. */
  readonly terminal: boolean;
  /** Absent where the source does not know it. */
  readonly createdAt?: string | null;
  /** The id of the classification that this one was made from; absent where the source does not know it. */
  readonly appliedToId?: Id | null;
}

/** An animal found on a capture. */
export interface Detection {
  readonly id: Id;
  readonly timestamp: string | null;
  /** The address of the cropped image. */
  readonly url: string | null;
  /** As the source holds it, usually `[x1, y1, x2, y2]` in pixels of the capture; null marks “looked, found nothing”. */
  readonly bbox: readonly (number | null)[] | null;
  readonly score: number | null;
  readonly algorithm: Named | null;
  readonly capture: Capture | null;
}

/** A detection with everything said of it, by classification id. */
export interface ClassifiedDetection extends Detection {
  readonly classifications: readonly Classification[];
}

/** The identification of an occurrence by a person. */
export interface Identification {
  readonly id: Id;
  /** Null for a deleted user. */
  readonly user: Person | null;
  readonly taxon: Taxon | null;
  readonly withdrawn: boolean;
  readonly comment: string;
  readonly createdAt: string | null;
  /** The algorithm whose prediction was agreed with. */
  readonly agreedWithAlgorithm: Named | null;
  /** The user whose identification was agreed with. */
  readonly agreedWithUser: Person | null;
}

/**
 * An animal seen during an event, with the facts its source has worked out. Members that a query's `needs` did not ask for are
 * absent.
 *
 * Timestamps are ISO 8601 text with a `T`, as the source has them. A station's wall-clock time has no offset
 * (`2023-06-18T22:42:20`); others have it where one is kept. Fractions of a second stand only where they are not zero.
 */
export interface Occurrence {
  readonly id: Id;
  readonly project: Named;
  readonly event: OccurrenceEvent | null;
  readonly deployment: Deployment | null;
  readonly determination: Taxon | null;
  /** From 0 to 1; 1 once a person has decided. */
  readonly determinationScore: number | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  /** The number of animals, from 0 for none; without it an occurrence is one animal. */
  readonly count?: number | null;
  readonly sex?: string | null;
  readonly lifeStage?: string | null;
  /** Without it `MachineObservation`, whoever identified the animal. */
  readonly basisOfRecord?: BasisOfRecord | null;
  /** The notes of people about it. */
  readonly remarks?: string | null;
  /** Every detection, markers without a box included. */
  readonly detectionsCount?: number;
  /** The earliest timestamp of any detection. */
  readonly firstAppearance?: string | null;
  readonly lastAppearance?: string | null;
  /** Among detections with a box: the highest score of any classification of it, those without a score last, then the lowest id. */
  readonly bestDetection?: Detection | null;
  /** Over all classifications: terminal first, then the highest score, those without one last, then the highest id. */
  readonly bestPrediction?: Classification | null;
  /** Of those not withdrawn: the newest, then the highest id. */
  readonly bestIdentification?: Identification | null;
  /** Distinct users with an identification that is not withdrawn; deleted users do not count. */
  readonly participantCount?: number;
  readonly detections?: readonly ClassifiedDetection[];
  readonly identifications?: readonly Identification[];
  readonly predictions?: readonly Classification[];
  /** Present where a sensitivity policy has changed the record. */
  readonly protection?: ProtectionNotes;
}
