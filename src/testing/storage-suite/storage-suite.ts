import { contractTest, needing, type SuiteOptions } from "../contract/contract-test.js";
import { testDeletes, testUnfinishedUploads } from "./deletes.js";
import { testLinks } from "./links.js";
import { testLists } from "./lists.js";
import { testPuts } from "./puts.js";
import { testReads } from "./reads.js";
import type { StorageFixture } from "./storage-fixture.js";

/** The options of the storage suite. */
export interface StorageSuiteOptions extends SuiteOptions<StorageFixture> {
  /** `refused` (the default): a put to a key that holds other bytes fails. `replaced`: this storage cannot tell. */
  readonly takenKeys?: "refused" | "replaced";
  /** Of `link` and the fixture's `unfinishedUploads`, what there is not; the tests of it are then named `not tested: …`. By default nothing. */
  readonly without?: readonly ("link" | "unfinishedUploads")[];
  /**
   * The number of files that the test of long lists stores; more than a page of the storage's own listing. By default
   * 25.
   */
  readonly manyFiles?: number;
  /** The size of an upload that is under way when its first half has been given, in bytes. By default 12 MiB: two parts of S3. */
  readonly uploadBytes?: number;
  /** The time that `soon` may take, in milliseconds; by default 2,000. */
  readonly patienceMs?: number;
}

/**
 * One test for every promise of `StorageAdapter`.
 *
 * @example
 * ```ts
 * storageSuite({
 *   test,
 *   create: () => {
 *     const shelf: Shelf = { files: new Map(), uploads: new Set() };
 *     const unfinishedUploads = async (key: string) => [...shelf.uploads].filter((upload) => upload.key === key).length;
 *     return { storage: createShelfStorage(shelf), unfinishedUploads };
 *   },
 *   without: ["link"],
 * });
 * ```
 */
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
