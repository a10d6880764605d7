import { createHash } from "node:crypto";
import { z } from "zod";
import type { Snapshot } from "../contracts/data-source.js";
import type { ExporterClass, ExportRun } from "../contracts/exporter.js";
import type { PreviewListener } from "../contracts/preview-listener.js";
import type { RowErrorListener } from "../contracts/row-format.js";
import { createTempFileSpool } from "../packages/spool.js";
import { ZippedExporter } from "../packages/zipped-exporter.js";
import { packageTexts } from "./package-texts.js";
import type { PackageContext, PackageSpec } from "./package-spec.js";
import { previewPackage } from "./preview-package.js";
import { writePackage } from "./write-package.js";

/** Makes the exporter class of a complete spec. */
export function packageExporterClass<Row, Query, Context, View extends Snapshot<Row, Query>>(
  spec: PackageSpec<Row, Query, Context, View>,
): ExporterClass {
  return class extends PackageExporter<Row, Query, Context, View> {
    static readonly fileFormat: string = "zip";
    static readonly contentType: string = "application/zip";

    constructor(run: ExportRun) {
      super(run, spec);
    }
  };
}

/** Writes the rows of a source as a data package, from one snapshot. */
class PackageExporter<Row, Query, Context, View extends Snapshot<Row, Query>> extends ZippedExporter<
  Row,
  Query,
  View,
  PackageSpec<Row, Query, Context, View>
> {
  /** `extensions`: the tables that a request can leave out; by default all are written. */
  override getOptions(): z.ZodObject {
    const { optional } = this.spec;
    return optional.length === 0
      ? z.strictObject({})
      : z.strictObject({ extensions: z.array(z.enum(optional)).optional() });
  }

  override getQueryset(): Query {
    return this.spec.queryset(this.spec.source.queryset(), this.#tableNames);
  }

  /** @throws ExportError `METADATA_INCOMPLETE` for what is missing before rows are read. */
  override async preflight(): Promise<void> {
    await this.withSnapshot(() => this.spec.preflight(this.#context()));
  }

  protected override readonly onRowError: RowErrorListener = (error) => {
    if (this.rowErrors === "fail" && this.spec.isInexpressible?.(error) !== true) throw error;
    this.run.skipped(error);
  };

  protected override async *write(
    batches: AsyncIterable<readonly Row[]>,
    onRowError: RowErrorListener,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const pass = await this.spec.begin(this.#context());
    const tables = this.#tables;
    const spool = createTempFileSpool(this.run);
    const warn: ExportRun["warn"] = (...warning) => this.run.warn(...warning);
    const { compress, shared } = this.spec;
    const repeated = new Map<string, ReadonlySet<string>>();
    const reading = { tables, leftOut: this.#leftOut, pass, batches, spool, warn, onRowError, shared };
    const texts = packageTexts({ ...reading, onRepeated: (table, keys) => void repeated.set(table, keys) });
    yield* writePackage(
      {
        ...{ tables, texts, compress, repeated },
        onRepeat: (table, key) => warn("MEDIA_SHARED", 1, `${table}, ${key}`),
        descriptor: (files) => {
          const hash = createHash("sha256");
          for (const { sha256 } of files) hash.update(sha256);
          return pass.descriptor(files, hash.digest("hex"));
        },
      },
      spool,
    );
  }

  /** Shows the first rows of all tables. */
  protected override async *previewRows(
    batches: AsyncIterable<readonly Row[]>,
    listener: PreviewListener,
  ): AsyncGenerator<void, void, undefined> {
    const pass = await this.spec.begin(this.#context());
    const warn: ExportRun["warn"] = (...warning) => this.run.warn(...warning);
    const tables = this.#tables;
    const { places } = this.spec;
    const reading = { tables, leftOut: this.#leftOut, pass, batches, warn, onRowError: this.onRowError };
    yield* previewPackage({ ...reading, places }, listener);
  }

  get #tables() {
    const names = new Set(this.#tableNames);
    return this.spec.tables.filter(({ name }) => names.has(name));
  }

  get #leftOut(): readonly string[] {
    const names = new Set(this.#tableNames);
    return this.spec.tables.map(({ name }) => name).filter((name) => !names.has(name));
  }

  /** Those that every package has, and those of the others that the request wants. */
  get #tableNames(): readonly string[] {
    const { tables, optional } = this.spec;
    const { extensions: chosen } = this.dataExport.options;
    const names = tables.map(({ name }) => name);
    return Array.isArray(chosen) ? names.filter((name) => !optional.includes(name) || chosen.includes(name)) : names;
  }

  #context(): PackageContext<Query, View> {
    const { snapshot } = this;
    return { snapshot, query: this.getFilteredQueryset(), run: this.run, tables: this.#tableNames };
  }
}
