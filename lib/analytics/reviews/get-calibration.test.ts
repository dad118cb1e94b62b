import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { HOUR_MS } from '@/lib/time';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import { tableNames } from '@/lib/warehouse/tables';
import { seededRandom } from '@/test/engine/builders';
import { type ReviewedDecision, seedReviewedDecisions } from '@/test/support/reviewed-decisions';
import { recordStatements } from '@/test/support/statement-spy';
import {
  expectAppError,
  monday,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import { getCalibration } from './get-calibration';

const ago = (hours: number) => new Date(monday.getTime() - hours * HOUR_MS);
const none = { accept: 0, override: 0, reject: 0 };

let testContext: TestContext;
beforeAll(async () => {
  testContext = await openTestContext();
});
afterAll(() => testContext.close());
beforeEach(() => testContext.clear());

const seed = (...cases: readonly ReviewedDecision[]) =>
  seedReviewedDecisions(testContext.warehouse, cases);
const read = (scope: Partial<ScopeInput> = {}) =>
  getCalibration(testContext.ctx, { period: { days: 90 }, zone: 'UTC', ...scope });

describe('calibration', () => {
  it('is empty without decisions', async () => {
    const { decisions, seen, blind, byWeek, byVersion, warned } = await read();
    expect([decisions, seen.total, blind.total]).toEqual([0, 0, 0]);
    expect([...byWeek, ...byVersion]).toEqual([]);
    expect(warned).toEqual({ decisions: 0, timed: 0, fast: 0 });
  });

  it('counts approve with accept, and reassign with override or reject, as agreement', async () => {
    const at = ago(1);
    await seed(
      { verdict: 'approve', verb: 'accept', at },
      { verdict: 'approve', verb: 'accept', at },
      { verdict: 'approve', verb: 'override', at },
      { verdict: 'caution', verb: 'accept', at },
      { verdict: 'caution', verb: 'reject', at },
      { verdict: 'reassign', suggested: 'Bo', verb: 'override', to: 'Bo', at },
      { verdict: 'reassign', suggested: 'Bo', verb: 'override', to: 'Cy', at },
      { verdict: 'reassign', verb: 'override', to: 'Cy', at },
      { verdict: 'reassign', suggested: 'Bo', verb: 'reject', at },
      { verdict: 'reassign', suggested: 'Bo', verb: 'accept', at },
      { verb: 'accept', at },
    );
    const { seen, blind, decisions } = await read();
    expect(seen).toEqual({
      matrix: {
        approve: { ...none, accept: 2, override: 1 },
        caution: { ...none, accept: 1, reject: 1 },
        reassign: { accept: 1, override: 3, reject: 1 },
      },
      total: 10,
      agreed: { count: 6, of: 8 },
      chance: { result: 'too_few' },
      notAccepted: {
        approve: { count: 1, of: 3 },
        caution: { count: 1, of: 2 },
        reassign: { count: 4, of: 5 },
        all: { count: 6, of: 10 },
      },
      toSuggestion: { count: 1, of: 2 },
    });
    expect(blind.total).toBe(0);
    expect(decisions).toBe(11);
  });

  it('compares only blind verdicts with the decisions they could not influence', async () => {
    const at = ago(1);
    const repeat = (count: number, one: ReviewedDecision) =>
      Array.from({ length: count }, () => one);
    // What managers saw, they followed. What they did not see agrees as often as chance does.
    await seed(
      ...repeat(20, { verdict: 'approve', verb: 'accept', at }),
      ...repeat(10, { verdict: 'reassign', verb: 'reject', at }),
      ...repeat(40, { verdict: 'approve', verb: 'accept', hidden: true, at }),
      ...repeat(8, { verdict: 'approve', verb: 'reject', hidden: true, at }),
      ...repeat(10, { verdict: 'reassign', verb: 'accept', hidden: true, at }),
      ...repeat(2, { verdict: 'reassign', verb: 'reject', hidden: true, at }),
    );
    const { seen, blind } = await read();
    expect([seen.chance.result, blind.chance.result]).toEqual(['better', 'no_better']);
    expect(blind.agreed).toEqual({ count: 42, of: 60 });
    expect(blind.notAccepted).toMatchObject({
      approve: { count: 8, of: 48 },
      reassign: { count: 2, of: 12 },
      all: { count: 10, of: 60 },
    });
  });

  it('counts a decision as blind only if no one could have seen the verdict', async () => {
    const at = ago(1);
    const hidden = { verdict: 'reassign', verb: 'reject', hidden: true, at } as const;
    await seed(
      hidden,
      { ...hidden, undoneBefore: 5 },
      // Undone before the review arrived, so the verdict is still hidden.
      { ...hidden, undoneBefore: 40 },
      { ...hidden, hidden: false },
    );
    const { seen, blind } = await read();
    expect(blind.matrix.reassign).toEqual({ ...none, reject: 2 });
    expect(seen.matrix.reassign).toEqual({ ...none, reject: 2 });
  });

  it('excludes undone decisions and verdicts that arrived too late', async () => {
    await seed(
      { verdict: 'approve', verb: 'accept', at: ago(2), undoneBefore: 1 },
      { verdict: 'approve', verb: 'accept', at: ago(2), reviewedBefore: -10 },
    );
    const { decisions, late, seen } = await read();
    expect({ decisions, late, total: seen.total }).toEqual({ decisions: 2, late: 1, total: 1 });
  });

  it('uses the newest verdict available at the decision', async () => {
    const at = ago(1);
    await seed({ verdict: 'approve', verb: 'reject', at, promptVersion: 1 });
    await testContext.warehouse.script(`INSERT INTO ${tableNames.reviews}
      SELECT 'w-2', recommendation_id, run_id, account_id, call_id, 'reassign', confidence, feedback,
        issues, suggested_csm, dropped_suggestion, model, 2, hidden,
        DATEADD('minute', 10, reviewed_at) FROM ${tableNames.reviews}`);
    await testContext.warehouse.script(`INSERT INTO ${tableNames.reviews}
      SELECT 'w-3', recommendation_id, run_id, account_id, call_id, 'caution', confidence, feedback,
        issues, suggested_csm, dropped_suggestion, model, 3, hidden,
        DATEADD('minute', 60, reviewed_at) FROM ${tableNames.reviews} WHERE review_id = 'w-2'`);
    const { byVersion, seen } = await read();
    expect(seen.total).toBe(1);
    expect(byVersion).toMatchObject([{ promptVersion: 2, seen: { agreed: { count: 1, of: 1 } } }]);
  });
});

describe('over time', () => {
  it('counts the weeks of the period, which start on Monday at midnight in the viewer’s zone', async () => {
    const one = { verdict: 'approve', verb: 'accept' } as const;
    const scope = { period: { first: '2026-02-23', last: '2026-03-08' } };
    const weeks = async (zone: string) =>
      (await read({ ...scope, zone })).byWeek.map(({ week, seen }) => [week, seen.total]);
    // Monday at 9:00 in UTC is 18:00 in Tokyo, so Monday began 18 hours ago there.
    await seed(
      { ...one, at: ago(0) },
      { ...one, at: ago(9) },
      { ...one, at: ago(9.001) },
      { ...one, at: ago(18.001) },
      { ...one, at: ago(9 + 7 * 24) },
      { ...one, at: ago(9.001 + 7 * 24) },
    );
    expect(await weeks('UTC')).toEqual([
      ['2026-03-02', 2],
      ['2026-02-23', 3],
    ]);
    expect(await weeks('Asia/Tokyo')).toEqual([
      ['2026-03-02', 3],
      ['2026-02-23', 3],
    ]);
  });

  it('compares agreement with the same number of days before', async () => {
    const week = { period: { days: 7 } };
    await seed(
      { verdict: 'approve', verb: 'accept', at: ago(1) },
      { verdict: 'approve', verb: 'accept', at: ago(8 * 24) },
      { verdict: 'approve', verb: 'reject', at: ago(9 * 24) },
      { verdict: 'reassign', verb: 'reject', hidden: true, at: ago(9 * 24) },
      { verdict: 'approve', verb: 'accept', at: ago(15 * 24) },
    );
    const { seen, previous, decisions } = await read(week);
    expect([seen.agreed, previous.seen.agreed, previous.blind.agreed, decisions]).toEqual([
      { count: 1, of: 1 },
      { count: 1, of: 2 },
      { count: 1, of: 1 },
      1,
    ]);
  });

  it('lists each model and prompt version separately, most decisions first', async () => {
    const one = { verdict: 'approve', verb: 'accept', at: ago(1) } as const;
    await seed(
      { ...one, model: 'claude-opus-5-5' },
      { ...one, promptVersion: 2 },
      { ...one, promptVersion: 2, hidden: true },
      { ...one, promptVersion: 2, verb: 'reject' },
      { ...one, verb: 'reject' },
      one,
    );
    const { byVersion } = await read();
    expect(
      byVersion.map(({ model, promptVersion, seen, blind }) => [
        model,
        promptVersion,
        seen.agreed,
        blind.agreed,
      ]),
    ).toEqual([
      ['claude-sonnet-5-5', 2, { count: 1, of: 2 }, { count: 1, of: 1 }],
      ['claude-sonnet-5-5', 1, { count: 1, of: 2 }, { count: 0, of: 0 }],
      ['claude-opus-5-5', 1, { count: 1, of: 1 }, { count: 0, of: 0 }],
    ]);
  });
});

describe('very fast decisions', () => {
  it('are those made within three seconds of a visible warning', async () => {
    const at = ago(1);
    await seed(
      { verdict: 'reassign', verb: 'accept', at, dwellMs: 2_999 },
      { verdict: 'caution', verb: 'accept', at, dwellMs: 3_000 },
      { verdict: 'caution', verb: 'accept', at, dwellMs: null },
      { verb: 'accept', at, dwellMs: 10, acknowledged: ['cooling'] },
      { verdict: 'approve', verb: 'accept', at, dwellMs: 10 },
      { verdict: 'reassign', verb: 'accept', at, dwellMs: 10, hidden: true },
      { verb: 'accept', at, dwellMs: 10 },
    );
    expect((await read()).warned).toEqual({ decisions: 4, timed: 3, fast: 2 });
  });
});

describe('calibration of a random quarter', () => {
  it('matches plain SQL', async () => {
    const random = seededRandom(7);
    const one = <Value>(...values: readonly Value[]) =>
      values[Math.floor(random() * values.length)] as Value;
    await seed(
      ...Array.from({ length: 300 }, (): ReviewedDecision => {
        const verdict = one(...verdicts, undefined);
        return {
          verb: one('accept', 'override', 'reject'),
          at: ago(random() * 24 * 80),
          ...(verdict && { verdict, suggested: verdict === 'reassign' ? one('Bo', null) : null }),
          to: one('Bo', 'Cy'),
          hidden: random() < 0.3,
          dwellMs: one(null, 500, 9_000),
          acknowledged: random() < 0.2 ? ['cooling'] : [],
        };
      }),
    );
    const { seen, blind, warned } = await read();
    const counted = await testContext.queryRows(`SELECT w.hidden, w.verdict, d.verb, COUNT(*) AS n
      FROM ${tableNames.decisions} d JOIN ${tableNames.reviews} w
        ON w.recommendation_id = d.recommendation_id
      GROUP BY w.hidden, w.verdict, d.verb`);
    const shown = { seen: structuredClone(seen.matrix), blind: structuredClone(blind.matrix) };
    const plain = {
      seen: { approve: { ...none }, caution: { ...none }, reassign: { ...none } },
      blind: { approve: { ...none }, caution: { ...none }, reassign: { ...none } },
    };
    for (const { hidden, verdict, verb, n } of counted) {
      const matrix = hidden ? plain.blind : plain.seen;
      matrix[verdict as 'approve'][verb as 'accept'] = Number(n);
    }
    expect(shown).toEqual(plain);
    const [figures] = await testContext.queryRows(`SELECT
        COUNT_IF(w.verdict = 'reassign' AND d.verb <> 'accept') AS precise,
        COUNT_IF(w.verdict = 'reassign') AS reassigns,
        COUNT_IF(d.verb = 'override' AND d.csm_name = w.suggested_csm) AS followed,
        COUNT_IF(d.verb = 'override' AND w.suggested_csm IS NOT NULL) AS suggested
      FROM ${tableNames.decisions} d JOIN ${tableNames.reviews} w
        ON w.recommendation_id = d.recommendation_id WHERE NOT w.hidden`);
    expect([
      ...Object.values(seen.notAccepted.reassign),
      ...Object.values(seen.toSuggestion),
    ]).toEqual(Object.values(figures ?? {}).map(Number));
    const [watched] =
      await testContext.queryRows(`SELECT COUNT(*) AS decisions, COUNT(d.seen_ms) AS timed,
        COUNT_IF(d.seen_ms < 3000) AS fast
      FROM ${tableNames.decisions} d LEFT JOIN ${tableNames.reviews} w
        ON w.recommendation_id = d.recommendation_id
      WHERE d.set_aside IS NOT NULL OR (w.verdict IN ('caution', 'reassign') AND NOT w.hidden)`);
    expect(Object.values(warned)).toEqual(Object.values(watched ?? {}).map(Number));
  });
});

describe('reading it', () => {
  const month: ScopeInput = { period: { days: 30 }, zone: 'UTC' };

  it('needs one statement and is allowed for viewers', async () => {
    expect(await recordStatements(testContext.ctx, (ctx) => getCalibration(ctx, month))).toEqual([
      'calibration.counts',
    ]);
    await getCalibration(testContext.as('Vera', 'viewer'), month);
  });

  it('rejects an invalid period', async () => {
    const error = await expectAppError(read({ period: { days: 0 } }));
    expect(error).toMatchObject({ code: 'invalid_input' });
  });
});
