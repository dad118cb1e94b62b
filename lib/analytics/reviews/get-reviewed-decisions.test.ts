import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { HOUR_MS } from '@/lib/time';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import { seededRandom } from '@/test/engine/builders';
import { type ReviewedDecision, seedReviewedDecisions } from '@/test/support/reviewed-decisions';
import { monday, openTestContext, type TestContext } from '@/test/support/test-context';
import { type Agreement, getCalibration } from './get-calibration';
import {
  type DecisionFilterInput,
  exportReviewedDecisions,
  getReviewedDecisions,
  type ReviewedDecisionRow,
  reviewedDecisionsPageSize,
} from './get-reviewed-decisions';

const scope: ScopeInput = { period: { days: 30 }, zone: 'Asia/Tokyo' };
const ago = (hours: number) => new Date(monday.getTime() - hours * HOUR_MS);

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const list = (filter: DecisionFilterInput, page = 1) =>
  getReviewedDecisions(context.ctx, scope, filter, page);
const totalOf = async (filter: DecisionFilterInput) => (await list(filter)).total;

/** Decisions of 45 days that vary in everything the page counts by. */
async function seedMany(): Promise<void> {
  const random = seededRandom(11);
  const one = <Value>(...values: readonly Value[]) =>
    values[Math.floor(random() * values.length)] as Value;
  await seedReviewedDecisions(
    context.warehouse,
    Array.from({ length: 200 }, (): ReviewedDecision => {
      const verdict = one(...verdicts, undefined);
      return {
        verb: one('accept', 'override', 'reject'),
        at: ago(random() * 24 * 45),
        ...(verdict && { verdict, suggested: one('Bo', null) }),
        to: one('Bo', 'Cy'),
        hidden: random() < 0.3,
        dwellMs: one(null, 500, 9_000),
        reviewedBefore: one(30, 30, -30),
        promptVersion: one(1, 2),
        acknowledged: random() < 0.2 ? ['cooling'] : [],
      };
    }),
  );
}

describe('the decisions behind a figure of the Reviews page', () => {
  it('are as many as the figure says, for every figure', async () => {
    await seedMany();
    const calibration = await getCalibration(context.ctx, scope);
    const { seen, blind, byWeek, byVersion, warned, decisions, late } = calibration;
    const expectTotal = async (filter: DecisionFilterInput, count: number) =>
      expect({ filter, total: await totalOf(filter) }).toEqual({ filter, total: count });
    const expectShares = async (
      { total, agreed, notAccepted: { reassign } }: Agreement,
      filter: Partial<DecisionFilterInput>,
    ) => {
      const rows = { group: 'reviewed', ...filter } as const;
      await expectTotal(rows, total);
      await expectTotal({ ...rows, agreed: true }, agreed.count);
      await expectTotal({ ...rows, verdict: 'reassign', outcome: 'not_accepted' }, reassign.count);
    };
    for (const [hidden, agreement] of [[false, seen] as const, [true, blind] as const]) {
      await expectShares(agreement, { hidden });
      const rows = { group: 'reviewed', hidden } as const;
      for (const verdict of verdicts) {
        const { accept, override, reject } = agreement.matrix[verdict];
        await expectTotal({ ...rows, verdict, outcome: 'accepted' }, accept);
        await expectTotal({ ...rows, verdict, outcome: 'overridden' }, override);
        await expectTotal({ ...rows, verdict, outcome: 'rejected' }, reject);
      }
      const followed = { verdict: 'reassign', outcome: 'overridden', toSuggestion: true } as const;
      await expectTotal({ ...rows, ...followed }, agreement.toSuggestion.count);
    }
    for (const { week, ...row } of byWeek) await expectShares(row.seen, { week, hidden: false });
    for (const { model, promptVersion, ...row } of byVersion) {
      await expectShares(row.blind, { model, promptVersion, hidden: true });
    }
    await expectTotal({ group: 'all' }, decisions);
    await expectTotal({ group: 'late' }, late);
    await expectTotal({ group: 'warned' }, warned.decisions);
    await expectTotal({ group: 'timed' }, warned.timed);
    await expectTotal({ group: 'fast' }, warned.fast);
    expect([seen.total, blind.total, late, warned.fast, byWeek.length > 3]).not.toContain(0);
  });

  it('say what Claude advised and what the manager did', async () => {
    await seedReviewedDecisions(context.warehouse, [
      {
        verdict: 'reassign',
        suggested: 'Bo',
        verb: 'override',
        to: 'Bo',
        at: ago(1),
        hidden: true,
      },
      { verdict: 'approve', verb: 'reject', at: ago(2), reviewedBefore: -10 },
    ]);
    expect((await list({ group: 'all' })).rows).toMatchObject([
      {
        recommendationId: '1',
        accountId: 'A1',
        verb: 'override',
        recommendedCsm: 'Ana',
        assignedCsm: 'Bo',
        verdict: 'reassign',
        hidden: true,
        suggestedCsm: 'Bo',
        byName: 'Mia',
        decidedAt: ago(1),
      },
      { recommendationId: '2', verb: 'reject', verdict: null, late: true, assignedCsm: null },
    ]);
  });

  it('are all on its pages and in its export, newest first', async () => {
    await seedMany();
    const first = await list({ group: 'all' });
    const last = await list({ group: 'all' }, 1_000);
    const pages = Math.ceil(first.total / reviewedDecisionsPageSize);
    expect([first.page, last.page, last.total]).toEqual([1, pages, first.total]);
    const { batches } = await exportReviewedDecisions(context.ctx, scope, { group: 'all' });
    const exported: ReviewedDecisionRow[] = [];
    for await (const batch of batches) exported.push(...batch);
    expect(exported).toHaveLength(first.total);
    expect(exported.slice(0, reviewedDecisionsPageSize)).toMatchObject(first.rows);
    const times = exported.map(({ decidedAt }) => decidedAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });
});
