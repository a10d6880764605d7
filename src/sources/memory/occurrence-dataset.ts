import type { Id } from "../../contracts/id.js";
import type { Deployment, Named, Occurrence, Person, Taxon } from "../../occurrences/model/occurrence.js";
import type { OccurrenceDetail } from "../../occurrences/model/occurrence-details.js";
import type { ProjectDescription } from "../../occurrences/model/occurrence-source.js";

/** A project with the filters that apply by default. */
export interface DatasetProject extends ProjectDescription {
  readonly defaults: {
    /** Determinations scored lower are left out. */
    readonly scoreThreshold: number;
    /** Restricts the rows to these taxa and all below them, unless it is empty. */
    readonly includeTaxonIds: readonly Id[];
    /** Never these taxa, nor any below them. */
    readonly excludeTaxonIds: readonly Id[];
  };
}

/**
 * A project's records as plain lists that point at one another by id. The memory source is made of them, and the
 * contract suite has an adapter load them into its database. Timestamps are text as in {@link Occurrence}.
 */
export interface OccurrenceDataset {
  readonly projects: readonly DatasetProject[];
  readonly users: readonly Person[];
  readonly algorithms: readonly Named[];
  readonly taxa: readonly Taxon[];
  readonly taxaLists: readonly {
    readonly id: Id;
    readonly name: string;
    /** None for a list of all projects. */
    readonly projectIds: readonly Id[];
    readonly taxonIds: readonly Id[];
  }[];
  /** Research sites. */
  readonly sites: readonly { readonly id: Id; readonly name: string; readonly projectId: Id }[];
  /** With the research site where it stands and the device that it is, where they are known. */
  readonly deployments: readonly (Deployment & {
    readonly projectId: Id;
    readonly siteId?: Id | null;
    readonly deviceId?: Id | null;
  })[];
  readonly events: readonly {
    readonly id: Id;
    readonly projectId: Id;
    readonly deploymentId: Id | null;
    readonly start: string;
    readonly end: string | null;
    readonly capturesCount: number | null;
    readonly updatedAt: string | null;
  }[];
  readonly captures: readonly {
    readonly id: Id;
    readonly projectId: Id;
    readonly eventId: Id | null;
    readonly deploymentId: Id | null;
    /** Relative to `baseUrl`. */
    readonly path: string;
    /** The address that serves the path; null when it is not public. */
    readonly baseUrl: string | null;
    readonly timestamp: string | null;
    readonly width: number | null;
    readonly height: number | null;
  }[];
  /** Capture sets. */
  readonly collections: readonly {
    readonly id: Id;
    readonly name: string;
    readonly projectId: Id;
    readonly captureIds: readonly Id[];
  }[];
  /** With the details that the host knows. */
  readonly occurrences: readonly (Pick<Occurrence, OccurrenceDetail> & {
    readonly id: Id;
    readonly projectId: Id;
    readonly eventId: Id | null;
    readonly deploymentId: Id | null;
    readonly determinationId: Id | null;
    readonly determinationScore: number | null;
    readonly createdAt: string | null;
    readonly updatedAt: string | null;
  })[];
  readonly detections: readonly {
    readonly id: Id;
    readonly captureId: Id;
    readonly occurrenceId: Id | null;
    readonly bbox: readonly (number | null)[] | null;
    readonly timestamp: string | null;
    /** The cropped image: an address, or a path below the host's media root. */
    readonly path: string | null;
    readonly score: number | null;
    readonly algorithmId: Id | null;
  }[];
  readonly classifications: readonly {
    readonly id: Id;
    readonly detectionId: Id;
    readonly taxonId: Id | null;
    readonly algorithmId: Id | null;
    readonly score: number | null;
    readonly terminal: boolean;
    readonly createdAt?: string | null;
    /** The classification that this one was made from. */
    readonly appliedToId?: Id | null;
  }[];
  readonly identifications: readonly {
    readonly id: Id;
    readonly occurrenceId: Id;
    /** Null for a deleted user. */
    readonly userId: Id | null;
    readonly taxonId: Id | null;
    readonly withdrawn: boolean;
    readonly comment: string;
    readonly createdAt: string | null;
    readonly agreedWithPredictionId: Id | null;
    readonly agreedWithIdentificationId: Id | null;
  }[];
}
