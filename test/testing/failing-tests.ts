import type { TestFunction } from "../../src/testing/contract-test.js";

/** Runs a suite against something broken and gives the names of the tests that fail. */
export async function failingTests(suite: (test: TestFunction) => void): Promise<readonly string[]> {
  const tests: { readonly name: string; readonly body: () => Promise<void> }[] = [];
  suite((name, body) => tests.push({ name, body }));
  const failing: string[] = [];
  for (const { name, body } of tests) {
    await body().catch(() => failing.push(name));
  }
  return failing;
}
