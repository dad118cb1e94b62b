import { expect, it } from 'vitest';
import { companyBooks, needingAccounts } from '@/lib/warehouse/sql/analytics/company';
import { activeCsmDetails } from '@/lib/warehouse/sql/csm-details';
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
import { hoursLater, limits, now } from './rows';

/** Statements that analytics pages share: books, and accounts that need a CSM. */
export function describeCompany(harness: ContractHarness): void {
  const name = edgeCaseStrings[0];

  it('is empty in an empty warehouse', async () => {
    expect(await harness.read(companyBooks(limits))).toEqual([]);
    expect(await harness.read(needingAccounts(limits))).toEqual([
      {
        question: 'scores',
        neediness: 0,
        highestNeediness: null,
        needinessAbove: 0,
        health: 0,
        highestHealth: null,
        healthAbove: 0,
      },
    ]);
    expect(await harness.read(activeCsmDetails(now))).toEqual([]);
  });

  it('has the details of each active CSM, without blanks and impossible tenures', async () => {
    await seedCompany(harness.context.warehouse, {
      csms: [
        { name, tenureMonths: 7.5, manager: 'Mia', segment: 'Residential' },
        { name, tenureMonths: null },
        { name: 'Bo', tenureMonths: -1, manager: ' ', level: '' },
        { name: 'Gone', active: false },
      ],
    });
    const details = await harness.read(activeCsmDetails(now));
    expect(details).toHaveLength(2);
    expect(details).toEqual(
      expect.arrayContaining([
        { name, tenureMonths: 7.5, managerName: 'Mia', segment: 'Residential', level: null },
        { name: 'Bo', tenureMonths: null, managerName: null, segment: null, level: null },
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
    const books = rowsFor(await harness.read(companyBooks(limits)), 'books');
    const zeroCounts = { red: 0, yellow: 0, green: 0, needy: 0 };
    const base = { question: 'books', segment: 'Residential', level: 'Corporate', accounts: 1 };
    expect(books).toHaveLength(4);
    expect(books).toEqual(
      expect.arrayContaining([
        { ...base, csm: name, ...zeroCounts, neediness: 9, revenue: 1_000.25, red: 1, needy: 1 },
        {
          ...base,
          csm: name,
          level: 'Enterprise',
          ...zeroCounts,
          yellow: 1,
          neediness: 8.5,
          revenue: 9,
        },
        { ...base, csm: 'Unknown', ...zeroCounts, neediness: 8.5, revenue: 3, green: 1, needy: 1 },
        {
          ...base,
          csm: null,
          segment: null,
          level: null,
          ...zeroCounts,
          neediness: 1,
          revenue: 9,
        },
      ]),
    );
  });

  it('has the longest wait for a CSM, and the one that 95% of the accounts do not exceed', async () => {
    const waiting = Array.from({ length: 40 }, (_, n) => ({ id: `W${n}`, since: hoursAgo(n + 1) }));
    await seedCompany(harness.context.warehouse, {
      accounts: [
        ...waiting,
        { id: 'Owned', csm: name },
        { id: 'Assigned since', since: hoursAgo(90) },
        { id: 'Pending', since: hoursAgo(0.5) },
        { id: 'Unknown', since: null },
      ],
    });
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'Pending', csm: name, at: hoursAgo(0.1) },
    ]);
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'Assigned since', csm: name, at: hoursAgo(6) },
    ]);
    const waits = rowsFor(await harness.read(companyBooks(limits)), 'waits');
    // 39 of the 41 accounts with a known start, which is 95%, have waited for 38 hours or less.
    const row = { question: 'waits', accounts: 42 };
    expect(waits.toSorted((a, b) => Number(a.since) - Number(b.since))).toEqual([
      { ...row, since: hoursLater(-40), isLongest: true, isP95: false },
      { ...row, since: hoursLater(-38), isLongest: false, isP95: true },
    ]);
  });

  it('counts the accounts of each class that need a CSM, and lists those that a run may place', async () => {
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
      SELECT CAST(NULL AS VARCHAR), 'Needs CSM' UNION ALL SELECT 'D', 'Needs CSM'`);
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'B', csm: name, at: hoursAgo(1) },
    ]);
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'E', csm: name, at: hoursAgo(6) },
    ]);
    const rows = await harness.read(needingAccounts(limits));
    const needing = rowsFor(rows, 'needing');
    const zeroCounts = {
      routable: 0,
      pending: 0,
      assignedSince: 0,
      waitingSince: null,
    };
    const base = { question: 'needing', level: 'Corporate', ...zeroCounts };
    expect(needing).toHaveLength(3);
    expect(needing).toEqual(
      expect.arrayContaining([
        { ...base, segment: 'Residential', accounts: 1, pending: 1 },
        {
          ...base,
          segment: 'Commercial',
          accounts: 2,
          routable: 2,
          waitingSince: hoursLater(-30),
        },
        {
          ...base,
          segment: null,
          accounts: 2,
          routable: 1,
          assignedSince: 1,
          waitingSince: hoursLater(-40),
        },
      ]),
    );
    const routable = rowsFor(rows, 'routable');
    expect(routable.map(({ id }) => id).sort()).toEqual(['C', 'D', 'F']);
    expect(routable.find(({ id }) => id === 'C')).toMatchObject({
      segment: 'Commercial',
      level: 'Corporate',
      waitingSince: hoursLater(-30),
      revenue: null,
    });
  });

  it('lists the accounts whose scores are on another scale, highest first, and no plausible ones', async () => {
    const offScale = async (health: readonly number[], neediness = 5) => {
      await harness.context.clear();
      await seedCompany(harness.context.warehouse, {
        csms: [{ name }],
        accounts: health.map((score, at) => ({ id: `A-${at}`, health: score, neediness })),
      });
      const rows = rowsFor(await harness.read(needingAccounts(limits)), 'offScale');
      return rows.map(({ score, id, value }) => [score, id, value]).sort();
    };
    expect(await offScale([55, 92, 101])).toEqual([['health_score', 'A-2', 101]]);
    expect(await offScale([0.5, 0.9])).toEqual([
      ['health_score', 'A-0', 0.5],
      ['health_score', 'A-1', 0.9],
    ]);
    expect(await offScale([80], 70)).toEqual([['neediness_score', 'A-0', 70]]);
    expect(await offScale([0.5, 80])).toEqual([]);
  });
}
