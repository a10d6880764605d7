import { jsonText } from "../../formats/json-text.js";
import type { CocoAnnotation, CocoImage, CocoResult } from "./coco-records.js";

/**
 * A row as it waits in the spool: the members that its file may change, as JSON and between tabs, then all others as an object of JSON. So no
 * row is parsed again. JSON has tabs as escapes alone.
 */
export type CocoLine = string;

/** The line of a picture: its id, then the rest. */
export function imageLine({ id, ...rest }: CocoImage): CocoLine {
  return lineOf([id], rest);
}

/** The line of an annotation: its id, its picture's, the number of its category, then the rest. */
export function annotationLine({ id, image_id, category_id, ...rest }: CocoAnnotation): CocoLine {
  return lineOf([id, image_id, category_id], rest);
}

/** The line of a result: its picture's id, the number of its category, then the rest. */
export function resultLine({ image_id, category_id, ...rest }: CocoResult): CocoLine {
  return lineOf([image_id, category_id], rest);
}

/** The parts of a line, still as JSON. */
export function partsOf(line: CocoLine): readonly string[] {
  return line.split("\t");
}

/**
 * The id that a part of a line is, as what holds little memory: a number where it is the text of one, else a text that keeps no other alive, as
 * a part of a line would.
 */
export function idOf(part: string): number | string {
  if (/^"(?:0|[1-9]\d{0,14})"$/.test(part)) return Number(part.slice(1, -1));
  return JSON.parse(part) as string; // as the functions above wrote it
}

/** The row as its file has it: the members in their order, then the rest. */
export function rowText(members: Readonly<Record<string, number | string>>, rest: string): string {
  let row = "{";
  for (const name in members) row += `"${name}":${members[name] ?? "null"},`;
  return row + rest.slice(1);
}

function lineOf(members: readonly (number | string)[], rest: object): CocoLine {
  return [...members, rest].map((value) => jsonText(value, () => undefined)).join("\t");
}
