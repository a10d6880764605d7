import assert from "node:assert/strict";
import type { FilterBackend, FilterContext, FilterParams } from "../../contracts/filter-backend.js";
import type { Id } from "../../contracts/id.js";
import type { JsonObject } from "../../contracts/json.js";
import { contractTest, type ContractTest, type SuiteOptions } from "../contract/contract-test.js";

/** The parts that one test of the filter suite works with. */
export interface FilterFixture<Query> {
  readonly backend: FilterBackend<Query>;
  /** The unrestricted query: the source's `queryset()`. */
  readonly query: Query;
  /** The ids of the rows that a query selects. */
  readonly select: (query: Query) => Promise<readonly Id[]>;
  /** The context that `resolve` receives; needed when the backend has it. */
  readonly context?: FilterContext;
}

/** The options of the filter suite: the filter's own rules, by example. */
export interface FilterSuiteOptions<Query> extends SuiteOptions<FilterFixture<Query>> {
  /** Parameters that are accepted, and the ids of the rows that are left. */
  readonly accepted: readonly { readonly params: JsonObject; readonly selects: readonly Id[] }[];
  /** Parameters that the schema refuses. */
  readonly refused: readonly JsonObject[];
  /**
   * Well-formed parameters that name a record that does not exist (`missing`), or one of a project that the context's
   * user may not know of (`foreign`).
   */
  readonly unknown?: { readonly missing: JsonObject; readonly foreign: JsonObject };
}

/**
 * One test for every promise of {@link FilterBackend}.
 *
 * @example
 * ```ts
 * filterBackendSuite({
 *   test,
 *   create: () => ({
 *     backend: new StationFilter(),
 *     query: source.queryset(),
 *     select: async (query) => nights.filter(query).map(({ id }) => id),
 *     context,
 *   }),
 *   accepted: [{ params: { station_id: 7 }, selects: [1] }],
 *   refused: [{ station_id: "7" }],
 *   unknown: { missing: { station_id: 9 }, foreign: { station_id: 8 } },
 * });
 * ```
 */
export function filterBackendSuite<Query>(options: FilterSuiteOptions<Query>): void {
  const test = contractTest(options);
  testSchema(test, options);
  testApply(test, options);
  testResolve(test, options);
}

function testSchema<Query>(
  test: ContractTest<FilterFixture<Query>>,
  { accepted, refused }: FilterSuiteOptions<Query>,
): void {
  test("the keys are in snake_case, and every one is optional", async ({ backend }) => {
    for (const key of Object.keys(backend.schema.shape)) assert.match(key, /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    assert.deepEqual(await backend.schema.parseAsync({}), {});
  });

  for (const { params } of accepted) {
    test(`${JSON.stringify(params)} is accepted, its keys all owned`, async ({ backend }) => {
      assert.deepEqual((await backend.schema.safeParseAsync(params)).error?.issues ?? [], []);
      for (const key of Object.keys(params))
        assert.ok(key in backend.schema.shape, `"${key}" is not a key of the schema`);
    });
  }

  for (const params of refused) {
    test(`${JSON.stringify(params)} is refused`, async ({ backend }) => {
      assert.equal((await backend.schema.safeParseAsync(params)).success, false);
    });
  }
}

function testApply<Query>(test: ContractTest<FilterFixture<Query>>, { accepted }: FilterSuiteOptions<Query>): void {
  for (const { params, selects } of accepted) {
    test(`${JSON.stringify(params)} selects the rows it should`, async ({ backend, query, select }) => {
      assert.deepEqual(sorted(await select(backend.apply(query, await parsed(backend, params)))), sorted(selects));
    });
  }

  test("no parameters select what the query selected before", async ({ backend, query, select }) => {
    assert.deepEqual(sorted(await select(backend.apply(query, {}))), sorted(await select(query)));
  });

  test("apply only narrows: applied twice, it selects what two sets of parameters have in common", async ({
    backend,
    query,
    select,
  }) => {
    for (const one of accepted) {
      for (const other of accepted) {
        const narrowed = backend.apply(
          backend.apply(query, await parsed(backend, one.params)),
          await parsed(backend, other.params),
        );
        const common = one.selects.filter((id) => other.selects.includes(id));
        assert.deepEqual(sorted(await select(narrowed)), sorted(common), JSON.stringify([one.params, other.params]));
      }
    }
  });

  test("apply leaves the query and the parameters alone", async ({ backend, query, select }) => {
    const before = sorted(await select(query));
    for (const { params } of accepted) {
      const [given, copy] = [await parsed(backend, params), await parsed(backend, params)];
      backend.apply(query, given);
      assert.deepEqual(given, copy);
    }
    assert.deepEqual(sorted(await select(query)), before);
  });
}

function testResolve<Query>(
  test: ContractTest<FilterFixture<Query>>,
  { accepted, unknown }: FilterSuiteOptions<Query>,
): void {
  test("resolve finds nothing wrong with parameters that name what is there", async (fixture) => {
    for (const { params } of accepted) assert.deepEqual((await resolved(fixture, params))?.issues ?? [], []);
  });

  if (unknown === undefined) return;

  test("resolve names the key of a record that does not exist", async (fixture) => {
    const issues = (await resolved(fixture, unknown.missing))?.issues ?? [];
    assert.ok(issues.length > 0, "No issue came back.");
    const keys = Object.keys(unknown.missing);
    for (const { path } of issues)
      assert.ok(
        path.some((part) => keys.includes(String(part))),
        `${path.join(".")} names no key`,
      );
  });

  test("resolve says of another project's records exactly what it says of those that do not exist", async (fixture) => {
    const missing = await resolved(fixture, unknown.missing);
    assert.deepEqual((await resolved(fixture, unknown.foreign))?.issues, missing?.issues);
  });
}

async function resolved<Query>({ backend, context }: FilterFixture<Query>, params: JsonObject) {
  if (backend.resolve === undefined) return undefined;
  assert.ok(context !== undefined, "The backend has resolve: the suite needs a context to ask it with.");
  return await backend.resolve(await parsed(backend, params), context);
}

async function parsed<Query>(backend: FilterBackend<Query>, params: JsonObject): Promise<FilterParams> {
  return await backend.schema.parseAsync(params);
}

function sorted(ids: readonly Id[]): readonly Id[] {
  return [...ids].sort((one, other) => (String(one) < String(other) ? -1 : 1));
}
