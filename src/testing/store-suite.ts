import { setTimeout as delay } from "node:timers/promises";
import type { ExportStore } from "../contracts/export-store.js";
import { contractTest, type SuiteOptions } from "./contract-test.js";
import { testClaims } from "./store-suite/claims.js";
import { testCreates } from "./store-suite/creates.js";
import { testDues } from "./store-suite/dues.js";
import { testLists } from "./store-suite/lists.js";
import { testReads } from "./store-suite/reads.js";
import { testUpdates } from "./store-suite/updates.js";

/** What one test of the store suite works with. */
export interface StoreFixture {
  /** Empty. */
  readonly store: ExportStore;
  /** Moves the store's clock forward. Without it the suite waits in earnest, which takes a few ticks a test. */
  readonly advance?: (ms: number) => void;
}

/** How the store suite is run. */
export interface StoreSuiteOptions extends SuiteOptions<StoreFixture> {
  /**
   * The shortest time that the store's clock tells apart for certain, round trips included, in milliseconds; by default 100. A
   * database that keeps whole seconds needs 2,000.
   */
  readonly tickMs?: number;
}

/** What a test of the suite works with, however time passes. */
export interface StoreParts {
  readonly store: ExportStore;
  readonly tickMs: number;
  /** Lets this many ticks pass. */
  readonly wait: (ticks: number) => Promise<void>;
}

/** One test for every promise of {@link ExportStore}. */
export function storeSuite({ test, create, tickMs = 100 }: StoreSuiteOptions): void {
  const withTime = async () => {
    const { advance, ...fixture } = await create();
    const wait = async (ticks: number) => (advance === undefined ? delay(ticks * tickMs) : advance(ticks * tickMs));
    return { ...fixture, tickMs, wait };
  };
  const contract = contractTest<StoreParts>({ test, create: withTime });
  testCreates(contract);
  testReads(contract);
  testLists(contract);
  testUpdates(contract);
  testClaims(contract);
  testDues(contract);
}
