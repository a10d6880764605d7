import type { StorageAdapter } from "../contracts/storage-adapter.js";
import { contractTest, needing, type SuiteOptions } from "./contract-test.js";
import { testDeletes, testUnfinishedUploads } from "./storage-suite/deletes.js";
import { testLinks } from "./storage-suite/links.js";
import { testLists } from "./storage-suite/lists.js";
import { testPuts } from "./storage-suite/puts.js";
import { testReads } from "./storage-suite/reads.js";

/** What one test of the storage suite works with. */
export interface StorageFixture {
  /** Empty, at least below `vasculum-suite/`. */
  readonly storage: StorageAdapter;
  /** How many unfinished uploads of a key rest in the storage, asked of the storage's own client and not of the adapter. */
  readonly unfinishedUploads?: (key: string) => Promise<number>;
}

/** How the storage suite is run. */
export interface StorageSuiteOptions extends SuiteOptions<StorageFixture> {
  /** `refused` (the default): a put to a key that holds other bytes fails. `replaced`: this storage cannot tell. */
  readonly takenKeys?: "refused" | "replaced";
  /** Of `link` and the fixture's `unfinishedUploads`, what there is not; the tests of it are then named `not tested: …`. By default nothing. */
  readonly without?: readonly ("link" | "unfinishedUploads")[];
  /** How many files the test of long lists stores; more than a page of the storage's own listing. By default 25. */
  readonly manyFiles?: number;
  /** The size of an upload that is under way when its first half has been given, in bytes. By default 12 MiB: two parts of S3. */
  readonly uploadBytes?: number;
  /** How long `soon` may take, in milliseconds; by default 2,000. */
  readonly patienceMs?: number;
}

/** One test for every promise of {@link StorageAdapter}. */
export function storageSuite(options: StorageSuiteOptions): void {
  const { takenKeys = "refused", manyFiles = 25, uploadBytes = 12 * 1024 * 1024, patienceMs = 2000 } = options;
  const test = contractTest(options);
  testPuts(test, { takenKeys, uploadBytes, patienceMs });
  testReads(test);
  testDeletes(test);
  testUnfinishedUploads(needing(test, "unfinishedUploads", options), { uploadBytes, patienceMs });
  testLists(test, { manyFiles });
  testLinks(needing(test, "link", options));
}
