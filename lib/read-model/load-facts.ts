import type { RoutingPolicy } from '@/lib/engine/policy';
import { compareCodeUnits } from '@/lib/names';
import { DAY_MS, HOUR_MS, WEEK_MS } from '@/lib/time';
import {
  type BookFacts,
  type CsmFacts,
  companyFacts,
  openWork,
} from '@/lib/warehouse/sql/read-model';
import {
  type AcceptedFacts,
  type AssignedFacts,
  type FactWindows,
  type RejectedFacts,
  receiptFacts,
} from '@/lib/warehouse/sql/receipts';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { TableName } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { booksByOwner } from './books';
import { type Facts, isInScope } from './facts';
import { mergeCsms, NameDirectory, namedAccount, namedRecommendation } from './name-directory';
import { acceptedKey, assignedKey, ReceiptIndex } from './receipts';

/** Runs a query, on the warehouse or in a transaction. */
export type Read = <Row>(query: Query<Row>) => Promise<Row[]>;

/** The part of the policy that decides which facts are loaded. */
export type FactPolicy = Pick<
  RoutingPolicy,
  'coolingHours' | 'rejectedDays' | 'health' | 'neediness' | 'scope'
>;

/** Which receipts and rejections matter to the rules of a policy. */
export function factWindows(policy: FactPolicy, now: Date): FactWindows {
  const before = (ms: number) => new Date(now.getTime() - ms);
  return {
    receivedSince: before(Math.max(WEEK_MS, policy.coolingHours * HOUR_MS)),
    rejectedSince: before(policy.rejectedDays * DAY_MS),
    highNeedFrom: policy.neediness.needyFrom,
  };
}

/** The tables that the facts come from, also through the contract views. */
const factTables: ReadonlySet<TableName> = new Set([
  'recommendations',
  'assignments',
  'explanations',
  'decisions',
  'reviews',
  'snoozes',
  'markedAccounts',
  'activeCsms',
  'csmDetails',
  'csmChanges',
  'accountScores',
  'onboarding',
  'onboardingSource',
]);

/** Whether a change of any of these tables can change the facts. */
export function hasFactTable(tables: ReadonlySet<TableName>): boolean {
  return [...tables].some((table) => factTables.has(table));
}

/** Loads all facts with narrow statements. */
export async function loadFacts(read: Read, policy: FactPolicy, now: Date): Promise<Facts> {
  const windows = factWindows(policy, now);
  const [work, company, history] = await Promise.all([
    read(openWork(policy)),
    read(companyFacts(policy)),
    read(receiptFacts(windows)),
  ]);
  const books = rowsFor(company, 'book');
  const csms = rowsFor(company, 'csm');
  const [anyBook] = books;
  const names = new NameDirectory({
    active: csms.flatMap(({ active, name }) => (active ? [name] : [])),
    inactive: csms.flatMap(({ active, name }) => (active ? [] : [name])),
    others: [
      ...csms.flatMap(({ managerName }) => managerName ?? []),
      ...books.flatMap(({ owner }) => owner ?? []),
      ...rowsFor(history, 'name').map(({ name }) => name),
    ],
    classes: [...books, ...csms].flatMap(({ segment, level }) =>
      [segment ?? [], level ?? []].flat(),
    ),
  });
  const share = createTextPool();
  const accounts = byKey(
    rowsFor(work, 'account').map((row) => ({
      ...namedAccount(row, names),
      id: share(row.id),
    })),
    ({ id }) => id,
  );
  const pending = rowsFor(work, 'recommendation').filter((row) => isInScope({ accounts }, row));
  return {
    names,
    recommendations: byKey(
      pending.map((row) => ({
        ...namedRecommendation(row, names),
        accountId: share(row.accountId),
        method: share(row.method),
        runId: share(row.runId),
      })),
      ({ id }) => id,
    ),
    accounts,
    csms: byKey(
      mergeCsms(csms.map(withPlausibleNumbers), names).sort((a, b) =>
        compareCodeUnits(a.name, b.name),
      ),
      ({ name }) => name,
    ),
    books: booksByOwner(books, names),
    medians: {
      neediness: anyBook?.medianNeediness ?? null,
      health: anyBook?.medianHealth ?? null,
      revenue: anyBook?.medianRevenue ?? null,
    },
    classes: distinctClasses(books, names),
    receipts: receiptIndex(rowsFor(history, 'accepted'), rowsFor(history, 'assigned'), names),
    highNeed: new Map(
      rowsFor(history, 'highNeed').map(({ accountId, at }) => [accountId, at.getTime()]),
    ),
    rejections: rejectionsByAccount(rowsFor(history, 'rejected'), names),
    windows,
    scope: policy.scope,
    health: policy.health,
  };
}

/**
 * Creates a function that returns the same string object for equal texts. Looking up and counting
 * names of many rows is twice as fast then.
 */
function createTextPool() {
  const texts = new Map<string, string>();
  return <Text extends string | null>(text: Text): Text => {
    if (text === null) return text;
    const known = texts.get(text);
    if (known !== undefined) return known as Text;
    texts.set(text, text);
    return text;
  };
}

function distinctClasses(rows: readonly BookFacts[], names: NameDirectory): Facts['classes'] {
  const classes = rows.map((row) => {
    const named = { segment: names.classOf(row.segment), level: names.classOf(row.level) };
    return [JSON.stringify(named), named] as const;
  });
  return [...new Map(classes).values()];
}

const MAX_CAPACITY = 1e9;

function withPlausibleNumbers(csm: CsmFacts): CsmFacts {
  const { tenureMonths, capacity } = csm;
  return {
    ...csm,
    tenureMonths: tenureMonths !== null && tenureMonths >= 0 ? tenureMonths : null,
    capacity: capacity !== null && capacity >= 0 && capacity <= MAX_CAPACITY ? capacity : null,
  };
}

/** The receipts of rows from `receiptSelects`. */
export function receiptIndex(
  accepted: readonly AcceptedFacts[],
  assigned: readonly AssignedFacts[],
  names: NameDirectory,
): ReceiptIndex {
  const receipts = new ReceiptIndex();
  for (const { id, csm: spelling, accountId, at } of accepted) {
    const csm = names.nameOf(spelling);
    if (csm !== null) receipts.set(acceptedKey(id), { csm, accountId, at: at.getTime() });
  }
  // Of several assignments of an account, the newest is in effect.
  for (const { csm: spelling, accountId, at } of assigned.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime(),
  )) {
    const csm = names.nameOf(spelling);
    const receipt = csm === null ? null : { csm, accountId, at: at.getTime() };
    receipts.set(assignedKey(accountId ?? ''), receipt);
  }
  return receipts;
}

/** The rejections of rows from `receiptSelects`, by account. */
export function rejectionsByAccount(
  rows: readonly RejectedFacts[],
  names: NameDirectory,
): Map<string, readonly RejectedFacts[]> {
  const groups = new Map<string, RejectedFacts[]>();
  for (const { csm, ...rejection } of rows) {
    const row = { ...rejection, csm: names.nameOf(csm) ?? csm };
    const group = groups.get(row.accountId);
    if (group) group.push(row);
    else groups.set(row.accountId, [row]);
  }
  return groups;
}

function byKey<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** Whether facts were loaded with what this policy and time need. */
export function suitsPolicy(facts: Facts, policy: FactPolicy, now: Date): boolean {
  const { receivedSince, rejectedSince } = factWindows(policy, now);
  return (
    receivedSince >= facts.windows.receivedSince &&
    rejectedSince >= facts.windows.rejectedSince &&
    policy.neediness.needyFrom === facts.windows.highNeedFrom &&
    policy.health.redBelow === facts.health.redBelow &&
    policy.health.yellowBelow === facts.health.yellowBelow &&
    JSON.stringify(policy.scope) === JSON.stringify(facts.scope)
  );
}
