import assert from "node:assert/strict";

/** How a test is registered: `test` of vitest, node:test, Jest or Mocha. */
export type TestFunction = (name: string, body: () => Promise<void>) => unknown;

/** What a contract suite is given. `Parts` is what the tests of one contract need. */
export interface SuiteOptions<Parts> {
  readonly test: TestFunction;
  /** Makes everything anew for one test; `close` is called when the test has ended, however it ended. */
  readonly create: () => Fixture<Parts> | Promise<Fixture<Parts>>;
}

/** What one test works with. */
export type Fixture<Parts> = Parts & {
  /** Called when the test has ended, however it ended. */
  readonly close?: () => Promise<void>;
};

/** Registers one test of a suite: a promise of the contract, and what shows that it is kept. */
export type ContractTest<Parts> = (promise: string, body: (parts: Parts) => Promise<void>) => void;

/** Registers tests each of which has a fixture of its own. */
export function contractTest<Parts>({ test, create }: SuiteOptions<Parts>): ContractTest<Parts> {
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

/** What a suite is told of the hooks that a fixture may have. */
export interface HookOptions<Hook extends string> {
  readonly test: TestFunction;
  readonly without?: readonly Hook[] | undefined;
}

/**
 * Registers tests that need a hook of the fixture. Where the suite is told that there is none, they do nothing, and say so by their
 * names: `not tested: …`.
 */
export function needing<Parts, Hook extends string>(
  register: ContractTest<Parts>,
  hook: Hook,
  { test, without = [] }: HookOptions<Hook>,
): ContractTest<Parts> {
  return without.includes(hook) ? (promise) => void test(`not tested: ${promise}`, async () => undefined) : register;
}

/** The hook that a test needs. Fails the test of a fixture that lacks it without a word. */
export function given<Value>(value: Value | undefined, hook: string): Value {
  assert.ok(value !== undefined, `The fixture has no ${hook}: give it one, or tell the suite so by without: ["${hook}"].`);
  return value;
}
