import { z } from "zod";
import { contentTypeOf } from "../attempt/content-type.js";
import { createExporter } from "../attempt/create-exporter.js";
import { DraftRun } from "./draft-run.js";
import type { ServiceParts } from "../service-parts.js";

/** A registered format, and the filters it takes. */
export interface FormatFacts {
  /** The key it is asked for by. */
  readonly format: string;
  /** The file extension without a dot. */
  readonly fileFormat: string;
  /** A media type, as in RFC 6838. */
  readonly contentType: string;
  /** The keys of all its filter backends; refinements that relate keys to one another are checked, not described. */
  readonly filters: z.ZodObject;
}

/** The registered formats, in order. Asks every exporter for its filters, as a check of a request does. @throws ExportError `EXPORTER_FAILED`. */
export function describeFormats({ registry }: Pick<ServiceParts, "registry">): readonly FormatFacts[] {
  return registry.getSupportedFormats().map((format) => {
    const exporterClass = registry.getExporter(format);
    const spec = Object.freeze({ id: null, projectId: "", userId: "", format, filters: {} });
    const backends = createExporter(exporterClass, new DraftRun(spec, new AbortController().signal)).getFilterBackends();
    const shape = Object.assign({}, ...backends.map(({ schema }) => schema.shape)) as z.ZodObject["shape"];
    return { format, fileFormat: exporterClass.fileFormat, contentType: contentTypeOf(exporterClass), filters: z.strictObject(shape) };
  });
}
