import { afterAll, beforeAll, expect, it } from 'vitest';
import { countRoutableAccounts, searchRoutableAccounts } from '@/lib/accounts/search';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { getAccountHistory } from '@/lib/analytics/account/get-account-history';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { getCsm } from '@/lib/analytics/csm/get-csm';
import { getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { getLedger } from '@/lib/analytics/ledger/get-ledger';
import { getScopeChoices, type ScopeInput } from '@/lib/analytics/shared/scope';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import { countPending, lastDecision } from '@/lib/decisions/queue';
import { getRecommendation, listCandidates } from '@/lib/decisions/recommendation-details';
import type { QueueSortColumn } from '@/lib/read-model/queue-sort';
import { readModelOf } from '@/lib/read-model/read-model';
import { getRun, listRuns } from '@/lib/runs/read-runs';
import type { Context } from '@/lib/server/context';
import { listMembers } from '@/lib/warehouse/sql/members';
import { tableNames } from '@/lib/warehouse/tables';
import { copyDemo, demoOnDuckDb } from '@/test/support/demo-warehouse';
import { describeOnEveryBackend } from '@/test/support/describe-backends';
import { readQueue } from '@/test/support/test-context';
import { backends, type TemporaryWarehouse } from '@/test/support/test-warehouse';

const now = new Date('2026-03-04T15:30:00.000Z');

/** Rounds the other program's scores to whole numbers, as the production tables hold them. */
const wholeScores = `UPDATE ${tableNames.recommendations} SET
  neediness_score = ROUND(neediness_score), health_score = ROUND(health_score),
  revenue = ROUND(revenue)
WHERE recommendation_id NOT IN (SELECT recommendation_id FROM ${tableNames.explanations})`;

/** Rounds to nine digits: sums of doubles depend on the order of addition. */
const near = (_: string, value: unknown) =>
  typeof value === 'number' ? Number(value.toPrecision(9)) : value;
/** The same without average neediness: the guide's columns round what our runs saw. */
const unrounded = (key: string, value: unknown) =>
  key === 'neediness' && typeof value === 'number' ? undefined : near(key, value);

const book = { sort: 'name', descending: false, page: 1, pageSize: 100 } as const;

const others = backends.filter((engine) => engine !== 'duckdb');

describeOnEveryBackend(
  'every page of the demo company shows the same as on the embedded warehouse',
  (on) => {
    const made: TemporaryWarehouse[] = [];
    const viewers: Context[] = [];
    beforeAll(async () => {
      const embedded = await demoOnDuckDb(now);
      made.push(embedded);
      await embedded.warehouse.script(wholeScores);
      made.push(await copyDemo(embedded.warehouse, now, on));
      const person = { email: 'v@example.com', name: 'Vi', role: 'viewer' } as const;
      for (const { warehouse } of made)
        viewers.push({ warehouse, readModel: readModelOf(warehouse), person, now: () => now });
    });
    afterAll(async () => {
      for (const temporary of made) await temporary.dispose();
    });

    /** Runs a read on both warehouses, and returns the result after comparing them. */
    async function onBoth<Result>(read: (ctx: Context) => Promise<Result>): Promise<Result> {
      const [embedded, other] = await Promise.all(viewers.map(read));
      expect(other).toEqual(embedded);
      return embedded as Result;
    }

    /** A page of the queue without the number of the newest change, which differs by warehouse. */
    async function queueOf(...request: Parameters<typeof readQueue>) {
      const { changeNumber: _, ...page } = await readQueue(...request);
      return page;
    }

    it('in the queue, with every order, page, and filter', async () => {
      const { rows, pending } = await onBoth((ctx) => queueOf(ctx));
      expect(rows.length).toBeGreaterThan(20);
      expect(await onBoth(countPending)).toBe(pending);
      const orders: QueueSortColumn[] = ['account', 'csm', 'score', 'neediness', 'age', 'flags'];
      for (const column of orders) {
        for (const descending of [false, true]) {
          await onBoth((ctx) => queueOf(ctx, { sort: [{ column, descending }] }));
        }
      }
      for (const page of [1, 2, 99]) await onBoth((ctx) => queueOf(ctx, { page, pageSize: 10 }));
      for (const filter of [
        { flags: ['any'] as const },
        { colors: ['red'], flags: ['none'] as const },
        { text: rows[0]?.accountName ?? '' },
        { csms: [rows[1]?.recommendedCsm ?? ''] },
        { minScore: 60, maxScore: 95 },
      ]) {
        expect((await onBoth((ctx) => queueOf(ctx, { filter }))).rows.length).toBeGreaterThan(0);
      }
    });

    it('in the details and candidates of each pending recommendation', async () => {
      const { rows } = await onBoth((ctx) => queueOf(ctx));
      for (const { id } of rows) await onBoth((ctx) => getRecommendation(ctx, id));
      for (const { id } of rows.slice(0, 5)) {
        const candidates = await onBoth((ctx) => listCandidates(ctx, { recommendationId: id }));
        expect(candidates.length).toBeGreaterThan(30);
      }
    });

    it('in the list of runs and in each run', async () => {
      const { runs, total } = await onBoth((ctx) => listRuns(ctx, { page: 1, pageSize: 20 }));
      expect(total).toBeGreaterThan(100);
      await onBoth((ctx) => listRuns(ctx, { page: 3, pageSize: 50 }));
      await onBoth((ctx) => listRuns(ctx, { page: 999, pageSize: 20 }));
      for (const { id } of runs) {
        expect((await onBoth((ctx) => getRun(ctx, id))).result).not.toBeUndefined();
      }
    });

    it('in the analytics pages, with different periods, filters, and time zones', async () => {
      const { managers } = await onBoth(getScopeChoices);
      const figures = (read: (ctx: Context) => Promise<object>) =>
        onBoth(async (ctx) => JSON.stringify(await read(ctx), near, 1));
      const scopes: ScopeInput[] = [
        { period: { days: 7 }, zone: 'UTC' },
        { period: { days: 90 }, zone: 'America/St_Johns', managers: managers.slice(0, 1) },
        {
          period: { first: '2026-02-01', last: '2026-02-20' },
          zone: 'Asia/Kolkata',
          segments: ['Residential'],
          levels: ['Corporate'],
        },
      ];
      for (const scope of scopes) {
        await figures((ctx) => getCooling(ctx, scope));
        await figures((ctx) => getAcceptance(ctx, scope));
        await figures((ctx) => getLedger(ctx, scope));
        const { entries } = await getLedger(viewers[0] as Context, scope);
        for (const { name } of entries.slice(0, 2)) {
          await figures((ctx) => getCsm(ctx, { ...book, name, scope }));
        }
        await figures(async (ctx) => {
          const { recommended, ...rest } = await getWorkload(ctx, scope);
          return { ...rest, recommended: JSON.stringify(recommended, unrounded) };
        });
      }
      for (const { accountId } of (await onBoth((ctx) => queueOf(ctx))).rows.slice(0, 3)) {
        await figures((ctx) => getAccountHistory(ctx, { accountId }));
      }
      await figures(async (ctx) => {
        const { warehouse: _, ...rest } = await getDiagnostics(ctx);
        return rest;
      });
    });

    it('in the routable accounts, the last decision, and the members', async () => {
      expect(await onBoth(countRoutableAccounts)).toMatchObject({});
      for (const text of ['', 'a', 'nothing like it']) {
        await onBoth((ctx) => searchRoutableAccounts(ctx, { text }));
      }
      expect(await onBoth(lastDecision)).not.toBeNull();
      await onBoth(({ warehouse }) => warehouse.read(listMembers()));
    });
  },
  others,
);
