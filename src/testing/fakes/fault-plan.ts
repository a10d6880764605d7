/**
 * A way in which a call goes wrong.
 * - `error`: it throws and does nothing.
 * - `applied`: it does its work, then throws.
 * - `hang`: it waits until a signal that it was given aborts; without one, for ever.
 * - `hang-for-ever`: it ignores the signal.
 */
export type Fault = "error" | "applied" | "hang" | "hang-for-ever";

/** The error of a planned fault that names no other: an error of no library, as a driver's would be. */
export class PlannedFault extends Error {
  override readonly name = "PlannedFault";
}

/** Selects the call that is to go wrong, and the way. */
export interface FaultPlanOptions {
  /** The number of the call, counted from 1 over all ports that share the plan. */
  readonly nth: number;
  readonly fault: Fault;
  /** The error that is thrown; by default a {@link PlannedFault}. */
  readonly error?: unknown;
}

/** A plan of one fault, and what has come of it. */
export interface FaultPlan {
  /** The number of calls so far. */
  readonly calls: number;
  /** The name of the method that went wrong; null while none has. */
  readonly failed: string | null;
  readonly error: unknown;
  /** Counts a call: the fault when it is this one's turn, else null. */
  next(method: string): Fault | null;
}

/**
 * A plan to share among the ports of one run, as in SQLite's tests. Run with the 1st call going wrong, then the 2nd,
 * the 3rd, until a run ends with `failed` still null.
 *
 * @example
 * ```ts
 * test("whichever call of the bucket fails, a failed export leaves no file", async () => {
 *   for (let nth = 1; ; nth += 1) {
 *     const storage = createMemoryStorage();
 *     const plan = createFaultPlan({ nth, fault: "error" });
 *     const port = faulty(storage, plan);
 *     const { service } = createTestService(registry, { storage: port, retries: { attempts: 1 } });
 *     const { id } = await service.create(request, { user });
 *     await service.run(id);
 *     const { status } = await service.get(id, { user });
 *     if (plan.failed === null) return assert.equal(status, "succeeded");
 *     assert.deepEqual([status, await keysIn(storage)], ["failed", []]);
 *   }
 * });
 * ```
 */
export function createFaultPlan({
  nth,
  fault,
  error = new PlannedFault("A planned fault."),
}: FaultPlanOptions): FaultPlan {
  let calls = 0;
  let failed: string | null = null;
  return {
    error,
    get calls() {
      return calls;
    },
    get failed() {
      return failed;
    },
    next(method) {
      calls += 1;
      if (calls !== nth) return null;
      failed = method;
      return fault;
    },
  };
}
