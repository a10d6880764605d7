import type { TestFunction } from "../../src/testing/contract/contract-test.js";

/** Runs a suite against something broken and gives the names of the tests that fail. */
export async function failingTests(suite: (test: TestFunction) => void): Promise<readonly string[]> {
  return [...(await failures(suite)).keys()];
}

/** As `failingTests`, with the error of each. */
export async function failures(suite: (test: TestFunction) => void): Promise<ReadonlyMap<string, unknown>> {
  const tests: { readonly name: string; readonly body: () => Promise<void> }[] = [];
  suite((name, body) => tests.push({ name, body }));
  const failing = new Map<string, unknown>();
  for (const { name, body } of tests) {
    await body().catch((error: unknown) => failing.set(name, error));
  }
  return failing;
}
