import type { ExportStore } from "../../contracts/export-store.js";

/** The parts that one test of the store suite works with. */
export interface StoreFixture {
  /** Empty. */
  readonly store: ExportStore;
  /** Moves the store's clock forward. Without it the suite waits in earnest, which takes a few ticks a test. */
  readonly advance?: (ms: number) => void;
}

/** A store, and how time passes for it: by a fake clock or by the real one. */
export interface TimedStoreFixture {
  readonly store: ExportStore;
  readonly tickMs: number;
  /** Lets this many ticks pass. */
  readonly wait: (ticks: number) => Promise<void>;
}
