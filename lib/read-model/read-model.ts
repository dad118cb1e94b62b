import { MINUTE_MS } from '@/lib/time';
import { viewsWithOtherSources } from '@/lib/warehouse/sql/schema';
import type { TableName } from '@/lib/warehouse/tables';
import type { Commit, Warehouse } from '@/lib/warehouse/types';
import { ChangeFeed, topicsOf } from './change-feed';
import { applyChange, type Change, type Facts } from './facts';
import { type FactPolicy, factWindows, loadFacts, type Read } from './load-facts';

/** How long facts may be used that other programs can change without a trace. */
const MAX_AGE_MS = MINUTE_MS;

interface LoadedFacts {
  readonly facts: Facts;
  readonly loadedAt: number;
  /** Whether other programs can change the facts without a trace. */
  readonly expires: boolean;
}

/**
 * Facts about open work in memory: pending recommendations, their accounts, CSMs, books, and what was
 * received or rejected recently. Each commit by this process updates them. Facts that others may have
 * changed are loaded again after a minute, when somebody needs them.
 */
export class ReadModel {
  readonly changes = new ChangeFeed();
  readonly #warehouse: Warehouse;
  readonly #clock: () => number;
  #facts: LoadedFacts | null = null;
  #loading: Promise<Facts> | null = null;
  /** Changes that were applied while facts are being loaded. */
  #appliedMeanwhile: Change[] = [];
  /** Counts what makes loaded facts outdated, to notice it during a load. */
  #invalidations = 0;

  /** @param clock returns milliseconds */
  constructor(warehouse: Warehouse, clock = () => performance.now()) {
    this.#warehouse = warehouse;
    this.#clock = clock;
    warehouse.onCommit((commit) => this.#onCommit(commit));
  }

  /**
   * The current facts. Use them without awaiting anything in between: they change with each commit.
   * @throws AppError with a `warehouse_*` code
   */
  async facts(policy: FactPolicy, now: Date): Promise<Facts> {
    if (this.#facts && this.#isUsable(this.#facts, policy, now)) return this.#facts.facts;
    for (;;) {
      const facts = await (this.#loading ?? this.#load(policy, now));
      // A shared load may be for an earlier policy, or be outdated already.
      if (this.#facts?.facts === facts && suits(facts, policy, now)) return facts;
    }
  }

  /** Updates the facts after a tracked transaction has been committed. */
  apply(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    for (const change of changes) {
      if (this.#facts) applyChange(this.#facts.facts, change);
      if (this.#loading) this.#appliedMeanwhile.push(change);
    }
    this.changes.publish(
      changes.flatMap(({ kind }) => {
        if (kind === 'recommended') return ['queue', 'runs'] as const;
        return kind === 'reviewed' ? (['queue', 'reviews'] as const) : (['queue'] as const);
      }),
    );
  }

  /** Loads the facts again before they are used next. */
  invalidate(): void {
    this.#invalidations += 1;
    this.#facts = null;
  }

  #isUsable({ facts, loadedAt, expires }: LoadedFacts, policy: FactPolicy, now: Date): boolean {
    return suits(facts, policy, now) && !(expires && this.#clock() - loadedAt > MAX_AGE_MS);
  }

  #load(policy: FactPolicy, now: Date): Promise<Facts> {
    const loading = this.#startLoad(policy, now).finally(() => {
      if (this.#loading === loading) this.#loading = null;
      this.#appliedMeanwhile = [];
    });
    this.#loading = loading;
    return loading;
  }

  async #startLoad(policy: FactPolicy, now: Date): Promise<Facts> {
    const { kind } = this.#warehouse;
    const startedAt = this.#clock();
    const invalidations = this.#invalidations;
    const load = (read: Read) =>
      Promise.all([loadFacts(read, policy, now), read(viewsWithOtherSources())]);
    // On DuckDB in a transaction: on the only writer, no commit comes between the statements.
    const [facts, otherSources] =
      kind === 'duckdb'
        ? await this.#warehouse.transaction('read-model.load', (session) =>
            load((query) => session.read(query)),
          )
        : await load((query) => this.#warehouse.read(query));
    for (const change of this.#appliedMeanwhile) applyChange(facts, change);
    if (invalidations === this.#invalidations) {
      const expires = kind === 'snowflake' || otherSources.length > 0;
      this.#facts = { facts, loadedAt: startedAt, expires };
    }
    return facts;
  }

  #onCommit({ tables, tracked }: Commit): void {
    if (tracked) return;
    if ([...factTables].some((table) => tables.has(table))) this.invalidate();
    this.changes.publish(topicsOf(tables));
  }
}

/** Whether facts were loaded with what this policy and time need. */
function suits(facts: Facts, policy: FactPolicy, now: Date): boolean {
  const { receivedSince, rejectedSince } = factWindows(policy, now);
  return (
    receivedSince >= facts.windows.receivedSince &&
    rejectedSince >= facts.windows.rejectedSince &&
    policy.health.redBelow === facts.health.redBelow &&
    policy.health.yellowBelow === facts.health.yellowBelow
  );
}

/** The tables that the facts come from, also through the contract views. */
const factTables: ReadonlySet<TableName> = new Set([
  'recommendations',
  'assignments',
  'explanations',
  'decisions',
  'reviews',
  'activeCsms',
  'csmDetails',
  'accountScores',
  'onboarding',
  'onboardingSource',
]);

// On globalThis, because Next.js gives pages and route handlers separate copies of a module.
const holder = globalThis as { [key: symbol]: WeakMap<Warehouse, ReadModel> | undefined };
const key = Symbol.for('csm-routing.read-models');

/** The read model of an open warehouse; each has one. */
export function readModelOf(warehouse: Warehouse): ReadModel {
  holder[key] ??= new WeakMap();
  const models = holder[key];
  const model = models.get(warehouse) ?? new ReadModel(warehouse);
  models.set(warehouse, model);
  return model;
}
