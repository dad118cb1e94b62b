import { findExclusions } from '@/lib/engine/eligibility';
import { classifyHealth } from '@/lib/engine/prepare-input';
import type { Book, Csm, RoutableAccount, ScoreName } from '@/lib/engine/types';
import { defaultPolicy } from '@/lib/policy/policy';
import type { LoadedProblem } from '@/lib/read-model/routing-problem';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import type { Flag } from '@/lib/warehouse/sql/rule-warnings';
import { type Company, type DemoAccount, type DemoCsm, isActive, ownerOf } from './company';
import { tenureMonths } from './csms';

const day = 24 * 3_600_000;

type Medians = Readonly<Record<ScoreName, number>>;

/** What a run of the program would read now for these accounts. */
export function readingOf(
  company: Company,
  accounts: readonly DemoAccount[],
  at: number,
): LoadedProblem {
  const medians = mediansOf(company.accounts);
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return {
    accounts: accounts.map(rowOf),
    situation: {
      routing: {
        csms: company.csms.map((csm) => engineCsm(csm, at, bookOf(csm, medians))),
        medians,
        policy: defaultPolicy,
        now: at,
      },
      needing: company.needing.size,
      routable: accounts.length,
      toRoutable: ({ id }) => routable(byId.get(id) as DemoAccount),
    },
  };
}

function rowOf(account: DemoAccount): AccountRow {
  const { id, name, neediness, health, color, revenue, segment, level, industry } = account;
  return {
    ...{ id, name, neediness, health, color, revenue, segment, level, industry },
    currentCsm: ownerOf(account),
    needsCsm: true,
    needsCsmSince: new Date(account.needsSince ?? 0),
    hasPending: false,
    assignedSince: false,
  };
}

/** What speaks against this CSM receiving the account now, in the words of the queue's flags. */
export function flagsAgainst(csm: DemoCsm, account: DemoAccount, at: number): Flag[] {
  const given = engineCsm(csm, at, countOf(csm));
  const found = findExclusions(
    { ...given, reservedAt: null },
    routable(account),
    defaultPolicy,
    at,
  );
  return found.flatMap(({ reason }) => (reason === 'max_per_run' ? [] : [reason]));
}

/** Whether a run would consider this CSM now for some account of their class. */
export function isFree(csm: DemoCsm, at: number): boolean {
  const { segment, level } = csm;
  const account = { ...anAccount, segment, level };
  const given = engineCsm(csm, at, countOf(csm));
  return findExclusions(given, account, defaultPolicy, at).length === 0;
}

const anAccount: RoutableAccount = {
  id: '',
  name: '',
  segment: null,
  level: null,
  neediness: null,
  health: null,
  color: null,
  revenue: null,
  rejected: [],
};

function routable(account: DemoAccount): RoutableAccount {
  const { id, name, segment, level, neediness, health, color, revenue, rejections } = account;
  return { id, name, segment, level, neediness, health, color, revenue, rejected: rejections };
}

function engineCsm(csm: DemoCsm, at: number, book: Book): Csm {
  const received = new Map<DemoAccount, number>();
  for (const receipt of csm.receipts) {
    if (receipt.at > at - 7 * day) received.set(receipt.account, receipt.at);
  }
  return {
    name: csm.name,
    active: isActive(csm, at),
    tenureMonths: tenureMonths(csm, at),
    segment: csm.segment,
    level: csm.level,
    capacity: csm.capacity,
    awayUntil: csm.awayUntil,
    book,
    received: [...received.values()],
    lastReceivedAt: csm.receipts.at(-1)?.at ?? null,
    reservedAt: csm.pending.size > 0 ? Math.max(...[...csm.pending].map((row) => row.at)) : null,
  };
}

// Whether somebody is eligible depends on how many accounts they own, not on which.
function countOf({ book }: DemoCsm): Book {
  return { accounts: book.size, neediness: 0, revenue: 0, red: 0, green: 0 };
}

function bookOf(csm: DemoCsm, medians: Medians): Book {
  const book = { accounts: 0, neediness: 0, revenue: 0, red: 0, green: 0 };
  for (const { neediness, revenue, color, health } of csm.book) {
    book.accounts += 1;
    book.neediness += neediness ?? medians.neediness;
    book.revenue += revenue ?? medians.revenue;
    const shown = color ?? (health === null ? null : classifyHealth(health, defaultPolicy));
    if (shown === 'red' || shown === 'green') book[shown] += 1;
  }
  return book;
}

function mediansOf(accounts: readonly DemoAccount[]): Medians {
  return {
    neediness: medianOf(accounts.map(({ neediness }) => neediness)),
    health: medianOf(accounts.map(({ health }) => health)),
    revenue: medianOf(accounts.map(({ revenue }) => revenue)),
  };
}

function medianOf(values: readonly (number | null)[]): number {
  const known = Float64Array.from(values.filter((value) => value !== null)).sort();
  const half = known.length / 2;
  return ((known[Math.ceil(half - 1)] ?? 0) + (known[Math.floor(half)] ?? 0)) / 2;
}
