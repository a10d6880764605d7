import type { Found } from "../checks/found.js";
import type { ArchiveDescriptor, MappedField, MappedTable } from "./archive-descriptor.js";
import { checkDescriptor } from "./check-descriptor.js";
import { parseDialect } from "./parse-dialect.js";
import type { XmlElement } from "./xml-document.js";

/** More tables than any archive has: GBIF knows 38 row types. */
const MOST_TABLES = 256;

/** More columns than any file has; a larger index is a mistake. */
export const MOST_COLUMNS = 65_536;

/** An absolute IRI, as far as that can be seen. */
export const IRI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;

/**
 * Reads `meta.xml`. All issues are found, not only the first.
 *
 * @param file - its name in the zip, which issues name.
 * @param folder - what the names of the files it refers to begin with.
 * @returns null when an issue leaves a table that cannot be read as it is described.
 */
export function parseDescriptor(
  root: XmlElement,
  { file, folder, found }: { readonly file: string; readonly folder: string; readonly found: Found },
): ArchiveDescriptor | null {
  if (!checkDescriptor(root, file, found)) return null;
  if (root.children.length > MOST_TABLES) {
    found("XML_LIMIT", { file, line: root.children[MOST_TABLES]?.line ?? root.line });
    return null;
  }
  const tables = root.children.map((element) => new TableParser(element, file, found).parse(folder));
  const [core, ...extensions] = tables;
  if (!core || extensions.includes(null)) return null;
  if (core.idIndex === null && extensions.length > 0) {
    found("RECORD_IDENTIFIER_NOT_FOUND", { file, line: root.children[0]?.line ?? root.line });
    return null;
  }
  const metadata = root.attributes.get("metadata")?.trim() ?? "";
  return {
    core,
    extensions: extensions.filter((table) => table !== null),
    metadata: metadata === "" ? null : isWebAddress(metadata) ? metadata : folder + withoutDot(metadata),
  };
}

/** Whether a location leads out of the archive. */
export function isWebAddress(location: string): boolean {
  return /^(?:https?|ftp):/i.test(location);
}

class TableParser {
  readonly #element: XmlElement;
  readonly #file: string;
  readonly #found: Found;
  #readable = true;

  constructor(element: XmlElement, file: string, found: Found) {
    this.#element = element;
    this.#file = file;
    this.#found = found;
  }

  parse(folder: string): MappedTable | null {
    const dialect = parseDialect(this.#element, this.#file, this.#found);
    const rowType = this.#rowType();
    const idIndex = this.#idIndex();
    const fields = this.#children("field").map((field) => this.#field(field));
    this.#checkTwice(fields);
    if (dialect === null || !this.#readable) return null;
    return { rowType, files: this.#files(folder), idIndex, fields, dialect, line: this.#element.line };
  }

  #rowType(): string {
    const rowType = this.#element.attributes.get("rowType")?.trim() ?? "";
    if (IRI.test(rowType)) return rowType;
    if (this.#element.name === "core") this.#fail("CORE_ROWTYPE_UNDETERMINED", this.#element);
    else this.#fail("TERM_NOT_IRI", this.#element);
    return rowType;
  }

  #files(folder: string): readonly string[] {
    const [files] = this.#children("files");
    return (files?.children ?? []).map(({ text }) => {
      const location = text.trim();
      return isWebAddress(location) ? location : folder + withoutDot(location);
    });
  }

  #idIndex(): number | null {
    const [id] = [...this.#children("id"), ...this.#children("coreid")];
    const index = id === undefined ? null : this.#index(id);
    if (index === null && this.#element.name === "extension")
      this.#fail("RECORD_IDENTIFIER_NOT_FOUND", id ?? this.#element);
    return index;
  }

  #field(element: XmlElement): MappedField {
    const term = element.attributes.get("term")?.trim() ?? "";
    if (!IRI.test(term)) this.#fail("TERM_NOT_IRI", element);
    const index = this.#index(element);
    const constant = element.attributes.get("default");
    if (!element.attributes.has("index") && constant === undefined)
      this.#found("FIELD_WITHOUT_SOURCE", { file: this.#file, line: element.line, term });
    return { term, index, default: constant ?? "", line: element.line };
  }

  /** The schema has let whole numbers through, and no other text. */
  #index(element: XmlElement): number | null {
    const text = element.attributes.get("index");
    if (text === undefined) return null;
    const index = Number(text);
    if (index >= 0 && index < MOST_COLUMNS) return index;
    this.#fail("FIELD_INDEX_INVALID", element);
    return null;
  }

  #checkTwice(fields: readonly MappedField[]): void {
    const seen = new Set<string>();
    for (const { term, line } of fields) {
      const key = term.replace(/^https:/i, "http:").toLowerCase();
      if (seen.has(key)) this.#found("DUPLICATED_TERM", { file: this.#file, line, term });
      seen.add(key);
    }
  }

  #children(name: string): readonly XmlElement[] {
    return this.#element.children.filter((child) => child.name === name);
  }

  #fail(code: Parameters<Found>[0], { line, attributes }: XmlElement): void {
    this.#readable = false;
    const term = attributes.get("term");
    this.#found(code, { file: this.#file, line, ...(term === undefined ? {} : { term }) });
  }
}

function withoutDot(location: string): string {
  return location.replace(/^(?:\.\/)+/, "");
}
