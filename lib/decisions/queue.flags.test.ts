import { beforeEach, describe, expect, it } from 'vitest';
import type { Flag } from '@/lib/engine/flags';
import { seedCompany, type TestAccount, type TestCsm } from '@/test/support/company';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
} from '@/test/support/decisions';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';

const context = seededTestContext();

/** Assigns another account to Ana at each of these times, in hours ago. */
const received = (...hours: number[]) =>
  upsertExternalAssignments(
    context.warehouse,
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
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana', ...given.csm }],
    accounts: [{ id: 'A', ...given.account }, ...(given.books ?? [])],
  });
  const { segment, level } = given.account ?? {};
  await insertExternalRecommendations(context.warehouse, [
    {
      account: 'A',
      csm: 'Ana',
      at: hoursAgo(given.recommendedHoursAgo ?? 1),
      ...(segment !== undefined && { segment }),
      ...(level !== undefined && { level }),
    },
  ]);
  await given.before?.();
  const row = (await readQueue(context.ctx)).rows.find((each) => each.accountId === 'A');
  return row?.flags ?? [];
}

const cases: readonly [string, readonly Flag[], Case][] = [
  ['no rule is broken', [], {}],
  ['the CSM is no longer active', ['not_active'], { csm: { active: false } }],
  ['the CSM is away', ['away'], { csm: { awayUntil: hoursAgo(-0.01) } }],
  ['the CSM is back', [], { csm: { awayUntil: hoursAgo(0) } }],
  [
    'the CSM has planned leave',
    [],
    { csm: { awayFrom: hoursAgo(-0.01), awayUntil: hoursAgo(-50) } },
  ],
  [
    'the CSM’s planned leave starts',
    ['away'],
    { csm: { awayFrom: hoursAgo(0), awayUntil: hoursAgo(-50) } },
  ],
  ['the CSM received 3:59 ago', ['cooling'], { before: () => received(3.99) }],
  ['the CSM received 4:00 ago', [], { before: () => received(4) }],
  [
    'another program accepted a recommendation of the CSM an hour ago',
    ['cooling'],
    {
      before: () =>
        insertExternalRecommendations(context.warehouse, [
          { account: 'Z', csm: 'Ana', at: hoursAgo(1), accepted: true, given: 'Ana' },
        ]),
    },
  ],
  [
    'another recommendation of the CSM is pending',
    [],
    {
      before: () =>
        insertExternalRecommendations(context.warehouse, [
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
  ['the CSM takes only another segment', ['segment_mismatch'], { csm: { segment: 'Commercial' } }],
  ['the CSM takes only another level', ['segment_mismatch'], { csm: { level: 'Enterprise' } }],
  [
    'the CSM takes this class, spelled differently',
    [],
    { csm: { segment: 'RESIDENTIAL ', level: ' ' } },
  ],
  [
    'the CSM takes one segment, and the account’s is unknown',
    ['segment_mismatch'],
    { csm: { segment: 'Commercial' }, account: { segment: null } },
  ],
  ['ten accounts in 7 days', ['velocity'], { before: () => received(...tenTimes(158.9)) }],
  ['nine of ten accounts in 7 days', [], { before: () => received(...tenTimes(159)) }],
  [
    'two accounts in a day for a new CSM',
    ['velocity'],
    { csm: { tenureMonths: 5.9 }, before: () => received(5, 23.9) },
  ],
  [
    'two accounts in just over a day for a new CSM',
    [],
    { csm: { tenureMonths: 5.9 }, before: () => received(5, 24) },
  ],
  [
    'two accounts in a day for a CSM with 6 months of tenure',
    [],
    { csm: { tenureMonths: 6 }, before: () => received(5, 23) },
  ],
  ['the account no longer needs a CSM', ['no_longer_needed'], { account: { needsCsm: false } }],
  [
    'the account now has an owner',
    ['assigned_elsewhere'],
    { account: { needsCsm: true, csm: 'Bo' } },
  ],
  ['the recommendation is older than a day', ['stale'], { recommendedHoursAgo: 24.01 }],
  ['the recommendation is exactly a day old', [], { recommendedHoursAgo: 24 }],
];

describe('the flags of a recommendation', () => {
  it.each(cases)('%s: %o', async (_, flags, given) => {
    expect(await flagsOf(given)).toEqual(flags);
  });

  it('include “rejected before” for 30 days after a rejection', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }], accounts: [{ id: 'A' }] });
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(1) },
    ]);
    const id = (await readQueue(context.ctx)).rows[0]?.id ?? '';
    await rejectRecommendation(context.ctx, { ...decisionRequest(id), reason: 'wrong_fit' });
    context.advanceHours(30 * 24 - 0.01);
    const again = { account: 'A', csm: 'Ana', at: context.now().toISOString() };
    await insertExternalRecommendations(context.warehouse, [again]);
    expect((await readQueue(context.ctx)).rows[0]?.flags).toEqual(['rejected_before']);
    context.advanceHours(0.01);
    expect((await readQueue(context.ctx)).rows[0]?.flags).toEqual([]);
  });

  it('omit “assigned elsewhere” if the owner is the same as when the run recommended', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }],
      accounts: [{ id: 'A', csm: 'Leaving', needsCsm: true }],
    });
    await runToCompletion(context.ctx, wholeBatch);
    expect((await readQueue(context.ctx)).rows[0]?.flags).toEqual([]);
    await context.queryRows(`UPDATE data_csm_routing_account_health_revenue_tad_neediness
      SET responsible_csm = 'Someone Else'`);
    expect((await readQueue(context.ctx)).rows[0]?.flags).toEqual(['assigned_elsewhere']);
  });

  it('include “no longer needed” if the account is unknown', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }] });
    await insertExternalRecommendations(context.warehouse, [
      { account: 'Z', csm: 'Ana', at: hoursAgo(1) },
    ]);
    expect((await readQueue(context.ctx)).rows[0]).toMatchObject({
      accountName: null,
      flags: ['no_longer_needed'],
    });
  });

  it('account for cooling periods longer than a week', async () => {
    await context.queryRows(`INSERT INTO CSM_ROUTING_POLICIES
      SELECT 2, REPLACE(policy, '"coolingHours":4', '"coolingHours":240'), NULL, 'test', created_at
      FROM CSM_ROUTING_POLICIES WHERE version = 1`);
    try {
      expect(await flagsOf({ before: () => received(239) })).toEqual(['cooling']);
      const candidates = await runToCompletion(context.ctx, wholeBatch);
      expect(candidates.policyVersion).toBe(2);
    } finally {
      await context.queryRows('DELETE FROM CSM_ROUTING_POLICIES WHERE version = 2');
    }
  });
});

describe('a decision that assigns an account', () => {
  const pending = async () =>
    (await readQueue(context.ctx)).rows.map((row) => [row.accountId, row.flags, row.coolingUntil]);
  const idOf = async (account: string) =>
    (await readQueue(context.ctx)).rows.find((row) => row.accountId === account)?.id ?? '';
  beforeEach(async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: ['A', 'B', 'C'].map((id) => ({ id })),
    });
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(1) },
      { account: 'B', csm: 'Ana', at: hoursAgo(1) },
      { account: 'C', csm: 'Bo', at: hoursAgo(1) },
    ]);
  });

  it('flags the CSM’s other recommendations as cooling for four hours', async () => {
    context.advanceHours(0.5);
    await acceptRecommendation(context.ctx, decisionRequest(await idOf('A')));
    expect(await pending()).toEqual([
      ['B', ['cooling'], new Date('2026-03-02T13:30:00Z')],
      ['C', [], null],
    ]);
    const refused = await expectAppError(
      acceptRecommendation(context.ctx, decisionRequest(await idOf('B'))),
    );
    expect(refused.details).toMatchObject({ coolingUntil: new Date('2026-03-02T13:30:00Z') });
    context.advanceHours(4);
    expect(await pending()).toEqual([
      ['B', [], null],
      ['C', [], null],
    ]);
  });

  it('flags the recommendations of an override’s CSM', async () => {
    await overrideRecommendation(context.ctx, {
      ...decisionRequest(await idOf('A')),
      csm: 'Bo',
      reason: 'workload',
    });
    expect((await pending()).map(([account, flags]) => [account, flags])).toEqual([
      ['B', []],
      ['C', ['cooling']],
    ]);
  });
});
