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
import { getRun, listRuns } from '@/lib/runs/read-runs';
import type { Context } from '@/lib/server/context';
import { listMembers } from '@/lib/warehouse/sql/members';
import type { QueueSortColumn } from '@/lib/warehouse/sql/queue';
import { describeOnEveryBackend } from '@/test/support/describe-backends';
import { readQueue } from '@/test/support/test-context';
import {
  backends,
  type TemporaryWarehouse,
  temporaryWarehouse,
} from '@/test/support/test-warehouse';
import type { Company } from './company';
import { simulate } from './simulate';
import { writeCompany } from './write-company';

const now = new Date('2026-03-04T15:30:00.000Z');

/**
 * The company with the other program's scores as the production tables hold them, whole. What our
 * own runs saw is kept beside them to the last digit.
 */
function inWholeScores(company: Company): Company {
  const whole = (score: number | null) => (score === null ? null : Math.round(score));
  const recommendations = company.recommendations.map((row) => {
    if (row.explanation !== null) return row;
    const { neediness, health, revenue } = row.account;
    const scores = { neediness: whole(neediness), health: whole(health), revenue: whole(revenue) };
    return { ...row, account: { ...row.account, ...scores } };
  });
  return { ...company, recommendations };
}

/** Figures to nine digits: sums of doubles depend on the order in which an engine adds. */
const near = (_: string, value: unknown) =>
  typeof value === 'number' ? Number(value.toPrecision(9)) : value;
/** The same without averages of neediness: the guide's own columns round what our runs saw. */
const unrounded = (key: string, value: unknown) =>
  key === 'neediness' && typeof value === 'number' ? undefined : near(key, value);

const book = { sort: 'name', descending: false, page: 1, pageSize: 100 } as const;

const others = backends.filter((engine) => engine !== 'duckdb');

describeOnEveryBackend(
  'the demo company, whole, is seen as on the embedded warehouse, cell for cell',
  (on) => {
    const made: TemporaryWarehouse[] = [];
    const viewers: Context[] = [];
    beforeAll(async () => {
      const company = inWholeScores(simulate(20_260, now.getTime()));
      for (const each of ['duckdb', on] as const) {
        const temporary = await temporaryWarehouse(now, each);
        made.push(temporary);
        const { warehouse } = temporary;
        await writeCompany(warehouse, company, now);
        const person = { email: 'v@example.com', name: 'Vi', role: 'viewer' } as const;
        viewers.push({ warehouse, person, now: () => now });
      }
    }, 180_000);
    afterAll(async () => {
      for (const temporary of made) await temporary.dispose();
    });

    /** Asks both for the same and answers what both said. */
    async function asked<Answer>(ask: (ctx: Context) => Promise<Answer>): Promise<Answer> {
      const [embedded, other] = await Promise.all(viewers.map(ask));
      expect(other).toEqual(embedded);
      return embedded as Answer;
    }

    it('in the queue, in every order and page, and however it is narrowed', async () => {
      const { rows, pending } = await asked((ctx) => readQueue(ctx));
      expect(rows.length).toBeGreaterThan(20);
      expect(await asked(countPending)).toBe(pending);
      const orders: QueueSortColumn[] = ['account', 'csm', 'score', 'neediness', 'age', 'flags'];
      for (const column of orders) {
        for (const descending of [false, true]) {
          await asked((ctx) => readQueue(ctx, { sort: [{ column, descending }] }));
        }
      }
      for (const page of [1, 2, 99]) await asked((ctx) => readQueue(ctx, { page, pageSize: 10 }));
      for (const filter of [
        { flags: ['any'] as const },
        { colors: ['red'], flags: ['none'] as const },
        { text: rows[0]?.accountName ?? '' },
        { csms: [rows[1]?.recommendedCsm ?? ''] },
        { minScore: 60, maxScore: 95 },
      ]) {
        expect((await asked((ctx) => readQueue(ctx, { filter }))).rows.length).toBeGreaterThan(0);
      }
    });

    it('in the record of every recommendation that waits, and its candidates', async () => {
      const { rows } = await asked((ctx) => readQueue(ctx));
      for (const { id } of rows) await asked((ctx) => getRecommendation(ctx, id));
      for (const { id } of rows.slice(0, 5)) {
        const candidates = await asked((ctx) => listCandidates(ctx, { recommendationId: id }));
        expect(candidates.length).toBeGreaterThan(30);
      }
    });

    it('in the runs, page by page, and what each found', async () => {
      const { runs, total } = await asked((ctx) => listRuns(ctx, { page: 1, pageSize: 20 }));
      expect(total).toBeGreaterThan(100);
      await asked((ctx) => listRuns(ctx, { page: 3, pageSize: 50 }));
      await asked((ctx) => listRuns(ctx, { page: 999, pageSize: 20 }));
      for (const { id } of runs) {
        expect((await asked((ctx) => getRun(ctx, id))).result).not.toBeUndefined();
      }
    });

    it('in the figures, whatever the period, the filters and the reader’s clock', async () => {
      const { managers } = await asked(getScopeChoices);
      const figures = (ask: (ctx: Context) => Promise<object>) =>
        asked(async (ctx) => JSON.stringify(await ask(ctx), near, 1));
      const scopes: ScopeInput[] = [
        { period: { days: 7 }, zone: 'UTC' },
        { period: { days: 90 }, zone: 'America/St_Johns', managers: managers.slice(0, 1) },
        {
          period: { first: '2026-02-01', last: '2026-02-20' },
          ...{ zone: 'Asia/Kolkata', segments: ['Residential'], levels: ['Corporate'] },
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
      for (const { accountId } of (await asked((ctx) => readQueue(ctx))).rows.slice(0, 3)) {
        await figures((ctx) => getAccountHistory(ctx, { accountId }));
      }
      await figures(async (ctx) => {
        const { warehouse: _, ...rest } = await getDiagnostics(ctx);
        return rest;
      });
    });

    it('in the accounts that may be routed, who decided last and who the members are', async () => {
      expect(await asked(countRoutableAccounts)).toMatchObject({});
      for (const text of ['', 'a', 'nothing like it']) {
        await asked((ctx) => searchRoutableAccounts(ctx, { text }));
      }
      expect(await asked(lastDecision)).not.toBeNull();
      await asked(async ({ warehouse }) =>
        (await warehouse.read(listMembers())).map(({ password_hash, ...member }) => ({
          ...member,
          hasPassword: password_hash !== null,
        })),
      );
    });
  },
  others,
);
