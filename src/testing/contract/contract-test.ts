import assert from "node:assert/strict";

/** Registers a test: `test` of vitest, node:test, Jest or Mocha. */
export type TestFunction = (name: string, body: () => Promise<void>) => unknown;

/** The options of a contract suite. `Members` is what the tests of one contract need. */
export interface SuiteOptions<Members> {
  readonly test: TestFunction;
  /** Creates everything for one test; `close` is called when the test ends, also when it fails. */
  readonly create: () => Fixture<Members> | Promise<Fixture<Members>>;
}

/** The parts that one test works with. */
export type Fixture<Members> = Members & {
  /** Called when the test has ended, however it ended. */
  readonly close?: () => Promise<void>;
};

/** Registers one test of a suite: a promise of the contract, and what shows that it is kept. */
export type ContractTest<Members> = (promise: string, body: (fixture: Members) => Promise<void>) => void;

/** Registers tests each of which has a fixture of its own. */
export function contractTest<Members>({ test, create }: SuiteOptions<Members>): ContractTest<Members> {
  return (promise, body) => {
    test(promise, async () => {
      const fixture = await create();
      try {
        await body(fixture);
      } finally {
        await fixture.close?.();
      }
    });
  };
}

/** The hooks of a fixture, for a suite. */
export interface HookOptions<Hook extends string> {
  readonly test: TestFunction;
  readonly without?: readonly Hook[] | undefined;
}

/**
 * Registers tests that need a hook of the fixture. Where an option says that there is none, they do nothing, and say so by their
 * names: `not tested: …`.
 */
export function needing<Members, Hook extends string>(
  register: ContractTest<Members>,
  hook: Hook,
  { test, without = [] }: HookOptions<Hook>,
): ContractTest<Members> {
  return without.includes(hook) ? (promise) => void test(`not tested: ${promise}`, async () => undefined) : register;
}

/** The hook that a test needs. Fails the test of a fixture that lacks it without a word. */
export function given<Value>(value: Value | undefined, hook: string): Value {
  assert.ok(
    value !== undefined,
    `The fixture has no ${hook}: give it one, or tell the suite so by without: ["${hook}"].`,
  );
  return value;
}
