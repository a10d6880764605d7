import { ExportError } from "../../contracts/export-error.js";
import type { Exporter, ExporterClass } from "../../contracts/exporter.js";
import type { FileFormat } from "../../contracts/row-format.js";
import { callHook } from "../ports/call-port.js";

const BY_EXTENSION: ReadonlyMap<string, string> = new Map([
  ["csv", "text/csv; charset=utf-8"],
  ["json", "application/json"],
  ["ndjson", "application/x-ndjson"],
  ["tsv", "text/tab-separated-values; charset=utf-8"],
  ["txt", "text/plain; charset=utf-8"],
  ["xml", "application/xml"],
  ["zip", "application/zip"],
]);

/**
 * Returns the kind of file that an exporter makes: that of its class, else of its format. For a media type alone it is
 * that of the extension, or `application/octet-stream` (RFC 2046 §4.5.1).
 * @throws ExportError `EXPORTER_FAILED` when neither names an extension.
 */
export function fileTypeOf(
  exporterClass: Pick<ExporterClass, "fileFormat" | "contentType">,
  exporter: Pick<Exporter, "getFormat">,
): FileFormat {
  const { fileFormat, contentType } = exporterClass;
  const format = fileFormat !== undefined ? undefined : callHook("EXPORTER_FAILED", () => exporter.getFormat?.());
  const extension = fileFormat ?? format?.fileFormat ?? "";
  if (!isExtension(extension))
    throw new ExportError("EXPORTER_FAILED", { message: "The exporter names no file format." });
  const fallback = BY_EXTENSION.get(extension) ?? "application/octet-stream";
  return { fileFormat: extension, contentType: contentType ?? format?.contentType ?? fallback };
}

/** Whether a text can be a file extension. */
export function isExtension(text: string): boolean {
  return /^[a-z0-9.]{1,16}$/.test(text);
}
