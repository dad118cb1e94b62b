import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { newDecision } from '@/test/contract/rows';
import { guideQueries } from '@/test/support/guide-queries';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { hoursAgo, monday, openTestContext, type TestContext } from '@/test/support/test-context';
import { getAcceptance } from './get-acceptance';

const today = monday.toISOString().slice(0, 10);
const midnight = 9;
const accepted = { accepted: true } as const;

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

interface Rate {
  readonly assignment_method: unknown;
  readonly total_recommendations: number;
  readonly accepted: number;
  readonly acceptance_rate: unknown;
}

const byName = (rows: readonly Rate[]) =>
  rows.toSorted((a, b) => String(a.assignment_method).localeCompare(String(b.assignment_method)));

/** The result of the guide's "Assignment Success Rate" on the test's date. */
async function guideRates(days: number): Promise<Rate[]> {
  const text = guideQueries.acceptanceRate
    .replaceAll('CURRENT_DATE()', `CAST('${today}' AS DATE)`)
    .replace('-30', `-${days}`);
  const rows = await context.queryRows(text);
  return byName(
    rows.map((row) => ({
      assignment_method: row.assignment_method,
      total_recommendations: Number(row.total_recommendations),
      accepted: Number(row.accepted),
      acceptance_rate: row.acceptance_rate,
    })),
  );
}

/** The page's rates of the same days: the guide's query starts a day earlier than a period. */
async function shownRates(guideDays: number): Promise<Rate[]> {
  const days = guideDays + 1;
  const { byMethod } = await getAcceptance(context.ctx, { period: { days }, zone: 'UTC' });
  return byName(
    byMethod.map(({ method, total, accepted, percentAccepted }) => ({
      assignment_method: method,
      total_recommendations: total,
      accepted,
      acceptance_rate: percentAccepted,
    })),
  );
}

describe("getAcceptance and the guide's query", () => {
  it('are both empty without recommendations', async () => {
    expect(await shownRates(30)).toEqual([]);
    expect(await guideRates(30)).toEqual([]);
  });

  it.each([7, 30, 90])('agree on the success rates of %i days', async (days) => {
    const edge = midnight + days * 24;
    const single = { method: 'single_optimized' };
    const batch = { method: 'batch_optimized' };
    await insertExternalRecommendations(context.warehouse, [
      { ...batch, account: 'A', csm: 'Ana', at: hoursAgo(0), ...accepted, given: 'Ana', id: 1 },
      { ...batch, account: 'A', csm: 'Ana', at: hoursAgo(0), ...accepted, given: 'Bo', id: 2 },
      { ...batch, account: 'B', csm: 'Ana', at: hoursAgo(1), accepted: null, id: 3 },
      { ...batch, account: 'C', csm: 'Gone', at: hoursAgo(edge), ...accepted, id: 4 },
      { ...batch, account: 'D', csm: 'Ana', at: hoursAgo(edge + 0.001), ...accepted, id: 5 },
      { ...batch, account: null, csm: null, at: hoursAgo(2), ...accepted, id: 6 },
      { ...batch, account: 'E', csm: `O'Neil "x"`, at: hoursAgo(2), given: 'Bo', id: 7 },
      { ...batch, account: 'F', csm: 'Ana', at: null, ...accepted, id: 8 },
      { ...batch, account: 'G', csm: 'Ana', at: hoursAgo(-24 * 9), ...accepted, id: 9 },
      { ...batch, account: 'H', csm: 'Ana', at: hoursAgo(2), id: 10 },
      { ...single, account: 'I', csm: 'Ana', at: hoursAgo(2), segment: null, id: 11 },
      { ...single, account: 'J', csm: 'Ana', at: hoursAgo(2), ...accepted, score: null, id: 12 },
      { ...single, account: 'K', csm: 'Ana', at: hoursAgo(2), ...accepted, id: 13 },
      { method: null, account: 'L', csm: 'Ana', at: hoursAgo(2), ...accepted, id: 14 },
      { method: '', account: 'M', csm: 'Ana', at: hoursAgo(2), id: 15 },
      { method: "it's ours", account: 'N', csm: 'Ana', at: hoursAgo(2), id: 16 },
      // A duplicate id, as in a table that was loaded twice.
      { method: 'twice', account: 'O', csm: 'Ana', at: hoursAgo(3), ...accepted, id: 17 },
      { method: 'twice', account: 'O', csm: 'Ana', at: hoursAgo(3), id: 17 },
    ]);
    await context.warehouse.transaction('test.decide', (session) =>
      writeAll(
        session,
        insertDecisions([
          newDecision({ recommendationId: '1' }),
          newDecision({ recommendationId: '17', at: new Date(hoursAgo(2)) }),
          newDecision({ recommendationId: '17', at: new Date(hoursAgo(1)) }),
        ]),
      ),
    );
    const expected = await guideRates(days);
    expect(expected).toHaveLength(6);
    expect(await shownRates(days)).toEqual(expected);
  });

  it('round rates the same way', async () => {
    for (const [method, accepted, total] of [
      ['an eighth of a percent', 1, 800],
      ['a third', 1, 3],
      ['two thirds', 2, 3],
      ['half of a hundredth', 1, 20_000],
      ['201 of 20,000', 201, 20_000],
    ] as const) {
      await context.warehouse.script(`INSERT INTO DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE
        (account_id, recommended_csm, recommendation_timestamp, assignment_method, was_assigned)
        SELECT 'A', 'Ana', TIMESTAMP '2026-03-01 10:00:00', '${method}', n < ${accepted}
        FROM range(${total}) AS r (n)`);
    }
    const expected = await guideRates(30);
    expect(expected).toHaveLength(5);
    expect(await shownRates(30)).toEqual(expected);
  });
});
