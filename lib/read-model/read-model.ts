import { LRUCache } from 'lru-cache';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { type Clock, MINUTE_MS, systemClock } from '@/lib/time';
import { viewsWithOtherSources } from '@/lib/warehouse/sql/schema';
import type { TableName } from '@/lib/warehouse/tables';
import type { Commit, Warehouse } from '@/lib/warehouse/types';
import { ChangeDetector, type ChangeTokens, changedTables } from './change-detector';
import { ChangeFeed, type NumberedChange, type Topic, topicsOf } from './change-feed';
import { topicsOfDifference } from './compare-facts';
import { applyChange, type BeforeDecision, type Change, type Facts } from './facts';
import { type FactPolicy, hasFactTable, loadFacts, type Read, suitsPolicy } from './load-facts';
import type { PendingWork } from './pending-work';
import { PendingWorkCache } from './pending-work-cache';
import { observed, type ReadModelObserver, type ReadModelOptions } from './read-model-options';
import { SharedCheck } from './shared-check';

/** How long facts may be used that other programs can change without a trace. */
const MAX_AGE_MS = MINUTE_MS;

/** Recent decisions that can be undone without asking the warehouse about the account. */
const MAX_REMEMBERED = 5_000;

interface LoadedFacts {
  readonly facts: Facts;
  readonly loadedAt: number;
  /** Whether other programs can change the facts without a trace, and no check reloads them. */
  readonly expires: boolean;
}

/**
 * Facts about open work in memory: pending recommendations, their accounts, CSMs, books, and what was
 * received or rejected recently. Each commit by this process updates them. On Snowflake, a shared
 * check finds changes by other servers and programs while someone is viewing.
 */
export class ReadModel {
  readonly changes = new ChangeFeed();
  readonly #warehouse: Warehouse;
  readonly #clock: Clock;
  /** Null on DuckDB, where every write goes through this process. */
  readonly #check: SharedCheck | null;
  readonly #detector: ChangeDetector;
  readonly #observe: ReadModelObserver;
  /** When the facts were last known to equal the warehouse, on Snowflake. */
  #confirmedAt = Number.NEGATIVE_INFINITY;
  /** As of the last check. */
  #tokens: ChangeTokens | null = null;
  /** Tables that this process has written since the last check. */
  #written = new Set<TableName>();
  /** What the facts were last requested for. */
  #request: { readonly policy: FactPolicy; readonly now: Date } | null = null;
  #facts: LoadedFacts | null = null;
  #loading: Promise<Facts> | null = null;
  /** Changes that were applied while facts are being loaded. */
  #appliedMeanwhile: Change[] = [];
  /** By the recommendation's id. Outdated as soon as the facts are. */
  readonly #before = new LRUCache<string, BeforeDecision>({ max: MAX_REMEMBERED });
  readonly #work = new PendingWorkCache();
  /** Counts what makes loaded facts outdated, to notice it during a load. */
  #invalidations = 0;
  /** Counts commits that wrote a table of the facts. */
  #factCommits = 0;

  constructor(
    warehouse: Warehouse,
    {
      checkIntervalMs = 5_000,
      clock = systemClock,
      onError = () => {},
      observe = () => {},
    }: ReadModelOptions = {},
  ) {
    this.#warehouse = warehouse;
    this.#clock = clock;
    this.#detector = new ChangeDetector(warehouse);
    this.#observe = observe;
    const options = { intervalMs: checkIntervalMs, clock, onError };
    this.#check =
      warehouse.kind === 'snowflake'
        ? new SharedCheck(() => this.#observed('check', () => this.#checkForChanges()), options)
        : null;
    warehouse.onCommit((commit) => this.#onCommit(commit));
  }

  /**
   * The current facts. Use them without awaiting anything in between: they change with each commit.
   * @throws AppError with a `warehouse_*` code
   */
  async facts(policy: FactPolicy, now: Date): Promise<Facts> {
    this.#request = { policy, now };
    await this.#check?.beforeRead();
    if (this.#facts && this.#isUsable(this.#facts, policy, now)) return this.#facts.facts;
    for (;;) {
      const facts = await (this.#loading ?? this.#load(policy, now));
      // A shared load may be for an earlier policy, or be outdated already.
      if (this.#facts?.facts === facts && suitsPolicy(facts, policy, now)) return facts;
    }
  }

  /**
   * The facts under another policy than the current one, such as a draft. Does not replace the current
   * facts.
   * @throws AppError with a `warehouse_*` code
   */
  async factsUnder(policy: FactPolicy, now: Date): Promise<Facts> {
    await this.#check?.beforeRead();
    if (this.#facts && this.#isUsable(this.#facts, policy, now)) return this.#facts.facts;
    return this.#read((read) => loadFacts(read, policy, now));
  }

  /**
   * The pending recommendations as of now, with the facts they were evaluated from. Evaluates all of them
   * again only when one changes with time or after a minute, and after a change only those of the CSMs whom
   * it affects. Use both without awaiting anything in between.
   * @throws AppError with a `warehouse_*` code
   */
  async pending(
    policy: RoutingPolicy,
    now: Date,
  ): Promise<{ readonly facts: Facts; readonly work: PendingWork }> {
    const facts = await this.facts(policy, now);
    return { facts, work: this.#work.get(facts, policy, now) };
  }

  /**
   * The facts for an observer who must not cause work on Snowflake: those in memory, if any. On the
   * embedded warehouse, facts that became outdated are loaded again.
   * @returns `ageMs`: time since the facts were known to equal the warehouse
   * @throws AppError with a `warehouse_*` code
   */
  async known(now: Date): Promise<{ readonly facts: Facts; readonly ageMs: number } | null> {
    if (this.#check) {
      const ageMs = this.#clock.now() - this.#confirmedAt;
      return this.#facts && { facts: this.#facts.facts, ageMs };
    }
    return this.#request && { facts: await this.facts(this.#request.policy, now), ageMs: 0 };
  }

  /**
   * Calls the listener for each change. Changes by others are looked for as long as anyone follows.
   * @returns a function that removes the listener
   */
  follow(listener: (change: NumberedChange) => void): () => void {
    const unsubscribe = this.changes.subscribe(listener);
    this.#check?.repeat();
    return () => {
      unsubscribe();
      if (this.changes.subscriberCount === 0) this.#check?.stopRepeating();
    };
  }

  /** Updates the facts after a tracked transaction has been committed. */
  apply(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    for (const change of changes) {
      this.#remember(change);
      if (this.#facts) applyChange(this.#facts.facts, change);
      // New recommendations also decide which receipts were of high-need accounts.
      if (change.kind === 'recommended') this.#work.clear();
      else this.#work.outdate();
      if (this.#loading) this.#appliedMeanwhile.push(change);
      if (change.kind === 'undone' && change.isOwnerGuessed) this.invalidate();
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
    this.#before.clear();
  }

  /** Like `invalidate`, if other programs can change the facts, too. */
  invalidateIfShared(): void {
    if (this.#warehouse.kind === 'snowflake' || this.#facts?.expires) this.invalidate();
  }

  /** A recommendation that this process decided, and its account's owner before the decision. */
  beforeDecision(recommendationId: string): BeforeDecision | undefined {
    return this.#before.get(recommendationId);
  }

  /** Remembers what the facts no longer contain after a decision. */
  #remember(change: Change): void {
    if (!this.#facts || (change.kind !== 'assigned' && change.kind !== 'rejected')) return;
    const { recommendations, accounts } = this.#facts.facts;
    const recommendation = recommendations.get(change.recommendationId);
    if (!recommendation) return;
    const { accountId, recommendedCsm, recommendedAt } = recommendation;
    const owner = accounts.get(accountId)?.currentCsm ?? null;
    const before = { accountId, recommendedCsm, recommendedAt, owner };
    this.#before.set(change.recommendationId, before);
  }

  #isUsable({ facts, loadedAt, expires }: LoadedFacts, policy: FactPolicy, now: Date): boolean {
    return (
      suitsPolicy(facts, policy, now) && !(expires && this.#clock.now() - loadedAt > MAX_AGE_MS)
    );
  }

  #load(policy: FactPolicy, now: Date): Promise<Facts> {
    const load = () => this.#startLoad(policy, now);
    const loading = this.#observed('load', load).finally(() => {
      if (this.#loading === loading) this.#loading = null;
      this.#appliedMeanwhile = [];
    });
    this.#loading = loading;
    return loading;
  }

  /** A load or a check that succeeds confirms the facts as of its start. */
  async #observed<Result>(kind: 'load' | 'check', work: () => Promise<Result>): Promise<Result> {
    const options = { clock: this.#clock, observe: this.#observe };
    const { result, startedAt } = await observed(kind, work, options);
    this.#confirmedAt = startedAt;
    return result;
  }

  async #startLoad(policy: FactPolicy, now: Date): Promise<Facts> {
    const startedAt = this.#clock.now();
    const invalidations = this.#invalidations;
    const [facts, otherSources] = await this.#read((read) =>
      Promise.all([loadFacts(read, policy, now), this.#check ? [] : read(viewsWithOtherSources())]),
    );
    for (const change of this.#appliedMeanwhile) applyChange(facts, change);
    if (invalidations === this.#invalidations) {
      this.#facts = { facts, loadedAt: startedAt, expires: otherSources.length > 0 };
    }
    return facts;
  }

  /**
   * Reads with several statements. On DuckDB, no commit comes between them: beside the writer first, so
   * that a slow contract view doesn't block it, and on the only writer if a commit came in between.
   */
  async #read<Result>(load: (read: Read) => Promise<Result>): Promise<Result> {
    const warehouse = this.#warehouse;
    const commits = this.#factCommits;
    const result = await load((query) => warehouse.read(query));
    if (warehouse.kind !== 'duckdb') return result;
    // A commit that the statements may have seen is known once the writer is free.
    await warehouse.transaction('read-model.settle', () => Promise.resolve());
    if (commits === this.#factCommits) return result;
    return warehouse.transaction('read-model.load', (session) =>
      load((query) => session.read(query)),
    );
  }

  #onCommit({ tables, tracked }: Commit): void {
    for (const table of tables) this.#written.add(table);
    if (hasFactTable(tables)) this.#factCommits += 1;
    if (tracked) return;
    if (hasFactTable(tables)) this.invalidate();
    this.changes.publish(topicsOf(tables));
  }

  async #checkForChanges(): Promise<void> {
    const tokens = await this.#detector.read();
    const changed = changedTables(this.#tokens ?? tokens, tokens);
    const written = this.#written;
    this.#written = new Set();
    try {
      const different = await this.#reloadIfOutdated(hasFactTable(changed));
      this.#tokens = tokens;
      // This process has published its own changes.
      const byOthers = new Set([...changed].filter((table) => !written.has(table)));
      this.changes.publish([...topicsOf(byOthers), ...different]);
    } catch (error) {
      for (const table of written) this.#written.add(table);
      throw error;
    }
  }

  /** Loads the facts again if needed, while the current ones stay in use. Returns what differs. */
  async #reloadIfOutdated(isChanged: boolean): Promise<readonly Topic[]> {
    // A load that started before the check may have missed the change.
    while (this.#loading) await this.#loading.catch(() => {});
    const before = this.#facts;
    if (!before || !this.#request) return [];
    if (!isChanged && this.#clock.now() - before.loadedAt <= MAX_AGE_MS) return [];
    await this.#load(this.#request.policy, this.#request.now);
    return this.#facts ? topicsOfDifference(before.facts, this.#facts.facts) : [];
  }
}

// On globalThis, because Next.js gives pages and route handlers separate copies of a module.
const holder = globalThis as { [key: symbol]: WeakMap<Warehouse, ReadModel> | undefined };
const key = Symbol.for('csm-routing.read-models');

/** The read model of an open warehouse; each has one. The first call's options apply. */
export function readModelOf(warehouse: Warehouse, options?: ReadModelOptions): ReadModel {
  holder[key] ??= new WeakMap();
  const models = holder[key];
  const model = models.get(warehouse) ?? new ReadModel(warehouse, options);
  models.set(warehouse, model);
  return model;
}
