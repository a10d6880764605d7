import { z } from "zod";
import type { ExporterClass } from "../../contracts/exporter.js";
import { fileTypeOf } from "../exporters/file-type.js";
import { createDraftExporter, exporterRules } from "../exporters/draft-exporter.js";
import type { ResolvedOptions } from "../ports/service-options.js";

/** A registered format, and the filters it takes. */
export interface FormatDescription {
  /** The key it is asked for by. */
  readonly format: string;
  /** The file extension without a dot. */
  readonly fileFormat: string;
  /** A media type, as in RFC 6838. */
  readonly contentType: string;
  /** The keys of all its filter backends; refinements that relate keys to one another are checked, not described. */
  readonly filters: z.ZodObject;
  /** The schema of a request's choices beside filters; an empty object for none. */
  readonly options: z.ZodObject;
}

/** The registered formats, in order. Asks every exporter for its filters, as a check of a request does. @throws ExportError `EXPORTER_FAILED`. */
export function describeFormats({ registry }: Pick<ResolvedOptions, "registry">): readonly FormatDescription[] {
  return registry.getSupportedFormats().map((format) => describeFormat(format, registry.getExporter(format)));
}

function describeFormat(format: string, exporterClass: ExporterClass): FormatDescription {
  const spec = { projectId: "", userId: "", format };
  const exporter = createDraftExporter(exporterClass, spec, new AbortController().signal);
  const { backends, options } = exporterRules(exporter);
  const shapes = backends.map(({ schema }) => schema.shape);
  return {
    format,
    ...fileTypeOf(exporterClass, exporter),
    filters: z.strictObject(Object.assign({}, ...shapes) as z.ZodObject["shape"]),
    options: options ?? z.strictObject({}),
  };
}
