import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Flag } from '@/lib/warehouse/sql/rule-warnings';
import { seedCompany, type TestAccount, type TestCsm } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { acceptRecommendation, overrideRecommendation, rejectRecommendation } from './decide';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

/** Assignments of other accounts to Ana, so many hours ago each. */
const received = (...hours: number[]) =>
  upsertExternalAssignments(
    desk.warehouse,
    hours.map((ago, n) => ({ account: `got-${n}`, csm: 'Ana', at: hoursAgo(ago) })),
  );
const books = (accounts: number): TestAccount[] =>
  Array.from({ length: accounts }, (_, n) => ({ id: `book-${n}`, csm: 'Ana' }));
const tenTimes = (hours: number) => Array.from({ length: 10 }, (_, n) => hours + n);

interface Case {
  readonly csm?: Partial<TestCsm>;
  readonly account?: Partial<TestAccount>;
  readonly books?: readonly TestAccount[];
  readonly before?: () => Promise<unknown>;
  readonly recommendedHoursAgo?: number;
}

async function flagsOf(given: Case): Promise<readonly Flag[]> {
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana', ...given.csm }],
    accounts: [{ id: 'A', ...given.account }, ...(given.books ?? [])],
  });
  const { segment, level } = given.account ?? {};
  await insertExternalRecommendations(desk.warehouse, [
    {
      account: 'A',
      csm: 'Ana',
      at: hoursAgo(given.recommendedHoursAgo ?? 1),
      ...(segment !== undefined && { segment }),
      ...(level !== undefined && { level }),
    },
  ]);
  await given.before?.();
  const row = (await readQueue(desk.ctx)).rows.find((each) => each.accountId === 'A');
  return row?.flags ?? [];
}

const cases: readonly [string, readonly Flag[], Case][] = [
  ['nothing speaks against an ordinary one', [], {}],
  ['the CSM is no longer active', ['not_active'], { csm: { active: false } }],
  ['the CSM is away', ['away'], { csm: { awayUntil: hoursAgo(-0.01) } }],
  ['the CSM is back', [], { csm: { awayUntil: hoursAgo(0) } }],
  ['the CSM received 3:59 ago', ['cooling'], { before: () => received(3.99) }],
  ['the CSM received 4:00 ago', [], { before: () => received(4) }],
  [
    'the CSM’s recommendation of just now was accepted elsewhere',
    ['cooling'],
    {
      before: () =>
        insertExternalRecommendations(desk.warehouse, [
          { account: 'Z', csm: 'Ana', at: hoursAgo(1), accepted: true, given: 'Ana' },
        ]),
    },
  ],
  [
    'another recommendation of the CSM merely waits',
    [],
    {
      before: () =>
        insertExternalRecommendations(desk.warehouse, [
          { account: 'Z', csm: 'Ana', at: hoursAgo(1) },
        ]),
    },
  ],
  [
    'the book is full by the CSM’s own capacity',
    ['at_capacity'],
    { csm: { capacity: 3 }, books: books(3) },
  ],
  ['the book has room for one', [], { csm: { capacity: 4 }, books: books(3) }],
  [
    'the book is full by the account’s class',
    ['at_capacity'],
    { account: { segment: ' commercial', level: 'ENTERPRISE' }, books: books(35) },
  ],
  [
    'the same book has room for another class',
    [],
    { account: { segment: 'Residential', level: 'Enterprise' }, books: books(35) },
  ],
  ['the CSM takes another segment', ['segment_mismatch'], { csm: { segment: 'Commercial' } }],
  ['the CSM takes another level', ['segment_mismatch'], { csm: { level: 'Enterprise' } }],
  [
    'the CSM takes this class, spelled otherwise',
    [],
    { csm: { segment: 'RESIDENTIAL ', level: ' ' } },
  ],
  [
    'the account’s class is not known to a CSM of one segment',
    ['segment_mismatch'],
    { csm: { segment: 'Commercial' }, account: { segment: null } },
  ],
  ['ten accounts came in seven days', ['velocity'], { before: () => received(...tenTimes(158.9)) }],
  ['nine of ten came in seven days', [], { before: () => received(...tenTimes(159)) }],
  [
    'two came to a new CSM in a day',
    ['velocity'],
    { csm: { tenureMonths: 5.9 }, before: () => received(5, 23.9) },
  ],
  [
    'two came to a new CSM in more than a day',
    [],
    { csm: { tenureMonths: 5.9 }, before: () => received(5, 24) },
  ],
  [
    'two came to a CSM of six months in a day',
    [],
    { csm: { tenureMonths: 6 }, before: () => received(5, 23) },
  ],
  ['the account no longer needs a CSM', ['no_longer_needed'], { account: { needsCsm: false } }],
  [
    'the account is now somebody’s',
    ['assigned_elsewhere'],
    { account: { needsCsm: true, csm: 'Bo' } },
  ],
  ['it is older than a day', ['stale'], { recommendedHoursAgo: 24.01 }],
  ['it is a day old', [], { recommendedHoursAgo: 24 }],
];

describe('the flags of a recommendation, when', () => {
  it.each(cases)('%s, are %o', async (_, flags, given) => {
    expect(await flagsOf(given)).toEqual(flags);
  });

  it('its CSM was rejected for the account less than 30 days ago, say so, and no longer', async () => {
    await seedCompany(desk.warehouse, { csms: [{ name: 'Ana' }], accounts: [{ id: 'A' }] });
    await insertExternalRecommendations(desk.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(1) },
    ]);
    const id = (await readQueue(desk.ctx)).rows[0]?.id ?? '';
    await rejectRecommendation(desk.ctx, { ...decisionRequest(id), reason: 'wrong_fit' });
    desk.advanceHours(30 * 24 - 0.01);
    const again = { account: 'A', csm: 'Ana', at: desk.now().toISOString() };
    await insertExternalRecommendations(desk.warehouse, [again]);
    expect((await readQueue(desk.ctx)).rows[0]?.flags).toEqual(['rejected_before']);
    desk.advanceHours(0.01);
    expect((await readQueue(desk.ctx)).rows[0]?.flags).toEqual([]);
  });

  it('the account had the same owner when the run recommended, do not call it assigned', async () => {
    await seedCompany(desk.warehouse, {
      csms: [{ name: 'Ana' }],
      accounts: [{ id: 'A', csm: 'Leaving', needsCsm: true }],
    });
    await runToCompletion(desk.ctx, wholeBatch);
    expect((await readQueue(desk.ctx)).rows[0]?.flags).toEqual([]);
    await desk.queryRows(`UPDATE data_csm_routing_account_health_revenue_tad_neediness
      SET responsible_csm = 'Somebody'`);
    expect((await readQueue(desk.ctx)).rows[0]?.flags).toEqual(['assigned_elsewhere']);
  });

  it('the account is known to nobody, say that it needs no CSM', async () => {
    await seedCompany(desk.warehouse, { csms: [{ name: 'Ana' }] });
    await insertExternalRecommendations(desk.warehouse, [
      { account: 'Z', csm: 'Ana', at: hoursAgo(1) },
    ]);
    expect((await readQueue(desk.ctx)).rows[0]).toMatchObject({
      accountName: null,
      flags: ['no_longer_needed'],
    });
  });

  it('the cooling period is longer than a week, look back as far', async () => {
    await desk.queryRows(`INSERT INTO CSM_ROUTING_POLICIES
      SELECT 2, REPLACE(policy, '"coolingHours":4', '"coolingHours":240'), NULL, 'test', created_at
      FROM CSM_ROUTING_POLICIES WHERE version = 1`);
    try {
      expect(await flagsOf({ before: () => received(239) })).toEqual(['cooling']);
      const candidates = await runToCompletion(desk.ctx, wholeBatch);
      expect(candidates.policyVersion).toBe(2);
    } finally {
      await desk.queryRows('DELETE FROM CSM_ROUTING_POLICIES WHERE version = 2');
    }
  });
});

describe('a decision that gives a CSM an account', () => {
  const waiting = async () =>
    (await readQueue(desk.ctx)).rows.map((row) => [row.accountId, row.flags, row.coolingUntil]);
  const idOf = async (account: string) =>
    (await readQueue(desk.ctx)).rows.find((row) => row.accountId === account)?.id ?? '';
  beforeEach(async () => {
    await seedCompany(desk.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: ['A', 'B', 'C'].map((id) => ({ id })),
    });
    await insertExternalRecommendations(desk.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(1) },
      { account: 'B', csm: 'Ana', at: hoursAgo(1) },
      { account: 'C', csm: 'Bo', at: hoursAgo(1) },
    ]);
  });

  it('makes their other recommendations cooling at once, until four hours from then', async () => {
    desk.advanceHours(0.5);
    await acceptRecommendation(desk.ctx, decisionRequest(await idOf('A')));
    expect(await waiting()).toEqual([
      ['B', ['cooling'], new Date('2026-03-02T13:30:00Z')],
      ['C', [], null],
    ]);
    const refused = await expectAppError(
      acceptRecommendation(desk.ctx, decisionRequest(await idOf('B'))),
    );
    expect(refused.details).toMatchObject({ coolingUntil: new Date('2026-03-02T13:30:00Z') });
    desk.advanceHours(4);
    expect(await waiting()).toEqual([
      ['B', [], null],
      ['C', [], null],
    ]);
  });

  it('does so for the CSM of an override', async () => {
    await overrideRecommendation(desk.ctx, {
      ...decisionRequest(await idOf('A')),
      csm: 'Bo',
      reason: 'workload',
    });
    expect((await waiting()).map(([account, flags]) => [account, flags])).toEqual([
      ['B', []],
      ['C', ['cooling']],
    ]);
  });
});
