import { expect, it } from 'vitest';
import { accountPoolStats, searchRoutableAccounts } from '@/lib/warehouse/sql/accounts';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
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
  readAccountsToPlace,
  routableAccounts,
} from './harness';
import { hoursLater, newDecision, now } from './rows';

const unknown = {
  name: null,
  neediness: null,
  health: null,
  revenue: null,
  segment: null,
  level: null,
};

/** What the program reads of accounts. */
export function describeAccounts(bench: ContractHarness): void {
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  const seed = (company: Parameters<typeof seedCompany>[1]) =>
    seedCompany(bench.context.warehouse, company);

  it('answer nothing where there are none, and a pool of none', async () => {
    expect(await routableAccounts(bench, 10)).toEqual([]);
    expect(await accountById(bench, 'A')).toEqual([]);
    expect(await bench.read(searchRoutableAccounts('a', 10))).toEqual([]);
    const none = { routable: 0, needing: 0, neediness: null, health: null, revenue: null };
    expect(await bench.read(accountPoolStats())).toEqual([none]);
    const { pool, rejections } = await readAccountsToPlace(bench, { mode: 'batch', batchSize: 10 });
    expect([pool, rejections.size]).toEqual([none, 0]);
  });

  it('are routable in the order of waiting, neediness and id, up to the limit', async () => {
    await seed({
      accounts: [
        { id: 'late', since: hoursAgo(1) },
        { id: 'tie-b', since: hoursAgo(9), neediness: 4 },
        { id: 'tie-a', since: hoursAgo(9), neediness: 4 },
        { id: 'needy', since: hoursAgo(9), neediness: 9 },
        { id: 'unscored', since: hoursAgo(9), neediness: null },
        { id: 'ever', since: null },
        { id: 'owned', csm: 'Ana' },
      ],
    });
    const order = ['needy', 'tie-a', 'tie-b', 'unscored', 'late', 'ever'];
    expect(ids(await routableAccounts(bench, 500))).toEqual(order);
    expect(ids(await routableAccounts(bench, 2))).toEqual(order.slice(0, 2));
  });

  it('are answered with all that is known, and NULL for what is not or is absurd', async () => {
    await seed({
      accounts: [
        { id: 'A', name: 'Acme', csm: 'Ana', needsCsm: true, since: hoursAgo(3), color: 'RED' },
        { id: 'B', ...unknown },
        { id: 'C', neediness: 11, health: -1, revenue: -5, name: '  ' },
      ],
    });
    const nothing = { currentCsm: null, needsCsm: true, hasPending: false, assignedSince: false };
    expect((await accountById(bench, 'A'))[0]).toEqual({
      ...{ id: 'A', name: 'Acme', currentCsm: 'Ana', neediness: 5, health: 75, color: 'red' },
      ...{ revenue: 50_000, segment: 'Residential', level: 'Corporate', industry: 'Software' },
      ...{ needsCsm: true, needsCsmSince: hoursLater(-3), hasPending: false, assignedSince: false },
    });
    expect((await accountById(bench, 'B'))[0]).toMatchObject({
      ...{ ...unknown, name: 'B', color: null, needsCsmSince: null },
      ...nothing,
    });
    const absurd = { name: 'C', neediness: null, health: null, revenue: null };
    expect((await accountById(bench, 'C'))[0]).toMatchObject({ ...absurd, ...nothing });
  });

  it('are found by any awkward id and name, and by that alone', async () => {
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
      expect(await accountById(bench, id)).toMatchObject([{ id, name }]);
      const found = await bench.read(searchRoutableAccounts(name, 500));
      expect(ids(found), name).toContain(id);
      expect(ids(found)).not.toContain('plain');
    }
    expect(await accountById(bench, stringOfLength(50))).toMatchObject([
      { name: stringOfLength(100) },
    ]);
    expect(ids(await bench.read(searchRoutableAccounts('%', 500)))).toHaveLength(2);
    expect(ids(await bench.read(searchRoutableAccounts('_', 500)))).toEqual(['100%_[a-z]*']);
    expect(await bench.read(searchRoutableAccounts('', 500))).toHaveLength(
      edgeCaseStrings.length + 2,
    );
    expect(await bench.read(searchRoutableAccounts('', 3))).toHaveLength(3);
  });

  it('are searched in any case, of any letters', async () => {
    await seed({
      accounts: [
        { id: 'A', name: 'GRÖSSE Ünited' },
        { id: 'b', name: null },
      ],
    });
    expect(ids(await bench.read(searchRoutableAccounts(' größe', 9)))).toEqual([]);
    expect(ids(await bench.read(searchRoutableAccounts('grösse üNI', 9)))).toEqual(['A']);
    expect(ids(await bench.read(searchRoutableAccounts('B', 9)))).toEqual(['b']);
  });

  it('wait while a recommendation does, and no longer once assigned', async () => {
    await seed({
      accounts: ['A', 'B', 'C', 'D'].map((id) => ({ id, since: hoursAgo(10) })),
    });
    await insertExternalRecommendations(bench.context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(2) },
      { id: 2, account: 'B', csm: 'Ana', at: hoursAgo(2) },
    ]);
    await bench.write(
      insertDecisions([newDecision({ recommendationId: '2', accountId: 'B', verb: 'reject' })]),
    );
    await upsertExternalAssignments(bench.context.warehouse, [
      { account: 'C', csm: 'Ana', at: hoursAgo(1) },
      { account: 'D', csm: 'Ana', at: hoursAgo(11) },
    ]);
    expect(ids(await routableAccounts(bench, 9))).toEqual(['B', 'D']);
    expect(await accountById(bench, 'A')).toMatchObject([{ hasPending: true }]);
    expect(await accountById(bench, 'C')).toMatchObject([{ assignedSince: true }]);
    expect(await bench.read(accountPoolStats())).toMatchObject([{ routable: 2, needing: 4 }]);
  });

  it('have medians of what is known and plausible', async () => {
    const scores = [2, 9, null, 11].map((neediness, n) => ({ id: `A${n}`, neediness }));
    await seed({ accounts: [...scores, { id: 'B', neediness: 4, health: 10, revenue: 1e9 }] });
    expect(await bench.read(accountPoolStats())).toEqual([
      { routable: 5, needing: 5, neediness: 4, health: 75, revenue: 50_000 },
    ]);
  });

  it('remember who was rejected for whom, but not what was undone or is long ago', async () => {
    const reject = (said: object) => newDecision({ verb: 'reject', ...said });
    const undone = reject({ recommendationId: '3', recommendedCsm: 'Cy' });
    await bench.write(
      insertDecisions([
        reject({ at: hoursLater(-5) }),
        reject({ recommendationId: '2', at: hoursLater(-2) }),
        reject({ recommendationId: '4', recommendedCsm: edgeCaseStrings[0], at: hoursLater(-2) }),
        reject({ recommendationId: '5', recommendedCsm: 'Bo', at: hoursLater(-900) }),
        undone,
        newDecision({ recommendationId: '3', verb: 'undo', undoes: undone.id }),
      ]),
    );
    await seed({ accounts: [{ id: 'A' }, { id: 'B' }] });
    const { accounts, rejections } = await readAccountsToPlace(bench, {
      mode: 'batch',
      batchSize: 9,
    });
    expect(ids(accounts)).toEqual(['A', 'B']);
    expect([...rejections]).toEqual([
      [
        'A',
        [
          { csm: 'Ana', at: hoursLater(-2) },
          { csm: edgeCaseStrings[0], at: hoursLater(-2) },
        ],
      ],
    ]);
  });

  it('of a recommendation are as they are now, and by its own figures once they are gone', async () => {
    await seed({ accounts: [{ id: 'A', neediness: 9, color: 'RED' }] });
    await insertExternalRecommendations(bench.context.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1), neediness: 2 },
      { id: 2, account: 'gone', csm: 'Ana', at: hoursAgo(1), neediness: 2, revenue: -1 },
      { id: 3, account: null, csm: 'Ana', at: hoursAgo(1) },
    ]);
    const of = (recommendationId: string) =>
      readAccountsToPlace(bench, { mode: 'recommendation', recommendationId });
    expect((await of('1')).accounts).toMatchObject([{ id: 'A', neediness: 9, color: 'red' }]);
    expect((await of('2')).accounts).toMatchObject([
      { id: 'gone', name: 'gone', neediness: 2, health: 75, revenue: null, level: 'Corporate' },
    ]);
    for (const nothing of ['3', '4']) {
      const { accounts, pool } = await of(nothing);
      expect([accounts, pool]).toEqual([[], (await bench.read(accountPoolStats()))[0]]);
    }
  });

  it('stand once each, whatever the sources hold', async () => {
    await seed({
      accounts: [
        { id: 'A', neediness: 9, needsCsm: false, csm: 'Bo' },
        { id: 'A', neediness: 2 },
      ],
    });
    await bench.context.queryRows(`INSERT INTO ${tableNames.onboardingSource}
      (account_id_ob, success_transition_status_ob) SELECT NULL, 'Needs CSM'`);
    await bench.context.queryRows(
      `INSERT INTO ${tableNames.accountScores} (neediness_score) SELECT 7`,
    );
    expect(await accountById(bench, 'A')).toMatchObject([{ needsCsm: true }]);
    expect(await routableAccounts(bench, 9)).toHaveLength(1);
    expect(await bench.read(accountPoolStats())).toMatchObject([{ routable: 1, needing: 1 }]);
    expect((await bench.read(accountPoolStats()))[0]?.neediness).not.toBe(7);
    expect(now).toEqual(bench.context.now());
  });
}
