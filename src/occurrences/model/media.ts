import type { Capture, ClassifiedDetection, Occurrence } from "./occurrence.js";

/** An image of an exported occurrence: a capture, or a crop of one around the animal. */
export interface OccurrenceMedia {
  readonly kind: "capture" | "crop";
  /** The address that serves it; null where it is not public. */
  readonly url: string | null;
  readonly occurrence: Occurrence;
  /** The detection on it. */
  readonly detection: ClassifiedDetection;
  /** The capture itself, or the one that the crop was cut from. */
  readonly capture: Capture | null;
}

/** The captures and crops of an occurrence, by detection; a detection without a box shows nothing. */
export function mediaOf(occurrence: Occurrence): readonly OccurrenceMedia[] {
  const media: OccurrenceMedia[] = [];
  for (const detection of occurrence.detections ?? []) {
    if (detection.bbox === null) continue;
    const { capture } = detection;
    media.push({ kind: "capture", url: capture?.url ?? null, occurrence, detection, capture });
    media.push({ kind: "crop", url: detection.url, occurrence, detection, capture });
  }
  return media;
}

/** Names a capture among those of a core row: several occurrences may be on one. */
export function captureKey({ kind, capture }: OccurrenceMedia): string | null {
  return kind === "capture" && capture !== null ? `capture ${capture.id}` : null;
}

/** Returns the time when the image was taken. */
export function mediaTime({ capture, detection }: OccurrenceMedia): string | null {
  return capture?.timestamp ?? detection.timestamp;
}

const IMAGES = "bmp gif heic heif jpeg png tiff webp avif".split(" ");
const OTHERS: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  tif: "image/tiff",
  mp4: "video/mp4",
  mov: "video/quicktime",
  webm: "video/webm",
  wav: "audio/wav",
  mp3: "audio/mpeg",
  flac: "audio/flac",
};

/** The IANA media type that the name of a file stands for; null where it says nothing. */
export function mediaFormat({ url }: Pick<OccurrenceMedia, "url">): string | null {
  const ending = /\.(\w+)$/.exec(url?.replace(/[?#].*$/s, "") ?? "")?.[1]?.toLowerCase() ?? "";
  if (Object.hasOwn(OTHERS, ending)) return OTHERS[ending] ?? null;
  return IMAGES.includes(ending) ? `image/${ending}` : null;
}

/** Returns the type of the file, in the words of DCMI. Without a format it is an image, as those of stations are. */
export function mediaType(media: Pick<OccurrenceMedia, "url">): "StillImage" | "MovingImage" | "Sound" {
  const format = mediaFormat(media) ?? "";
  if (format.startsWith("video/")) return "MovingImage";
  return format.startsWith("audio/") ? "Sound" : "StillImage";
}
