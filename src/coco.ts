/**
 * COCO Camera Traps: pictures, boxes and labels of occurrences, for people who train models.
 *
 * @module vasculum/coco
 */
export { createCocoExporter, type CocoExporterOptions } from "./occurrences/coco/create-coco-exporter.js";
export type { CocoDataset } from "./occurrences/coco/coco-dataset.js";
