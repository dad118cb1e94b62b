import { expect, it } from 'vitest';
import { accountPoolStats, searchRoutableAccounts } from '@/lib/warehouse/sql/accounts';
import { accountsToRoute, groupAccountsToRoute } from '@/lib/warehouse/sql/accounts-to-route';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { recordedIntake } from '@/lib/warehouse/sql/recorded-intake';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import {
  accountById,
  type ContractHarness,
  readAccountsToRoute,
  routableAccounts,
} from './harness';
import { hoursLater, limits, newDecision } from './rows';

const unknownValues = {
  name: null,
  neediness: null,
  health: null,
  revenue: null,
  segment: null,
  level: null,
};

/** Statements that read accounts. */
export function describeAccounts(harness: ContractHarness): void {
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  const seed = (company: Parameters<typeof seedCompany>[1]) =>
    seedCompany(harness.context.warehouse, company);

  it('return no rows and an empty pool when there are none', async () => {
    expect(await routableAccounts(harness)).toEqual([]);
    expect(await accountById(harness, 'A')).toEqual([]);
    expect(await harness.read(searchRoutableAccounts('a', 10, limits))).toEqual([]);
    const none = { routable: 0, needing: 0 };
    expect(await harness.read(accountPoolStats(limits))).toEqual([none]);
    const batch = { mode: 'batch', batchSize: 10 } as const;
    expect((await readAccountsToRoute(harness, batch)).pool).toEqual(none);
  });

  it('need a CSM only if their class is in the policy’s scope, in any spelling', async () => {
    const classed = (id: string, segment: string | null, level: string | null) => ({
      id,
      segment,
      level,
    });
    await seed({
      accounts: [
        classed('in', 'Residential', 'Corporate'),
        classed('spelled', ' residential ', 'CORPORATE'),
        classed('out', 'Residential', 'Enterprise'),
        classed('half', 'Residential', null),
        classed('none', null, ''),
      ],
    });
    const within = async (...classes: { segment: string | null; level: string | null }[]) => {
      const policy = { scope: { classes, statuses: null } };
      const rows = await harness.read(accountsToRoute({ mode: 'batch' }, policy));
      const { accounts, pool } = groupAccountsToRoute(rows);
      expect(await harness.read(accountPoolStats(policy))).toEqual([pool]);
      expect(await harness.read(searchRoutableAccounts('', 9, policy))).toHaveLength(pool.routable);
      expect(pool).toEqual({ needing: accounts.length, routable: accounts.length });
      return ids(accounts).sort();
    };
    const corporate = { segment: 'residential', level: 'Corporate ' };
    expect(await within(corporate)).toEqual(['in', 'spelled']);
    expect(await within(corporate, { segment: null, level: null })).toEqual([
      'in',
      'none',
      'spelled',
    ]);
    expect(await within({ segment: 'Residential', level: null })).toEqual(['half']);
    const single = accountsToRoute(
      { mode: 'single', accountId: 'out' },
      { scope: { classes: [corporate], statuses: null } },
    );
    expect(groupAccountsToRoute(await harness.read(single))).toMatchObject({
      accounts: [{ id: 'out', inScope: false, needsCsm: false }],
      pool: { needing: 2 },
    });
  });

  it('are routed by waiting time, neediness, and ID, up to the limit', async () => {
    await seed({
      accounts: [
        { id: 'recent', since: hoursAgo(1) },
        { id: 'tie-b', since: hoursAgo(9), neediness: 4 },
        { id: 'tie-a', since: hoursAgo(9), neediness: 4 },
        { id: 'high-need', since: hoursAgo(9), neediness: 9 },
        { id: 'unscored', since: hoursAgo(9), neediness: null },
        { id: 'undated', since: null },
        { id: 'owned', csm: 'Ana' },
      ],
    });
    const order = ['high-need', 'tie-a', 'tie-b', 'unscored', 'recent', 'undated'];
    expect(ids(await routableAccounts(harness))).toEqual(order);
  });

  it('return NULL for unknown and implausible scores', async () => {
    await seed({
      accounts: [
        { id: 'A', name: 'Acme', csm: 'Ana', needsCsm: true, since: hoursAgo(3), color: 'RED' },
        { id: 'B', ...unknownValues },
        { id: 'C', neediness: 11, health: -1, revenue: -5, name: '  ' },
      ],
    });
    const unassigned = {
      currentCsm: null,
      needsCsm: true,
      hasPending: false,
      assignedSince: false,
    };
    expect((await accountById(harness, 'A'))[0]).toEqual({
      id: 'A',
      name: 'Acme',
      currentCsm: 'Ana',
      neediness: 5,
      health: 75,
      color: 'red',
      revenue: 50_000,
      segment: 'Residential',
      level: 'Corporate',
      industry: 'Software',
      inScope: true,
      needsCsm: true,
      needsCsmSince: hoursLater(-3),
      hasPending: false,
      assignedSince: false,
    });
    expect((await accountById(harness, 'B'))[0]).toMatchObject({
      ...unknownValues,
      color: null,
      needsCsmSince: null,
      ...unassigned,
    });
    const implausible = { name: null, neediness: null, health: null, revenue: null };
    expect((await accountById(harness, 'C'))[0]).toMatchObject({ ...implausible, ...unassigned });
  });

  it('are found by ID and name, whatever characters they have', async () => {
    const accounts = edgeCaseStrings.map((text) => ({
      id: [...text].slice(0, 50).join(''),
      name: text,
    }));
    await seed({
      accounts: [
        ...accounts,
        { id: stringOfLength(50), name: stringOfLength(100) },
        { id: 'plain' },
      ],
    });
    for (const { id, name } of accounts) {
      expect(await accountById(harness, id)).toMatchObject([{ id, name }]);
      const found = await harness.read(searchRoutableAccounts(name, 500, limits));
      expect(ids(found), name).toContain(id);
      expect(ids(found)).not.toContain('plain');
    }
    expect(await accountById(harness, stringOfLength(50))).toMatchObject([
      { name: stringOfLength(100) },
    ]);
    expect(ids(await harness.read(searchRoutableAccounts('%', 500, limits)))).toHaveLength(2);
    expect(ids(await harness.read(searchRoutableAccounts('_', 500, limits)))).toEqual([
      '100%_[a-z]*',
    ]);
    expect(await harness.read(searchRoutableAccounts('', 500, limits))).toHaveLength(
      edgeCaseStrings.length + 2,
    );
    expect(await harness.read(searchRoutableAccounts('', 3, limits))).toHaveLength(3);
  });

  it('are searched case-insensitively, in any script', async () => {
    await seed({
      accounts: [
        { id: 'A', name: 'GRÖSSE Ünited' },
        { id: 'b', name: null },
      ],
    });
    expect(ids(await harness.read(searchRoutableAccounts(' größe', 9, limits)))).toEqual([]);
    expect(ids(await harness.read(searchRoutableAccounts('grösse üNI', 9, limits)))).toEqual(['A']);
    expect(ids(await harness.read(searchRoutableAccounts('B', 9, limits)))).toEqual(['b']);
  });

  it('are not routable while a recommendation is pending or after an assignment', async () => {
    await seed({
      accounts: ['A', 'B', 'C', 'D'].map((id) => ({ id, since: hoursAgo(10) })),
    });
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(2) },
      { id: 2, account: 'B', csm: 'Ana', at: hoursAgo(2) },
    ]);
    await harness.write(
      insertDecisions([newDecision({ recommendationId: '2', accountId: 'B', verb: 'reject' })]),
    );
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'C', csm: 'Ana', at: hoursAgo(1) },
      { account: 'D', csm: 'Ana', at: hoursAgo(11) },
    ]);
    expect(ids(await routableAccounts(harness))).toEqual(['B', 'D']);
    expect(await accountById(harness, 'A')).toMatchObject([{ hasPending: true }]);
    expect(await accountById(harness, 'C')).toMatchObject([{ assignedSince: true }]);
    expect(await harness.read(accountPoolStats(limits))).toMatchObject([
      { routable: 2, needing: 4 },
    ]);
  });

  it('started to need a CSM when the source says so, or when they were first recommended or assigned', async () => {
    await seed({
      accounts: [
        { id: 'waiting', since: hoursAgo(5) },
        { id: 'assigned', since: null, csm: 'Ana', needsCsm: false },
        { id: 'recommended', since: hoursAgo(2) },
        { id: 'long ago', since: hoursAgo(90) },
        { id: 'owned', since: null, csm: 'Ana', needsCsm: false },
      ],
    });
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'recommended', csm: 'Ana', at: hoursAgo(4) },
      { id: 2, account: 'recommended', csm: 'Ana', at: hoursAgo(3) },
    ]);
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'assigned', csm: 'Ana', at: hoursAgo(6) },
    ]);
    const intake = await harness.read(recordedIntake(hoursLater(-24), limits));
    expect(intake.map(({ id, neededAt, csm }) => [id, neededAt, csm])).toEqual([
      ['assigned', hoursLater(-6), 'Ana'],
      ['waiting', hoursLater(-5), null],
      ['recommended', hoursLater(-4), null],
    ]);
    expect(await harness.read(recordedIntake(hoursLater(0), limits))).toEqual([]);
  });

  it('appear once each even if the sources repeat them', async () => {
    await seed({
      accounts: [
        { id: 'A', neediness: 9, needsCsm: false, csm: 'Bo' },
        { id: 'A', neediness: 2 },
      ],
    });
    await harness.context.queryRows(`INSERT INTO ${tableNames.onboardingSource}
      (account_id_ob, success_transition_status_ob) SELECT CAST(NULL AS VARCHAR), 'Needs CSM'`);
    expect(await accountById(harness, 'A')).toMatchObject([{ needsCsm: true }]);
    expect(await routableAccounts(harness)).toHaveLength(1);
    expect(await harness.read(accountPoolStats(limits))).toMatchObject([
      { routable: 1, needing: 1 },
    ]);
  });
}
