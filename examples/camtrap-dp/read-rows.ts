import { type Archive, NAMESPACES } from "vasculum/dwca";

/** The rows of one table of an archive, by the last parts of their terms. */
export async function readRows<const Term extends string>(archive: Archive, rowType: string, terms: readonly Term[]) {
  const rows: Readonly<Record<Term, string>>[] = [];
  for await (const { values } of archive.table(rowType)?.rows({ terms }) ?? []) rows.push(values);
  return rows;
}

export const EVENT = `${NAMESPACES.dwc}Event`;
export const OCCURRENCE = `${NAMESPACES.dwc}Occurrence`;
export const MULTIMEDIA = `${NAMESPACES.gbif}Multimedia`;
export const INVENTORY = `${NAMESPACES.eco}Event`;
