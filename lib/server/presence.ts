import 'server-only';
import { type Clock, systemClock } from '@/lib/time';
import type { Person } from './auth/person';

/** Names of people by the id of the recommendation that they have open, each sorted. */
export type Presence = Readonly<Record<string, readonly string[]>>;

/** How long a report counts. Browsers report again every 15 seconds. */
const TTL_MS = 30_000;
const MAX_TABS = 2_000;
const MAX_TABS_PER_PERSON = 20;

interface OpenTab {
  readonly email: string;
  readonly name: string;
  readonly recommendationId: string;
  readonly expiresAt: number;
}

/** Which recommendation each browser tab has open, in this process's memory only. */
export class PresenceList {
  /** By tab, the one that reported last at the end. */
  readonly #tabs = new Map<string, OpenTab>();
  readonly #listeners = new Set<() => void>();
  #cancelExpiry: (() => void) | null = null;

  constructor(private readonly clock: Clock = systemClock) {}

  /**
   * Records what a tab has open, until it reports again or is silent for 30 seconds.
   * @param recommendationId null if it has nothing open
   */
  report(
    { email, name }: Pick<Person, 'email' | 'name'>,
    tab: string,
    recommendationId: string | null,
  ): void {
    const key = `${email} ${tab}`;
    const before = this.#tabs.get(key)?.recommendationId ?? null;
    this.#tabs.delete(key);
    if (recommendationId !== null) {
      const expiresAt = this.clock.now() + TTL_MS;
      this.#tabs.set(key, { email, name, recommendationId, expiresAt });
      this.#limit(email);
    }
    this.#scheduleExpiry();
    if (before !== recommendationId) this.#notify();
  }

  /** What everyone but this person has open. */
  others(email: string): Presence {
    const people = new Map<string, Map<string, string>>();
    for (const tab of this.#tabs.values()) {
      if (tab.email === email) continue;
      const names = people.get(tab.recommendationId) ?? new Map<string, string>();
      people.set(tab.recommendationId, names.set(tab.email, tab.name));
    }
    return Object.fromEntries([...people].map(([id, names]) => [id, [...names.values()].sort()]));
  }

  /** @returns a function that removes the listener */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Drops the oldest tabs, the person's own first. */
  #limit(email: string): void {
    const own = [...this.#tabs].filter(([, tab]) => tab.email === email);
    for (const [key] of own.slice(0, -MAX_TABS_PER_PERSON)) this.#tabs.delete(key);
    for (const key of [...this.#tabs.keys()].slice(0, -MAX_TABS)) this.#tabs.delete(key);
  }

  #scheduleExpiry(): void {
    this.#cancelExpiry?.();
    this.#cancelExpiry = null;
    const [oldest] = this.#tabs.values();
    if (!oldest) return;
    this.#cancelExpiry = this.clock.schedule(
      () => this.#expire(),
      oldest.expiresAt - this.clock.now(),
    );
  }

  #expire(): void {
    const now = this.clock.now();
    for (const [key, { expiresAt }] of this.#tabs) {
      if (expiresAt <= now) this.#tabs.delete(key);
    }
    this.#scheduleExpiry();
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

// On globalThis, because Next.js gives route handlers separate copies of a module.
const holder = globalThis as { [key: symbol]: PresenceList | undefined };
const key = Symbol.for('csm-routing.presence');

/** The process's list. */
export function presenceList(): PresenceList {
  holder[key] ??= new PresenceList();
  return holder[key];
}
