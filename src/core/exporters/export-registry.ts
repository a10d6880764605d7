import { ExportError } from "../../contracts/export-error.js";
import type { Exporter, ExporterClass } from "../../contracts/exporter.js";
import { createDraftExporter, exporterRules } from "./draft-exporter.js";
import { isExtension } from "./file-type.js";

const FORMAT_KEY = /^[a-z][a-z0-9_]{0,63}$/;

/**
 * Maps format keys to exporter classes. A host makes one, registers what it offers, and hands it to an ExportService.
 *
 * @example registry.register("nightly_counts")(NightlyCounts);
 */
export class ExportRegistry {
  readonly #exporters = new Map<string, ExporterClass>();

  /**
   * Returns a function that registers a class under the key and gives the class back.
   *
   * @param format - lower-case letters, digits and `_`, at most 64; names the use (`occurrences_simple_csv`), not the file type.
   * @throws TypeError when the key is malformed or taken; when the class names no file format; when a schema of its
   * filters or options is not of zod 4.
   */
  register(format: string): <Class extends ExporterClass>(exporter: Class) => Class {
    if (!FORMAT_KEY.test(format))
      throw new TypeError(`"${format}" is not a format key: lower-case letters, digits and "_", at most 64.`);
    return (exporter) => {
      if (this.#exporters.has(format)) throw new TypeError(`The format key "${format}" is registered already.`);
      checkClass(format, exporter);
      checkSchemas(format, exporter);
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
    throw new ExportError("UNKNOWN_FORMAT", {
      message,
      details: [{ path: ["format"], code: "unknown_format", message }],
    });
  }

  /** The keys, in the order of registration. */
  getSupportedFormats(): readonly string[] {
    return [...this.#exporters.keys()];
  }
}

function checkClass(
  format: string,
  { fileFormat, prototype }: ExporterClass & { readonly prototype: Partial<Exporter> },
): void {
  const named = fileFormat === undefined ? typeof prototype?.getFormat === "function" : isExtension(fileFormat);
  if (named) return;
  throw new TypeError(`The exporter for "${format}" needs getFormat(), or a valid static fileFormat.`);
}

/** A schema of zod 3 has other methods, and would fail each request in a way that nobody could read. */
function checkSchemas(format: string, exporterClass: ExporterClass): void {
  const foreign = schemasOf(format, exporterClass).some((schema) => !(typeof schema === "object" && "_zod" in schema));
  if (foreign)
    throw new TypeError(`The exporter for "${format}" has a schema that is not of zod 4. Make it with zod 4.`);
}

/** Empty where the exporter cannot tell before a request: then each request reports what is wrong. */
function schemasOf(format: string, exporterClass: ExporterClass): readonly object[] {
  try {
    const spec = { projectId: "", userId: "", format };
    const exporter = createDraftExporter(exporterClass, spec, new AbortController().signal);
    const { backends, options } = exporterRules(exporter);
    const filters = backends.map(({ schema }) => schema);
    return options === undefined ? filters : [...filters, options];
  } catch {
    return [];
  }
}
