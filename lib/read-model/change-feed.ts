import type { TableName } from '@/lib/warehouse/tables';

/** What a change may affect on a page. */
export const topics = ['queue', 'runs', 'reviews', 'notes', 'company'] as const;
export type Topic = (typeof topics)[number];

/** A numbered change. It says what changed, and contains no data. */
export interface NumberedChange {
  readonly number: number;
  readonly topics: ReadonlySet<Topic>;
}

/** Numbers the changes of open work and tells subscribers about them. */
export class ChangeFeed {
  // Starts at the clock, so that numbers keep rising when the process restarts.
  #number = Date.now();
  readonly #listeners = new Set<(change: NumberedChange) => void>();

  /** The number of the newest change. */
  get number(): number {
    return this.#number;
  }

  get subscriberCount(): number {
    return this.#listeners.size;
  }

  /** Numbers a change and tells the subscribers, unless it affects nothing. */
  publish(changed: Iterable<Topic>): void {
    const topics = new Set(changed);
    if (topics.size === 0) return;
    const change = { number: ++this.#number, topics };
    for (const listener of this.#listeners) listener(change);
  }

  /** @returns a function that removes the listener */
  subscribe(listener: (change: NumberedChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const topicsByTable: Partial<Record<TableName, readonly Topic[]>> = {
  recommendations: ['queue'],
  assignments: ['queue', 'company'],
  decisions: ['queue'],
  explanations: ['queue'],
  reviews: ['queue', 'reviews'],
  snoozes: ['queue'],
  markedAccounts: ['queue', 'company'],
  reviewCalls: ['reviews'],
  notes: ['notes'],
  runs: ['runs'],
  policies: ['queue', 'company'],
  activeCsms: ['queue', 'company'],
  csmDetails: ['queue', 'company'],
  csmChanges: ['company'],
  accountScores: ['queue', 'company'],
  onboardingSource: ['queue', 'company'],
};

/** What a change of these tables may affect. */
export function topicsOf(tables: ReadonlySet<TableName>): ReadonlySet<Topic> {
  return new Set([...tables].flatMap((table) => topicsByTable[table] ?? []));
}
