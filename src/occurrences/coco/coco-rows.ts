import type { Id } from "../../contracts/id.js";
import { bestPrediction } from "../model/derive.js";
import type { Capture, ClassifiedDetection, Occurrence, Taxon } from "../model/occurrence.js";
import { timestampLabel } from "../model/timestamps.js";
import type { CocoAnnotation, CocoImage, CocoResult } from "./coco-records.js";
import { isSize, type PixelBox, pixelBox, type RefusedBox } from "./pixel-box.js";

/** The code of a warning about a detection. */
export type DetectionDoubt = RefusedBox | "DETECTION_WITHOUT_IMAGE" | "SCORE_MISSING";

/** Everything that an occurrence adds to a file. */
export interface CocoRows {
  readonly images: readonly CocoImage[];
  readonly annotations: readonly CocoAnnotation[];
  readonly results: readonly CocoResult[];
  readonly doubts: readonly DetectionDoubt[];
}

/** The part that the rows of a file share. */
export interface CocoContext {
  readonly hasLicense: boolean;
  numberOf(taxon: Taxon): number;
}

/**
 * The rows of an occurrence. What people say is the best identification, for each detection with a box. What is predicted is the best
 * classification of such a detection. Markers without a box show nothing.
 */
export function cocoRows(occurrence: Occurrence, context: CocoContext): CocoRows {
  const label = occurrence.bestIdentification?.taxon ?? null;
  const rows = (occurrence.detections ?? [])
    .filter(({ bbox }) => bbox !== null)
    .map((detection) => detectionRows(detection, { occurrence, label, context }));
  return {
    images: rows.flatMap(({ images }) => images),
    annotations: rows.flatMap(({ annotations }) => annotations),
    results: rows.flatMap(({ results }) => results),
    doubts: rows.flatMap(({ doubts }) => doubts),
  };
}

interface Seen {
  readonly occurrence: Occurrence;
  readonly label: Taxon | null;
  readonly context: CocoContext;
}

const NOTHING: CocoRows = Object.freeze({ images: [], annotations: [], results: [], doubts: [] });

function detectionRows(detection: ClassifiedDetection, seen: Seen): CocoRows {
  const { capture } = detection;
  if (capture === null) return { ...NOTHING, doubts: ["DETECTION_WITHOUT_IMAGE"] };
  const found = pixelBox(detection);
  const box = typeof found === "string" ? null : found;
  const { results, doubts } = predicted(detection, capture.id, { box, context: seen.context });
  return {
    images: [imageOf(detection, capture, seen)],
    annotations: seen.label === null ? [] : [annotationOf(detection, capture.id, { ...seen, box, label: seen.label })],
    results,
    doubts: typeof found === "string" ? [found] : doubts,
  };
}

function imageOf(detection: ClassifiedDetection, capture: Capture, { occurrence, context }: Seen): CocoImage {
  const { event, deployment } = occurrence;
  const station = deployment ?? event?.deployment ?? null;
  const { width, height, url } = capture;
  const time = timestampLabel(capture.timestamp ?? detection.timestamp ?? "");
  return {
    ...{ id: String(capture.id), file_name: fileName(capture) },
    ...(isSize(width) && isSize(height) ? { width, height } : {}),
    // A month alone would be read as its first day.
    ...(/^\d{4}-\d\d-\d\d/.test(time) ? { datetime: time } : {}),
    ...(station === null ? {} : { location: String(station.id) }),
    ...(event === null ? {} : { seq_id: String(event.id) }),
    ...(context.hasLicense ? { license: 1 } : {}),
    ...(url === null ? {} : { coco_url: url }),
  };
}

/** The path as the source has it, else that of the address, else a name made of the id. */
function fileName({ id, path, url }: Capture): string {
  return path || (url && pathOf(url)) || `capture-${id}`;
}

function pathOf(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname.replace(/^\/+/, ""));
  } catch {
    return url;
  }
}

function annotationOf(
  { id }: ClassifiedDetection,
  captureId: Id,
  { occurrence, label, context, box }: Seen & { readonly label: Taxon; readonly box: PixelBox | null },
): CocoAnnotation {
  return {
    ...{ id: String(id), image_id: String(captureId), category_id: context.numberOf(label) },
    ...(box === null ? {} : { bbox: box, area: box[2] * box[3] }),
    ...{ iscrowd: 0, track_id: String(occurrence.id) },
  };
}

/** A result has a box and a score. */
function predicted(
  detection: ClassifiedDetection,
  captureId: Id,
  { box, context }: { readonly box: PixelBox | null; readonly context: CocoContext },
): Pick<CocoRows, "results" | "doubts"> {
  const { taxon, score, algorithm } = bestPrediction([detection]) ?? { taxon: null, score: null, algorithm: null };
  if (taxon === null || box === null) return NOTHING;
  if (score === null || !Number.isFinite(score)) return { results: [], doubts: ["SCORE_MISSING"] };
  const result: CocoResult = {
    ...{ image_id: String(captureId), category_id: context.numberOf(taxon), bbox: box, score },
    ...(algorithm === null ? {} : { algorithm: algorithm.name }),
  };
  return { results: [result], doubts: [] };
}
