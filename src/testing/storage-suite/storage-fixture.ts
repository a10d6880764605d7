import type { StorageAdapter } from "../../contracts/storage-adapter.js";

/** What one test of the storage suite works with. */
export interface StorageFixture {
  /** Empty, at least below `vasculum-suite/`. */
  readonly storage: StorageAdapter;
  /** How many unfinished uploads of a key rest in the storage, asked of the storage's own client and not of the adapter. */
  readonly unfinishedUploads?: (key: string) => Promise<number>;
}
