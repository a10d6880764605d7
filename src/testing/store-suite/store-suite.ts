import { setTimeout as delay } from "node:timers/promises";
import { contractTest, type SuiteOptions } from "../contract/contract-test.js";
import { testClaims } from "./claims.js";
import { testCounts } from "./counts.js";
import { testCreates } from "./creates.js";
import { testDues } from "./dues.js";
import { testLists } from "./lists.js";
import { testNotices } from "./notices.js";
import { testReads } from "./reads.js";
import type { StoreFixture, TimedStoreFixture } from "./store-fixture.js";
import { testUpdates } from "./updates.js";

/** The options of the store suite. */
export interface StoreSuiteOptions extends SuiteOptions<StoreFixture> {
  /**
   * The shortest time that the store's clock tells apart for certain, round trips included, in milliseconds; by default 100. A
   * database that keeps whole seconds needs 2,000.
   */
  readonly tickMs?: number;
}

/**
 * One test for every promise of `ExportStore`.
 *
 * @example
 * ```ts
 * storeSuite({
 *   test,
 *   create: () => {
 *     const clock = createFakeClock();
 *     return { store: createMemoryStore({ clock }), advance: (ms) => clock.advance(ms) };
 *   },
 * });
 * ```
 */
export function storeSuite({ test, create, tickMs = 100 }: StoreSuiteOptions): void {
  const withTime = async () => {
    const { advance, ...fixture } = await create();
    const wait = async (ticks: number) => (advance === undefined ? delay(ticks * tickMs) : advance(ticks * tickMs));
    return { ...fixture, tickMs, wait };
  };
  const contract = contractTest<TimedStoreFixture>({ test, create: withTime });
  testCreates(contract);
  testReads(contract);
  testLists(contract);
  testUpdates(contract);
  testClaims(contract);
  testDues(contract);
  testCounts(contract);
  testNotices(contract);
}
