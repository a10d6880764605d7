import { ExportError } from "../../contracts/export-error.js";
import type { Snapshot } from "../../contracts/data-source.js";
import type { ExporterClass, ExportRun } from "../../contracts/exporter.js";
import type { FilterParams } from "../../contracts/filter-backend.js";
import { publicSource } from "../../sensitivity/public-source.js";
import { checkBatchSize } from "../../rows/row-limits.js";
import { coreIdTerm, expandRowType, expandTerm, localName } from "../tables/check-term.js";
import { checkDwcTables, createDwcTable, type DwcTable, type DwcTableSpec } from "../tables/dwc-table.js";
import type { DatasetMetadataOptions } from "../metadata/dataset-metadata.js";
import { parseMetadata } from "../metadata/parse-metadata.js";
import type { ArchiveDataset } from "./archive-description.js";
import type { ArchiveCoreSpec, ArchiveExporterOptions, ArchiveExtensionSpec } from "./archive-exporter-options.js";
import { guardArchive } from "./guard-archive.js";
import { ArchiveExporter } from "./archive-exporter.js";
import type { ArchiveSpec, ArchiveTable } from "./archive-spec.js";

/**
 * Makes an exporter class that writes any source as a Darwin Core Archive: one pass, one snapshot, memory bounded by the batch.
 *
 * @throws TypeError for an unknown term or row type; a term or file used twice; a core without its id field; an
 * extension without its core id; metadata that EML cannot hold; a namespace or `batchSize` out of range; a policy whose
 * terms no field has.
 * @example
 * ```ts
 * registry.register("sightings_dwca")(
 *   createArchiveExporter({ source, metadata, core: { rowType: "Occurrence", fields: columns } }),
 * );
 * ```
 */
export function createArchiveExporter<
  Row,
  Query,
  View extends Snapshot<Row, Query>,
  CoreRow = Row,
  const ExtensionRows extends readonly unknown[] = [],
>(options: ArchiveExporterOptions<Row, Query, CoreRow, View, ExtensionRows>): ExporterClass {
  const { policy } = options;
  if (policy === undefined) return archiveExporterClass(toSpec(options));
  return archiveExporterClass(toSpec(guardArchive({ ...options, extensions: options.extensions ?? [] }, policy)));
}

/** The exporter class of a complete spec. */
export function archiveExporterClass<Row, Query, CoreRow, Context, View extends Snapshot<Row, Query>>(
  spec: ArchiveSpec<Row, Query, CoreRow, Context, View>,
): ExporterClass {
  return class extends ArchiveExporter<Row, Query, CoreRow, Context, View> {
    static readonly fileFormat: string = "zip";
    static readonly contentType: string = "application/zip";

    constructor(run: ExportRun) {
      super(run, spec);
    }
  };
}

function toSpec<Row, Query, CoreRow, View extends Snapshot<Row, Query>, ExtensionRows extends readonly unknown[]>(
  options: ArchiveExporterOptions<Row, Query, CoreRow, View, ExtensionRows>,
): ArchiveSpec<Row, Query, CoreRow, ArchiveDataset, View> {
  // Under a policy the source is one whose rows are guarded.
  const source = publicSource(options.source, undefined, (given) => given);
  const { namespace = "vasculum", rowErrors = "fail", batchSize = 1_000, filters = [], metadata } = options;
  const { check: level = "structure" } = options;
  checkBatchSize(batchSize);
  checkNamespace(namespace);
  const core = coreTable(options.core);
  const given: readonly ArchiveExtensionSpec<Row, unknown>[] = options.extensions ?? [];
  const extensions = given.map((extension) => extensionTable(extension, core, options.core.rows === undefined));
  checkDwcTables(
    core,
    extensions.map(({ table }) => table),
  );
  const fixed = typeof metadata === "function" ? null : parseMetadata(metadata);
  return Object.freeze({
    ...{ source, core, extensions, namespace, rowErrors, batchSize, level, filters },
    ...coreRowsOf(options.core),
    metadata: async (context: Parameters<ArchiveSpec<Row, Query, CoreRow, ArchiveDataset, View>["metadata"]>[0]) =>
      typeof metadata === "function" ? parseGiven(await metadata(context)) : (fixed ?? {}),
    context: (dataset: ArchiveDataset) => dataset,
    queryset: (query: Query) => options.queryset?.(query) ?? query,
    jobName: (parsed: FilterParams) => options.jobName?.(parsed),
  });
}

/**
 * Parses the result of a host's function. The result is data: no retry repairs it. @throws ExportError
 * `METADATA_INCOMPLETE`.
 */
function parseGiven(metadata: DatasetMetadataOptions): DatasetMetadataOptions {
  try {
    return parseMetadata(metadata);
  } catch (cause) {
    const message = cause instanceof TypeError ? cause.message : "The metadata cannot be read.";
    throw new ExportError("METADATA_INCOMPLETE", {
      cause,
      details: [{ path: ["metadata"], code: "invalid", message }],
    });
  }
}

/** @throws TypeError when it is no namespace of RFC 8141. */
export function checkNamespace(namespace: string): void {
  if (/^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$/i.test(namespace)) return;
  throw new TypeError("The namespace must have 2 to 32 letters, digits or hyphens, as in RFC 8141.");
}

function coreTable<CoreRow>(
  spec: Pick<ArchiveCoreSpec<never, never, CoreRow, never>, "rowType" | "fields" | "file" | "id">,
): DwcTable<CoreRow, ArchiveDataset> {
  const id = spec.id ?? coreIdTerm(expandRowType(spec.rowType));
  if (id === undefined)
    throw new TypeError(`A core of the row type ${spec.rowType} needs \`id\`, the term of its id field.`);
  return createDwcTable({ ...named(spec), id, fields: spec.fields });
}

function extensionTable<Row>(
  spec: ArchiveExtensionSpec<Row, unknown>,
  core: DwcTable<never, never>,
  derived: boolean,
): ArchiveTable<Row, ArchiveDataset> {
  const coreTerm = core.columns[core.idIndex]?.field?.term;
  const hasTerm = spec.fields.some(({ term, value }) => expandTerm(term) === coreTerm && value !== undefined);
  const id = spec.coreId ?? (hasTerm ? (coreTerm ?? null) : null);
  const { file, rowType } = named(spec);
  if (id === null && !derived)
    throw new TypeError(`The extension ${file} needs \`coreId\`, or a field with the core's id term.`);
  const table = createDwcTable({ file, rowType, id, fields: spec.fields });
  return Object.freeze({ table, rows: spec.rows, name: file.replace(/\.\w+$/, ""), required: false });
}

function named({
  rowType,
  file,
}: {
  readonly rowType: string;
  readonly file?: string | undefined;
}): Pick<DwcTableSpec<never>, "file" | "rowType"> {
  return { rowType, file: file ?? `${localName(expandRowType(rowType)).toLowerCase()}.txt` };
}

/** A row is its own core row unless the host says otherwise: then `CoreRow` is `Row`. */
function coreRowsOf<Row, Query, CoreRow, View>({
  of,
  rows,
}: Pick<ArchiveCoreSpec<Row, Query, CoreRow, View>, "of" | "rows">) {
  if (rows !== undefined) return { coreRows: rows };
  return { coreRowOf: of ?? ((row: Row) => row as unknown as CoreRow), sharesCoreRows: of !== undefined };
}
