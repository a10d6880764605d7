import { ExportError } from "../contracts/export-error.js";
import type { ExporterClass } from "../contracts/exporter.js";

const FORMAT_KEY = /^[a-z][a-z0-9_]{0,63}$/;

/**
 * Maps format keys to exporter classes. A host makes one, registers what it offers, and hands it to an ExportService.
 *
 * @example registry.register("nightly_detections")(NightlyDetections);
 */
export class ExportRegistry {
  readonly #exporters = new Map<string, ExporterClass>();

  /**
   * Returns a function that registers a class under the key and gives the class back.
   *
   * @param format - lower-case letters, digits and `_`, at most 64; names the use (`occurrences_simple_csv`), not the file type.
   * @throws TypeError when the key is malformed or taken, or the class has no `fileFormat`.
   */
  register(format: string): <Class extends ExporterClass>(exporter: Class) => Class {
    if (!FORMAT_KEY.test(format)) throw new TypeError(`"${format}" is not a format key: lower-case letters, digits and "_", at most 64.`);
    return (exporter) => {
      if (this.#exporters.has(format)) throw new TypeError(`The format key "${format}" is registered already.`);
      if (!/^[a-z0-9.]{1,16}$/.test(exporter.fileFormat)) throw new TypeError(`The exporter for "${format}" has no valid static fileFormat.`);
      this.#exporters.set(format, exporter);
      return exporter;
    };
  }

  /** @throws ExportError `UNKNOWN_FORMAT`, which names the keys there are. */
  getExporter(format: string): ExporterClass {
    const exporter = this.#exporters.get(format);
    if (exporter !== undefined) return exporter;
    const supported = this.getSupportedFormats().map((key) => `'${key}'`);
    const message = `Invalid format. Supported formats are: [${supported.join(", ")}]`;
    throw new ExportError("UNKNOWN_FORMAT", { message, details: [{ path: ["format"], code: "unknown_format", message }] });
  }

  /** The keys, in the order of registration. */
  getSupportedFormats(): readonly string[] {
    return [...this.#exporters.keys()];
  }
}
