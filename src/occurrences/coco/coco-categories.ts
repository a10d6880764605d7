import type { Id } from "../../contracts/id.js";
import { compareIds } from "../model/compare-ids.js";
import type { Taxon } from "../model/occurrence.js";
import type { CocoCategory } from "./coco-records.js";

/** The taxa of a file. They are numbered as they come, and get their ids once all are known: by name. */
export class CocoCategories {
  readonly #numbers = new Map<Id, number>();
  readonly #taxa: Taxon[] = [];

  /** The number of a taxon, from 0, for as long as its id is not known. */
  numberOf(taxon: Taxon): number {
    const known = this.#numbers.get(taxon.id);
    if (known !== undefined) return known;
    this.#numbers.set(taxon.id, this.#taxa.length);
    return this.#taxa.push(taxon) - 1;
  }

  /** The categories in the order of their ids, and the id for each number. */
  finish(): { readonly categories: readonly CocoCategory[]; readonly ids: readonly number[] } {
    const order = this.#taxa.map((_, number) => number).sort((a, b) => this.#compare(a, b));
    const names = new Set<string>();
    const ids: number[] = [];
    const categories = order.flatMap((number, index): CocoCategory[] => {
      const taxon = this.#taxa[number];
      if (taxon === undefined) return [];
      ids[number] = index + 1;
      const category = categoryOf(taxon, { id: index + 1, isNameTaken: names.has(taxon.name) });
      names.add(category.name);
      return [category];
    });
    return { categories, ids };
  }

  #compare(a: number, b: number): number {
    const [one, other] = [this.#taxa[a], this.#taxa[b]];
    if (one === undefined || other === undefined) return a - b;
    return compareIds(one.name, other.name) || compareIds(one.id, other.id);
  }
}

function categoryOf(
  { id: taxonId, name, rank, parents }: Taxon,
  { id, isNameTaken }: { readonly id: number; readonly isNameTaken: boolean },
): CocoCategory {
  const parent = parents.at(-1)?.name;
  return {
    ...{ id, name: isNameTaken ? `${name} [${taxonId}]` : name },
    ...(parent === undefined ? {} : { supercategory: parent }),
    ...{ rank, taxon_id: String(taxonId) },
  };
}
