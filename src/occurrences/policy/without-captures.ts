import type { Id } from "../../contracts/id.js";
import type { Detection, Occurrence } from "../model/occurrence.js";

/** A record without links to captures that also show a sensitive animal; the record itself where it has none. */
export function withoutCaptures(row: Occurrence, isWithheld: (captureId: Id) => boolean): Occurrence {
  const shown = [row.bestDetection, ...(row.detections ?? [])];
  if (!shown.some((detection) => detection?.capture && isWithheld(detection.capture.id))) return row;
  const hide = <Shown extends Detection>(detection: Shown): Shown =>
    detection.capture && isWithheld(detection.capture.id)
      ? {
          ...detection,
          capture: { ...detection.capture, url: null, ...(detection.capture.path === undefined ? {} : { path: null }) },
        }
      : detection;
  return {
    ...row,
    ...(row.bestDetection ? { bestDetection: hide(row.bestDetection) } : {}),
    ...(row.detections === undefined ? {} : { detections: row.detections.map(hide) }),
  };
}
