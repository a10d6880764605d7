import type { Scope } from "../../contracts/scope.js";
import type { OccurrenceSource } from "../../occurrences/model/occurrence-source.js";
import type { OccurrenceDataset } from "../../sources/memory/occurrence-dataset.js";

/** The parts that one test of the suite works with. */
export interface OccurrenceSourceFixture {
  /** Of the dataset given. */
  readonly source: OccurrenceSource;
  /** Adds rows to those of the dataset, as another client of the database would. */
  readonly write?: (addition: OccurrenceDataset) => Promise<void>;
}

/** A source, and a memory source of the same dataset to compare it with. */
export interface ComparedSourceFixture {
  readonly source: OccurrenceSource;
  readonly reference: OccurrenceSource;
  readonly scope: Scope;
  /** Of the dataset's other project. */
  readonly otherScope: Scope;
}
