import { expect, it } from 'vitest';
import { companyBooks, companyOpenWork } from '@/lib/warehouse/sql/analytics/company';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, limits, newDecision } from './rows';

/** Statements that analytics pages share: books and open work. */
export function describeCompany(harness: ContractHarness): void {
  const name = edgeCaseStrings[0];
  const thresholds = { staleBefore: hoursLater(-24), lowScore: 50 };
  const openWork = () => harness.read(companyOpenWork(limits, thresholds));

  it('is empty in an empty warehouse', async () => {
    expect(await openWork()).toEqual([]);
    expect(await harness.read(companyBooks(limits))).toEqual([]);
  });

  it('includes every CSM, whatever characters the name has', async () => {
    const names = edgeCaseStrings.filter((text) => text.trim());
    const csm = { segment: 'Residential', level: 'Corporate', tenureMonths: 7.5 };
    await seedCompany(harness.context.warehouse, {
      csms: [
        ...names.map((csmName, n) => ({ ...csm, name: csmName, capacity: n, manager: csmName })),
        { name: 'Inactive', active: false, tenureMonths: null, awayUntil: hoursAgo(-5) },
      ],
    });
    const csms = rowsFor(await openWork(), 'csms');
    expect(csms).toHaveLength(names.length + 1);
    const known = { ...csm, question: 'csms', active: true, awayUntil: null };
    const inactive = {
      manager: null,
      segment: null,
      level: null,
      capacity: null,
      tenureMonths: null,
    };
    expect(csms).toEqual(
      expect.arrayContaining([
        ...names.map((csmName, n) => ({ ...known, name: csmName, capacity: n, manager: csmName })),
        {
          ...inactive,
          question: 'csms',
          name: 'Inactive',
          active: false,
          awayUntil: hoursLater(5),
        },
      ]),
    );
  });

  it('sums each CSM’s book by class, using the median of all accounts for missing scores', async () => {
    await seedCompany(harness.context.warehouse, {
      accounts: [
        { id: 'A', csm: name, neediness: 9, health: 10, revenue: 1_000.25 },
        { id: 'A', csm: name, neediness: 9, health: 10, revenue: 1_000.25 },
        { id: 'B', csm: name, neediness: null, health: 70, level: 'Enterprise', revenue: null },
        { id: 'C', csm: 'Unknown', neediness: 8.5, color: 'Green', revenue: 3 },
        { id: 'D', csm: null, neediness: 1, health: null, revenue: 9, segment: null, level: null },
      ],
    });
    const books = rowsFor(await openWork(), 'books');
    const zeroCounts = { red: 0, yellow: 0, green: 0, needy: 0 };
    const base = { question: 'books', segment: 'Residential', level: 'Corporate', accounts: 1 };
    expect(books).toHaveLength(4);
    expect(books).toEqual(
      expect.arrayContaining([
        { ...base, csm: name, ...zeroCounts, neediness: 9, revenue: 1_000.25, red: 1, needy: 1 },
        {
          ...{ ...base, csm: name, level: 'Enterprise', ...zeroCounts, yellow: 1 },
          ...{ neediness: 8.5, revenue: 9 },
        },
        { ...base, csm: 'Unknown', ...zeroCounts, neediness: 8.5, revenue: 3, green: 1, needy: 1 },
        {
          ...{ ...base, csm: null, segment: null, level: null, ...zeroCounts },
          ...{ neediness: 1, revenue: 9 },
        },
      ]),
    );
    const booksOnly = await harness.read(companyBooks(limits));
    expect(booksOnly).toHaveLength(4);
    expect(booksOnly).toEqual(expect.arrayContaining(books));
  });

  it('counts the accounts of each class that need a CSM, and their missing data', async () => {
    await seedCompany(harness.context.warehouse, {
      accounts: [
        { id: 'A', csm: name },
        { id: 'B', since: hoursAgo(20) },
        { id: 'C', segment: 'Commercial', since: hoursAgo(30), revenue: null },
        { id: 'D', segment: 'Commercial', since: hoursAgo(20) },
        { id: 'E', segment: null, since: hoursAgo(50) },
        { id: 'F', segment: null, since: hoursAgo(40) },
      ],
    });
    await harness.context.queryRows(`INSERT INTO ${tableNames.onboardingSource}
      (account_id_ob, success_transition_status_ob)
      SELECT NULL, 'Needs CSM' UNION ALL SELECT 'D', 'Needs CSM'`);
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'B', csm: name, at: hoursAgo(1) },
    ]);
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'E', csm: name, at: hoursAgo(6) },
    ]);
    const needing = rowsFor(await openWork(), 'needing');
    const zeroCounts = {
      routable: 0,
      pending: 0,
      assignedSince: 0,
      waitingSince: null,
      withoutScore: 0,
    };
    const base = { question: 'needing', level: 'Corporate', ...zeroCounts };
    expect(needing).toHaveLength(3);
    expect(needing).toEqual(
      expect.arrayContaining([
        { ...base, segment: 'Residential', accounts: 1, pending: 1 },
        {
          ...{ ...base, segment: 'Commercial', accounts: 2, routable: 2 },
          ...{ waitingSince: hoursLater(-30), withoutScore: 1 },
        },
        {
          ...{ ...base, segment: null, accounts: 2, routable: 1 },
          ...{ assignedSince: 1, waitingSince: hoursLater(-40) },
        },
      ]),
    );
  });

  it('counts pending recommendations by recommended CSM', async () => {
    await seedCompany(harness.context.warehouse, {
      accounts: [{ id: 'C', since: hoursAgo(40) }, { id: 'D' }, { id: 'E', csm: 'Ana' }],
    });
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'C', csm: name, at: hoursAgo(25), score: 50 },
      { id: 2, account: 'E', csm: name, at: hoursAgo(2), score: 50.5 },
      { id: 3, account: 'F', csm: 'Ana', at: hoursAgo(3), score: null },
      { id: 4, account: 'G', csm: 'Ana', at: hoursAgo(4), score: 7 },
      { id: 5, account: null, csm: 'Ana', at: hoursAgo(5), score: 7 },
      { id: 6, account: 'H', csm: 'Ana', at: hoursAgo(34), score: 0, accepted: true },
      { id: 7, account: 'I', csm: 'Ana', at: hoursAgo(6), score: 9, given: name },
      { id: 8, account: 'D', csm: 'Ana', at: hoursAgo(7), score: 8 },
    ]);
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'D', csm: 'Ana', at: hoursAgo(6) },
    ]);
    await harness.write(
      insertDecisions([newDecision({ recommendationId: '4', accountId: 'G', verb: 'reject' })]),
    );
    const pending = rowsFor(await openWork(), 'pending').sort((a, b) => b.rows - a.rows);
    expect(pending).toEqual([
      {
        ...{ question: 'pending', csm: name, rows: 2, long: 1, low: 1, unneeded: 1 },
        ...{ oldestAt: hoursLater(-25), newestAt: hoursLater(-2) },
      },
      {
        ...{ question: 'pending', csm: 'Ana', rows: 1, long: 0, low: 0, unneeded: 1 },
        ...{ oldestAt: hoursLater(-3), newestAt: hoursLater(-3) },
      },
    ]);
  });
}
