import type { PixelBox } from "./pixel-box.js";

/** A picture, as the COCO Camera Traps format has it, and COCO's `license` and `coco_url`. */
export interface CocoImage {
  readonly id: string;
  /** The path below the folder of the pictures, as far as the source knows it. */
  readonly file_name: string;
  readonly width?: number;
  readonly height?: number;
  /** `2022-12-31 09:52:50`, as Python writes it. */
  readonly datetime?: string;
  /** The id of the station. */
  readonly location?: string;
  /** The id of the event. */
  readonly seq_id?: string;
  readonly license?: number;
  readonly coco_url?: string;
}

/** A label by a person. Without a box the animal is somewhere on the picture. */
export interface CocoAnnotation {
  /** The id of the detection. */
  readonly id: string;
  readonly image_id: string;
  readonly category_id: number;
  readonly bbox?: PixelBox;
  readonly area?: number;
  readonly iscrowd: 0;
  /** The id of the occurrence: its detections show one animal. */
  readonly track_id: string;
}

/** A prediction in COCO's format of results. */
export interface CocoResult {
  readonly image_id: string;
  readonly category_id: number;
  readonly bbox: PixelBox;
  /** From 0 to 1. */
  readonly score: number;
  /** The name of the algorithm; absent where its source does not say. */
  readonly algorithm?: string;
}

/** A taxon as which something is labelled or predicted. */
export interface CocoCategory {
  /** From 1: the format keeps 0 for pictures without an animal. */
  readonly id: number;
  /** The name of the taxon; with its id in brackets where another has the same. */
  readonly name: string;
  /** The name of the taxon above it. */
  readonly supercategory?: string;
  readonly rank: string;
  readonly taxon_id: string;
}

/** The lists of a file, and of its results. */
export type CocoList = "images" | "annotations" | "results";
