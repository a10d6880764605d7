import type { OpenOptions, Snapshot, SnapshotProtection } from "../../contracts/data-source.js";
import { POLICY_APPLIED } from "../../contracts/export-record.js";
import type { Id } from "../../contracts/id.js";
import { getDataInBatches, inTurns } from "../../core/exporters/get-data-in-batches.js";
import type { SensitivityCategory } from "../category.js";
import type { SensitivityPolicy } from "../sensitivity-policy.js";
import type { GuardedQuery, GuardedRow, RowGuard } from "./guarded-row.js";
import type { RowFacts } from "./row-facts.js";
import { TermPlaces } from "./term-places.js";

/** The rules by which a policy reads the rows of a source. */
export interface GuardRules<Row, Query, View> {
  readonly policy: SensitivityPolicy;
  factsOf(row: Row, projectId: Id): RowFacts;
  /** The query of the first read, which goes over all rows. */
  firstQuery(): Query;
  /** The facts of rows that are read beside those of the source. */
  furtherFacts?(view: View, query: Query, opening: OpenOptions): AsyncIterable<readonly RowFacts[]>;
}

/** A snapshot that gives each row with what a policy decided about it. Its first read goes over all rows, whatever is asked. */
export class GuardedSnapshot<Row, Query, View extends Snapshot<Row, Query>> implements Snapshot<
  GuardedRow<Row>,
  GuardedQuery<Query>
> {
  /** The snapshot as the host's source has it. */
  readonly view: View;
  readonly #rules: GuardRules<Row, Query, View>;
  readonly #opening: OpenOptions;
  readonly #exact: boolean;
  readonly #guards = new Map<SensitivityCategory | null, RowGuard>();
  #learning: Promise<TermPlaces> | null = null;
  #learned: TermPlaces | null = null;
  #changed = 0;

  /** @param exact - the user may have the rows as they are. */
  constructor(
    view: View,
    rules: GuardRules<Row, Query, View>,
    { opening, exact }: { readonly opening: OpenOptions; readonly exact: boolean },
  ) {
    this.view = view;
    this.#rules = rules;
    this.#opening = opening;
    this.#exact = exact;
  }

  /** Whether the first read is under way. */
  get isLearning(): boolean {
    return this.#learning !== null && this.#learned === null;
  }

  get protection(): SnapshotProtection | null {
    const places = this.#learned;
    return this.#exact || places === null || places.isEmpty ? null : { grid: places.grid };
  }

  async count({ query, asksForPlace }: GuardedQuery<Query>): Promise<number> {
    const places = await this.#places();
    if (!asksForPlace || this.#exact || places.isEmpty) return await this.view.count(query);
    let count = 0;
    for await (const batch of getDataInBatches(this.view, query, this.#opening.signal))
      count += batch.filter((row) => this.#categoryOf(this.#factsOf(row), places) === null).length;
    return count;
  }

  async *batches({
    query,
    asksForPlace,
  }: GuardedQuery<Query>): AsyncGenerator<readonly GuardedRow<Row>[], void, undefined> {
    const places = await this.#places();
    for await (const batch of this.view.batches(query)) {
      const guarded = batch.map((row) => ({ row, guard: this.#guardOf(this.#factsOf(row), places) }));
      const kept = asksForPlace ? guarded.filter(({ guard }) => guard.category === null) : guarded;
      this.#changed += kept.filter(({ guard }) => guard.category !== null).length;
      if (kept.length > 0) yield kept;
    }
  }

  /** Rows that are read beside those of the source, with what the policy decides about them. */
  async *guard<Other>(
    batches: AsyncIterable<readonly Other[]>,
    factsOf: (row: Other, projectId: Id) => RowFacts,
    { asksForPlace }: Pick<GuardedQuery<Query>, "asksForPlace">,
  ): AsyncGenerator<readonly GuardedRow<Other>[], void, undefined> {
    const places = await this.#places();
    for await (const batch of batches) {
      const facts = (row: Other) => factsOf(row, this.#opening.scope.projectId);
      const guarded = batch.map((row) => ({ row, guard: this.#guardOf(facts(row), places) }));
      yield asksForPlace ? guarded.filter(({ guard }) => guard.category === null) : guarded;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { policy } = this.#rules;
    if (this.#learned !== null && !this.#exact)
      this.#opening.warn?.(POLICY_APPLIED, this.#changed, `policy ${policy.version}`);
    await this.view[Symbol.asyncDispose]();
  }

  #places(): Promise<TermPlaces> {
    this.#learning ??= this.#learn();
    return this.#learning;
  }

  /** Reads again while a row shares its place with one that became sensitive after it was read. */
  async #learn(): Promise<TermPlaces> {
    const places = new TermPlaces(this.#rules.policy);
    for (let changed = !this.#exact; changed;) {
      changed = false;
      for await (const facts of this.#allFacts()) changed = places.learn(facts) || changed;
    }
    this.#learned = places;
    return places;
  }

  async *#allFacts(): AsyncGenerator<RowFacts, void, undefined> {
    const { signal } = this.#opening;
    const query = this.#rules.firstQuery();
    for await (const batch of getDataInBatches(this.view, query, signal))
      for (const row of batch) yield this.#factsOf(row);
    const further = this.#rules.furtherFacts?.bind(this.#rules);
    if (further === undefined) return;
    for await (const batch of inTurns(() => further(this.view, query, this.#opening), signal)) yield* batch;
  }

  #factsOf(row: Row): RowFacts {
    return this.#rules.factsOf(row, this.#opening.scope.projectId);
  }

  #categoryOf(facts: RowFacts, places: TermPlaces): SensitivityCategory | null {
    return this.#exact ? null : places.categoryOf(facts);
  }

  #guardOf(facts: RowFacts, places: TermPlaces): RowGuard {
    const category = this.#categoryOf(facts, places);
    const { projectId } = this.#opening.scope;
    const withholds = (address: string) => places.withholds(address);
    const guard = this.#guards.get(category) ?? { category, projectId, withholds };
    this.#guards.set(category, guard);
    return guard;
  }
}
