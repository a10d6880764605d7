import type { StorageAdapter } from "../../contracts/storage-adapter.js";

/** The parts that one test of the storage suite works with. */
export interface StorageFixture {
  /** Empty, at least below `vasculum-suite/`. */
  readonly storage: StorageAdapter;
  /**
   * Counts the unfinished uploads of a key in the storage, asked of the storage's own client and not of the adapter.
   */
  readonly unfinishedUploads?: (key: string) => Promise<number>;
}
