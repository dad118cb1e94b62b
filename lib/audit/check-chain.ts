import {
  type AuditEntryRow,
  type AuditHead,
  auditHash,
  auditText,
  FIRST_AUDIT_HASH,
} from '@/lib/warehouse/sql/audit';
import type { AuditProblem, AuditVerification, LoggedHead } from './types';

/** Problems beyond this number are only counted. */
const MAX_PROBLEMS = 100;

/** The entries that have a number: one, unless someone inserted others. */
type Numbered = readonly [AuditEntryRow, ...AuditEntryRow[]];

/** Checks a chain of entries as they are read, in the order of their numbers, with constant memory. */
export class ChainCheck {
  readonly #problems: AuditProblem[] = [];
  readonly #loggedHashes: ReadonlyMap<number, readonly string[]>;
  #moreProblems = 0;
  #entries = 0;
  /** Waits for the next entries, which have the hash of the right one. */
  #pending: Numbered | undefined;
  /** The last entry that was checked; its hash is null if it is missing. */
  #last: { number: number; hash: string | null; isIntact: boolean } = {
    number: 0,
    hash: FIRST_AUDIT_HASH,
    isIntact: true,
  };
  /** The entry before the last one if they don't link, although each matches its own hash. */
  #suspect: number | null = null;
  #lastMatch = 0;
  #isRewritten = false;

  /** @param heads what the log has */
  constructor(private readonly heads: readonly LoggedHead[]) {
    const hashes = new Map<number, string[]>();
    for (const { entry, hash } of heads) hashes.set(entry, [...(hashes.get(entry) ?? []), hash]);
    this.#loggedHashes = hashes;
  }

  /** The highest number that was added. */
  get newest(): number {
    return this.#pending?.[0].entry_number ?? this.#last.number;
  }

  /** Adds the entries that have the next higher number. */
  add(entries: Numbered): void {
    this.#entries += entries.length;
    const [{ entry_number: number }] = entries;
    if (number < 1) {
      this.#report('inserted', number);
      return;
    }
    const isNext = number === this.newest + 1;
    this.#checkPending(isNext ? entries.map(({ previous_hash }) => previous_hash) : []);
    if (!isNext) {
      this.#report('removed', this.#last.number + 1, number - 1);
      this.#accuse();
      this.#last = { number: number - 1, hash: null, isIntact: true };
    }
    this.#pending = entries;
  }

  /** @param head as it was read after the last entry */
  end(head: AuditHead | undefined): Omit<AuditVerification, 'heads'> {
    const { newest } = this;
    const isNewest = head?.entry_number === newest;
    this.#checkPending(isNewest ? [head.entry_hash] : []);
    const { hash, isIntact } = this.#last;
    if (isNewest && hash !== head.entry_hash && isIntact) {
      if (this.#suspect === null) this.#report('head', newest);
      else this.#suspect = newest;
    }
    this.#accuse();
    if (!head) this.#report('no_head', newest);
    else if (newest > head.entry_number) this.#report('inserted', head.entry_number + 1, newest);
    const expected = Math.max(head?.entry_number ?? 0, ...this.heads.map(({ entry }) => entry));
    if (expected > newest) this.#report('removed', newest + 1, expected);
    return {
      entries: this.#entries,
      newest,
      moreProblems: this.#moreProblems,
      problems: [...this.#problems].sort((one, other) => one.from - other.from),
    };
  }

  /** @param expectedHashes the hashes that the next entries, or the head, have of this one */
  #checkPending(expectedHashes: readonly string[]): void {
    if (!this.#pending) return;
    const last = this.#last;
    const follows = (entry: AuditEntryRow) => entry.previous_hash === last.hash;
    const score = (entry: AuditEntryRow) =>
      (isIntact(entry) ? 4 : 0) +
      (expectedHashes.includes(entry.entry_hash) ? 2 : 0) +
      (follows(entry) ? 1 : 0);
    const entry = highest(this.#pending, score);
    const number = entry.entry_number;
    if (this.#pending.length > 1) this.#report('inserted', number);
    this.#pending = undefined;
    const entryIsIntact = isIntact(entry);
    if (!entryIsIntact) {
      this.#accuse();
      this.#report('changed', number);
    } else if (last.hash === null || follows(entry) || !last.isIntact) this.#accuse();
    else if (last.number === 0) this.#report('changed', number);
    // Two links in a row are broken, so the entry between them was replaced.
    else if (this.#suspect !== null) {
      this.#suspect = last.number;
      this.#accuse();
    } else this.#suspect = last.number;
    this.#compareWithLog(entry);
    this.#last = { number, hash: entry.entry_hash, isIntact: entryIsIntact };
  }

  /** Reports the suspect: the entry after it links to the next one, so it was not the one replaced. */
  #accuse(): void {
    if (this.#suspect !== null) this.#report('changed', this.#suspect);
    this.#suspect = null;
  }

  /** After the first difference, all later ones follow from it. */
  #compareWithLog({ entry_number: number, entry_hash: hash }: AuditEntryRow): void {
    const logged = this.#loggedHashes.get(number);
    if (!logged || this.#isRewritten) return;
    if (logged.every((each) => each === hash)) {
      this.#lastMatch = number;
      return;
    }
    this.#isRewritten = true;
    this.#report('rewritten', this.#lastMatch + 1, number);
  }

  #report(kind: AuditProblem['kind'], from: number, to = from): void {
    const last = this.#problems.at(-1);
    if (last?.kind === kind && last.to + 1 === from) {
      this.#problems[this.#problems.length - 1] = { ...last, to };
    } else if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ kind, from, to });
    else this.#moreProblems += 1;
  }
}

/** Whether an entry's text, with its exact time, matches its hash. */
function isIntact(row: AuditEntryRow): boolean {
  if (!row.is_whole_ms) return false;
  const { happened_at: at, actor, actor_name: actorName, action, subject, details } = row;
  const text = auditText({ at, actor, actorName, action, subject, details });
  return auditHash(row.previous_hash, row.entry_number, text) === row.entry_hash;
}

function highest<Item>(items: readonly [Item, ...Item[]], score: (item: Item) => number): Item {
  return items.reduce((best, item) => (score(item) > score(best) ? item : best), items[0]);
}
