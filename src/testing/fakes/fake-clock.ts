/** A clock that a test moves. */
export interface FakeClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves the clock; a negative number of milliseconds moves it back, as an operator might. */
  advance(ms: number): void;
}

/**
 * A clock that stands still, by default at the start of 2026 UTC, until it is moved.
 *
 * @example
 * ```ts
 * const clock = createFakeClock();
 * return { store: createMemoryStore({ clock }), advance: (ms) => clock.advance(ms) };
 * ```
 */
export function createFakeClock(startIso = "2026-01-01T00:00:00.000Z"): FakeClock {
  let now = Date.parse(startIso);
  if (Number.isNaN(now)) throw new TypeError("A fake clock starts at an ISO 8601 time.");
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}
