import type { Occurrence } from "../model/occurrence.js";
import { hash } from "./coco-spool.js";

/** The files of an export, in their order. */
export const FILES = { none: ["annotations"], deployment: ["train", "val"] } as const;

/** The division of the pictures of an export. */
export type CocoSplit = keyof typeof FILES;

/** The name of a file of an export. */
export type CocoFileName = (typeof FILES)[CocoSplit][number];

/**
 * The file of an occurrence's pictures. A station is always in the same one, whatever else is exported, so that a model is never tested
 * where it was trained. Pictures without a station, and those of sensitive stations, whose ids hide which belong together, are in `train`.
 *
 * @param share - how much of the stations is in `val`, from 0 to 1.
 */
export function splitOf(
  { deployment, event, protection }: Occurrence,
  { split, share }: { readonly split: CocoSplit; readonly share: number },
): CocoFileName {
  if (split === "none") return "annotations";
  const station = deployment ?? event?.deployment ?? null;
  if (station === null || protection !== undefined) return "train";
  return mixed(hash(String(station.id))) < share ? "val" : "train";
}

/** From 0 to 1: FNV's high bits hardly differ for short ids. */
function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}
