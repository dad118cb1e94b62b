import sql from 'sql-template-tag';
import { expect, it } from 'vitest';
import { EMPTY_BOOK } from '@/lib/engine/load';
import { nameKey } from '@/lib/names';
import { currentCsms } from '@/lib/read-model/csms';
import { loadFacts } from '@/lib/read-model/load-facts';
import { HOUR_MS } from '@/lib/time';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import {
  accountsOfRecommendations,
  pendingOfAccounts,
  recommendationFacts,
} from '@/lib/warehouse/sql/read-model';
import { hasIdIn, insertExplanations } from '@/lib/warehouse/sql/recommendations';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { insertSnoozes } from '@/lib/warehouse/sql/snoozes';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { insertTestReviews } from '@/test/support/runs';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings } from './edge-cases';
import { type ContractHarness, readCurrentCsms } from './harness';
import { hoursLater, limits, newDecision, now } from './rows';

/** Statements that load the read model. */
export function describeReadModel(harness: ContractHarness): void {
  const name = edgeCaseStrings[0];
  const load = () => loadFacts((query) => harness.read(query), limits, now);
  const csmNamed = async (csm: string) => currentCsms(await load(), now).get(csm);

  it('is empty in an empty warehouse', async () => {
    const facts = await load();
    for (const map of [facts.recommendations, facts.accounts, facts.csms, facts.books]) {
      expect([...map]).toEqual([]);
    }
    expect([...facts.rejections]).toEqual([]);
    expect(facts.medians).toEqual({ neediness: null, health: null, revenue: null });
    expect(await harness.read(accountsOfRecommendations(['1'], limits))).toEqual([]);
    expect(await harness.read(recommendationFacts(sql`TRUE`))).toEqual([]);
    expect(await harness.read(pendingOfAccounts(['A']))).toEqual([]);
  });

  it('has each pending recommendation with its account, explanation, and newest review', async () => {
    await seedCompany(harness.context.warehouse, {
      accounts: [
        { id: 'A', name, neediness: 11, color: 'RED', since: hoursAgo(9) },
        { id: 'B', csm: 'Bo' },
        { id: 'C' },
      ],
    });
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'A', csm: name, at: hoursAgo(3), runId: 'r-1', score: 33 },
      { id: 2, account: 'B', csm: 'Ana', at: hoursAgo(2), accepted: true },
      { id: 3, account: 'C', csm: 'Ana', at: hoursAgo(2), given: 'Bo' },
      { id: 4, account: 'C', csm: 'Ana', at: hoursAgo(5) },
      { id: 5, account: 'B', csm: 'Ana', at: hoursAgo(2) },
      { id: 6, account: 'gone', csm: 'Ana', at: hoursAgo(1) },
      { id: 7, account: null, csm: 'Ana', at: hoursAgo(1) },
    ]);
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'C', csm: 'Bo', at: hoursAgo(4) },
    ]);
    const inputs = { currentCsm: 'Bo', neediness: 10 / 3, health: null, revenue: 9.25 };
    await harness.write(
      insertDecisions([newDecision({ recommendationId: '5', accountId: 'B', verb: 'reject' })]),
      insertExplanations({ id: 'r-1', policyVersion: 1 }, [
        { accountId: 'A', score: 100 / 3, ...inputs, explanation: '{}' },
      ]),
    );
    await insertTestReviews(harness.context.warehouse, [
      { id: 'w-1', recommendationId: '1', verdict: 'approve', at: hoursLater(-2) },
      { id: 'w-2', recommendationId: '1', verdict: 'caution', issues: ['a', 'b'], hidden: true },
    ]);
    const snooze = { recommendationId: '1', accountId: 'A' };
    const by = { email: 'mia@example.com', name };
    await harness.write(
      insertSnoozes({ until: hoursLater(5), by, at: hoursLater(-2) }, [{ id: 'z-1', ...snooze }]),
      insertSnoozes({ until: null, by, at: hoursLater(-1) }, [{ id: 'z-2', ...snooze }]),
    );
    const { recommendations, accounts } = await load();
    expect([...recommendations.keys()].sort()).toEqual(['1', '6']);
    expect(recommendations.get('1')).toMatchObject({
      accountId: 'A',
      recommendedCsm: name,
      recommendedAt: hoursLater(-3),
      runId: 'r-1',
      score: 100 / 3,
      neediness: 10 / 3,
      revenue: 9.25,
      ownerThen: 'Bo',
      reviewId: 'w-2',
      verdict: 'caution',
      issues: 'a b',
      blind: true,
      reviewedAt: now,
      snoozedAt: hoursLater(-1),
      snoozedUntil: null,
      snoozedByName: name,
      feedback: 'approved: Claude’s approve.',
    });
    expect(recommendations.get('6')).toMatchObject({
      ownerThen: null,
      reviewId: null,
      snoozedAt: null,
    });
    const accepted = await harness.read(
      recommendationFacts(hasIdIn(sql`r.recommendation_id`, ['2', '7'])),
    );
    expect(accepted).toMatchObject([{ id: '2', accountId: 'B', recommendedCsm: 'Ana' }]);
    expect([...accounts.keys()]).toEqual(['A']);
    const account = { id: 'A', name, neediness: null, color: 'red', needsCsm: true };
    expect(accounts.get('A')).toMatchObject(account);
    const found = await harness.read(accountsOfRecommendations(['1', '6', '7'], limits));
    expect(rowsFor(found, 'account')).toMatchObject([account]);
    expect(rowsFor(found, 'recommendation').map(({ id, accountId }) => [id, accountId])).toEqual(
      expect.arrayContaining([
        ['1', 'A'],
        ['6', 'gone'],
      ]),
    );
  });

  it('has only the newest unassigned recommendation of an account, also if it is rejected', async () => {
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(3) },
      { id: 2, account: 'A', csm: 'Bo', at: hoursAgo(2) },
      { id: 3, account: 'A', csm: 'Ana', at: hoursAgo(2) },
      { id: 4, account: 'A', csm: null, at: hoursAgo(1) },
      { id: 5, account: 'B', csm: 'Ana', at: hoursAgo(2) },
      { id: 6, account: 'B', csm: 'Bo', at: hoursAgo(1) },
      { id: 7, account: 'C', csm: 'Ana', at: hoursAgo(2) },
    ]);
    const rejection = newDecision({ recommendationId: '6', accountId: 'B', verb: 'reject' });
    await harness.write(insertDecisions([rejection]));
    const ids = async () => [...(await load()).recommendations.keys()].sort();
    const ofAccounts = async (...accountIds: string[]) =>
      (await harness.read(pendingOfAccounts(accountIds))).map(({ id }) => id).sort();
    expect(await ids()).toEqual(['3', '7']);
    expect(await ofAccounts('A', 'B')).toEqual(['3']);
    const undo = { recommendationId: '6', accountId: 'B', undoes: rejection.id };
    await harness.write(insertDecisions([newDecision({ ...undo, verb: 'undo' })]));
    expect(await ids()).toEqual(['3', '6', '7']);
    expect(await ofAccounts('B', 'C', 'D')).toEqual(['6', '7']);
  });

  it('has a CSM with only a name', async () => {
    const csm = {
      tenureMonths: null,
      segment: null,
      level: null,
      capacity: null,
      awayFrom: null,
      awayUntil: null,
    };
    await seedCompany(harness.context.warehouse, { csms: [{ name: 'Ana', ...csm }] });
    expect(await readCurrentCsms(harness)).toEqual([
      {
        name: 'Ana',
        active: true,
        ...csm,
        received: [],
        receivedNeedy: [],
        lastReceivedAt: null,
        reservations: [],
        byClass: [],
        book: EMPTY_BOOK,
      },
    ]);
  });

  it('has each CSM once, sorted by name, active or not', async () => {
    const csms = edgeCaseStrings.filter((text) => nameKey(text) !== null).map((name) => ({ name }));
    await seedCompany(harness.context.warehouse, {
      csms: [...csms, ...csms, { name: 'Inactive', active: false, awayUntil: hoursAgo(-5) }],
    });
    await harness.context.queryRows(
      `INSERT INTO ${tableNames.activeCsms} (active_csm) SELECT CAST(NULL AS VARCHAR)`,
    );
    const current = await readCurrentCsms(harness);
    expect(current.map((csm) => csm.name)).toEqual(
      [...csms.map((csm) => csm.name), 'Inactive'].sort(),
    );
    expect(current.filter(({ active }) => !active)).toMatchObject([
      { name: 'Inactive', awayUntil: hoursLater(5).getTime() },
    ]);
  });

  it('has each account in a book once, with the median for missing scores', async () => {
    await seedCompany(harness.context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: [
        { id: 'A', csm: 'Ana', neediness: 2, health: 50, revenue: 1_000 },
        { id: 'A', csm: 'Ana', neediness: 2, health: 50, revenue: 1_000 },
        { id: 'B', csm: 'Ana', neediness: null, health: 90, revenue: null },
        { id: 'C', csm: 'Ana', neediness: 4, health: null, color: 'Red', revenue: 3_000 },
        { id: 'D', csm: 'Unknown', neediness: 6 },
        { id: 'E', neediness: 11, health: -1, revenue: -5 },
      ],
    });
    expect((await csmNamed('Ana'))?.book).toEqual({
      accounts: 3,
      neediness: 10,
      revenue: 7_000,
      red: 2,
      green: 1,
    });
    expect((await csmNamed('Bo'))?.book.accounts).toBe(0);
    const { books, medians, classes } = await load();
    expect(classes).toEqual([{ segment: 'Residential', level: 'Corporate' }]);
    expect(books.get('Unknown')).toMatchObject([{ segment: 'Residential', book: { accounts: 1 } }]);
    expect(medians).toEqual({ neediness: 4, health: 75, revenue: 3_000 });
  });

  it('has the accounts received in the last seven days, once each, and reservations', async () => {
    await seedCompany(harness.context.warehouse, { csms: [{ name: 'Ana' }, { name: 'Bo' }] });
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(1.5) },
      { account: 'B', csm: 'Ana', at: hoursAgo(168) },
      { account: 'C', csm: 'Bo', at: hoursAgo(1_000) },
      { account: 'D', csm: 'Bo', at: null },
    ]);
    await insertExternalRecommendations(harness.context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(2), accepted: true },
      { account: 'E', csm: 'Ana', at: hoursAgo(167.999), accepted: true },
      { account: 'F', csm: 'Ana', at: hoursAgo(1), accepted: false, given: 'Bo' },
      { account: 'G', csm: 'Ana', at: hoursAgo(1), accepted: null },
    ]);
    expect(await csmNamed('Ana')).toMatchObject({
      received: [now.getTime() - 167.999 * HOUR_MS, now.getTime() - 1.5 * HOUR_MS],
      lastReceivedAt: hoursLater(-1.5).getTime(),
      reservations: [{ at: hoursLater(-1).getTime() }],
    });
    expect(await csmNamed('Bo')).toMatchObject({
      received: [],
      lastReceivedAt: null,
      reservations: [],
    });
  });

  it('has the rejections that still count, except undone ones', async () => {
    const reject = (overrides: object) => newDecision({ verb: 'reject', ...overrides });
    const undone = reject({ recommendationId: '3', recommendedCsm: 'Cy' });
    await harness.write(
      insertDecisions([
        reject({ at: hoursLater(-5) }),
        reject({ recommendationId: '4', recommendedCsm: name, at: hoursLater(-2) }),
        reject({ recommendationId: '5', recommendedCsm: 'Bo', at: hoursLater(-900) }),
        undone,
        newDecision({ recommendationId: '3', verb: 'undo', undoes: undone.id }),
      ]),
    );
    const { rejections } = await load();
    expect([...rejections.keys()]).toEqual(['A']);
    expect(rejections.get('A')?.map(({ csm, at }) => [csm, at])).toEqual(
      expect.arrayContaining([
        ['Ana', hoursLater(-5)],
        [name, hoursLater(-2)],
      ]),
    );
    expect(rejections.get('A')).toHaveLength(2);
  });
}
