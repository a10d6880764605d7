import type { ExporterClass } from "../../contracts/exporter.js";

const BY_EXTENSION: ReadonlyMap<string, string> = new Map([
  ["csv", "text/csv; charset=utf-8"],
  ["json", "application/json"],
  ["ndjson", "application/x-ndjson"],
  ["tsv", "text/tab-separated-values; charset=utf-8"],
  ["txt", "text/plain; charset=utf-8"],
  ["xml", "application/xml"],
  ["zip", "application/zip"],
]);

/** The media type an exporter names, else the one of its extension, else `application/octet-stream` (RFC 2046 §4.5.1). */
export function contentTypeOf(exporter: Pick<ExporterClass, "contentType" | "fileFormat">): string {
  return exporter.contentType ?? BY_EXTENSION.get(exporter.fileFormat) ?? "application/octet-stream";
}
