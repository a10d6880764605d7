import { coarseDate } from "../../sensitivity/coarse-date.js";
import type {
  Capture,
  Classification,
  ClassifiedDetection,
  Detection,
  Identification,
  Occurrence,
} from "../model/occurrence.js";
import { type Protection, publicDeployment, publicEvent, publicId } from "./public-event.js";

/** Returns the public part of a sensitive record: nothing but what is named here, whatever else its source knows. */
export function publicOccurrence(row: Occurrence, protection: Protection): Occurrence {
  const { policy, category } = protection;
  const { event, deployment } = row;
  return {
    id: publicId("occurrence", row.id, protection),
    project: row.project,
    event: event && publicEvent(event, protection),
    deployment: deployment && publicDeployment(deployment, { ...protection, eventId: event?.id ?? null }),
    determination: row.determination,
    determinationScore: row.determinationScore,
    createdAt: dated(row.createdAt, protection),
    updatedAt: dated(row.updatedAt, protection),
    ...given({ count: row.count, sex: row.sex, lifeStage: row.lifeStage, basisOfRecord: row.basisOfRecord }),
    ...given({ remarks: row.remarks && policy.wording.text }),
    ...given({ detectionsCount: row.detectionsCount, participantCount: row.participantCount }),
    ...given(appearanceOf(row, protection)),
    ...given({
      bestDetection: row.bestDetection && detectionOf(row.bestDetection, protection),
      bestPrediction: row.bestPrediction && classificationOf(row.bestPrediction, protection),
      bestIdentification: row.bestIdentification && identificationOf(row.bestIdentification, protection),
      detections: row.detections?.map((detection) => classifiedOf(detection, protection)),
      identifications: row.identifications?.map((identification) => identificationOf(identification, protection)),
      predictions: row.predictions?.map((classification) => classificationOf(classification, protection)),
    }),
    protection: policy.notesOf(category),
  };
}

type Defined<Members> = { [Name in keyof Members]?: Exclude<Members[Name], undefined> };

/** The members that are not undefined: what a query did not ask for stays absent. */
function given<Members extends object>(members: Members): Defined<Members> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<Members>; // what the filter has left
}

/** Coarse dates have no time between them. */
function appearanceOf({ firstAppearance, lastAppearance }: Occurrence, protection: Protection) {
  const exact = protection.policy.dates === "exact";
  return {
    firstAppearance: firstAppearance && dated(firstAppearance, protection),
    lastAppearance: exact ? lastAppearance : lastAppearance && null,
  };
}

function dated(timestamp: string | null, { policy }: Protection): string | null {
  return timestamp && coarseDate(timestamp, policy.dates);
}

function detectionOf(row: Detection, protection: Protection): Detection {
  const id = publicId("detection", row.id, protection);
  return {
    id,
    timestamp: dated(row.timestamp, protection),
    url: row.url && protection.policy.mediaUrl({ kind: "crop", id: row.id, publicId: id }),
    bbox: row.bbox,
    score: row.score,
    algorithm: row.algorithm,
    capture: row.capture && captureOf(row.capture, protection),
  };
}

function classifiedOf(row: ClassifiedDetection, protection: Protection): ClassifiedDetection {
  const classifications = row.classifications.map((classification) => classificationOf(classification, protection));
  return { ...detectionOf(row, protection), classifications };
}

function captureOf(row: Capture, protection: Protection): Capture {
  const id = publicId("capture", row.id, protection);
  return {
    id,
    url: row.url && protection.policy.mediaUrl({ kind: "capture", id: row.id, publicId: id }),
    timestamp: dated(row.timestamp, protection),
    width: row.width,
    height: row.height,
  };
}

function classificationOf(row: Classification, protection: Protection): Classification {
  const { taxon, algorithm, score, terminal, createdAt, appliedToId } = row;
  return {
    id: publicId("classification", row.id, protection),
    ...{ taxon, algorithm, score, terminal },
    ...given({ createdAt: createdAt && dated(createdAt, protection) }),
    ...given({ appliedToId: appliedToId == null ? appliedToId : publicId("classification", appliedToId, protection) }),
  };
}

function identificationOf(row: Identification, protection: Protection): Identification {
  return {
    id: publicId("identification", row.id, protection),
    user: row.user,
    taxon: row.taxon,
    withdrawn: row.withdrawn,
    comment: row.comment && protection.policy.wording.text,
    createdAt: dated(row.createdAt, protection),
    agreedWithAlgorithm: row.agreedWithAlgorithm,
    agreedWithUser: row.agreedWithUser,
  };
}
