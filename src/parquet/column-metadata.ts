import type { TypedColumn } from "../formats/typed-column.js";
import { NAMESPACES } from "../values/namespaces.js";
import type { KeyValue } from "./parquet-file.js";

/** Describes one column of a file: the IRI of its term, and its unit. */
export function columnMetadata({ term, unit }: TypedColumn<never>): readonly KeyValue[] {
  return [
    ...(term === undefined ? [] : [{ key: "term", value: termIri(term) }]),
    ...(unit === undefined ? [] : [{ key: "unit", value: unit }]),
  ];
}

/** Describes all columns of a file, as JSON: `[{ "name": …, "type": …, "term": …, "unit": … }]`. */
export function describeColumns(columns: readonly TypedColumn<never>[]): string {
  return JSON.stringify(
    columns.map((column) => ({
      name: column.name,
      type: column.type ?? "text",
      ...Object.fromEntries(columnMetadata(column).map(({ key, value }) => [key, value])),
    })),
  );
}

/** The IRI of a prefixed name, `dwc:eventID`; a term of another namespace as it is. */
function termIri(term: string): string {
  const [prefix = "", name] = term.split(":");
  const namespace = Object.entries(NAMESPACES).find(([known]) => known === prefix)?.[1];
  return namespace === undefined || name === undefined ? term : namespace + name;
}
