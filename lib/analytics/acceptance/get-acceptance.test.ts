import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  acceptanceFixture,
  accepted,
  decisionOn,
  LAST_30_DAYS,
  overridden,
} from '@/test/support/acceptance';
import { seedCompany } from '@/test/support/company';
import { insertTestReviews } from '@/test/support/runs';
import { recordStatements } from '@/test/support/statement-spy';
import {
  expectAppError,
  hoursAgo,
  monday,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import { getAcceptance } from './get-acceptance';
import { getAcceptanceRows } from './get-acceptance-rows';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const { read, recommended, decided } = acceptanceFixture(() => context);

describe('getAcceptance in an empty company', () => {
  it('returns every week without rates, and nothing else', async () => {
    const { all, byWeek, byMethod, byCsm, overrides, reasons, timesByHour } = await read();
    expect(all).toMatchObject({ total: 0, rate: null, rateDecided: null, medianMs: null });
    expect(byWeek.map(({ week, total, rate }) => [week, total, rate])).toEqual(
      ['2026-01-26', '2026-02-02', '2026-02-09', '2026-02-16', '2026-02-23', '2026-03-02'].map(
        (week) => [week, 0, null],
      ),
    );
    expect([...byMethod, ...byCsm, ...overrides, ...reasons]).toEqual([]);
    expect(timesByHour).toHaveLength(24);
  });

  it('sends one statement', async () => {
    expect(await recordStatements(context.ctx, (ctx) => getAcceptance(ctx, LAST_30_DAYS))).toEqual([
      'acceptance.figures',
    ]);
  });

  it('rejects an unknown time zone', async () => {
    const result = read({ zone: 'Mars/Base' });
    expect(await expectAppError(result)).toMatchObject({ code: 'invalid_input' });
  });
});

describe('getAcceptance outcomes', () => {
  it('counts six outcomes, with a rate among all recommendations', async () => {
    await recommended(accepted, accepted, overridden, {}, {}, { csm: null }, { account: null });
    await decided(decisionOn(4, monday, { verb: 'reject', reason: 'wrong_fit' }));
    const { all } = await read();
    expect(all).toMatchObject({
      total: 7,
      accepted: 2,
      overridden: 1,
      rejected: 1,
      pending: 1,
      incomplete: 2,
      rate: 2 / 7,
      rateDecided: 0.5,
      external: 3,
      timed: 1,
    });
  });

  it('ignores an undone decision', async () => {
    await recommended({});
    const undo = { id: 'u', verb: 'undo', undoes: 'd' } as const;
    await decided(decisionOn(1, monday, { id: 'd', verb: 'reject' }), decisionOn(1, monday, undo));
    expect((await read()).all).toMatchObject({ rejected: 0, pending: 1, timed: 0 });
  });

  it('counts recommendations made in the period, whenever they were decided', async () => {
    await recommended(
      { ...accepted, at: '2026-01-31T23:59:59Z' },
      { ...accepted, at: '2026-02-01T00:00:00Z' },
    );
    await decided(decisionOn(1, monday), decisionOn(2, monday));
    const { all } = await read();
    expect([all.total, all.timed]).toEqual([1, 1]);
    const before = await read({ period: { first: '2026-01-31', last: '2026-01-31' } });
    expect([before.all.total, before.all.timed]).toEqual([1, 1]);
    expect(before.timesByWeek.at(-1)).toMatchObject({ week: '2026-03-02', timed: 1 });
    expect(before.timesByWeek).toHaveLength(6);
    expect(before.byWeek).toHaveLength(1);
  });

  it('compares with the same number of days before', async () => {
    await recommended(
      ...[accepted, {}].map((row) => ({ ...row, at: '2026-02-20T12:00:00Z' })),
      { ...accepted, at: '2026-02-13T23:59:59Z' },
      { ...accepted, at: '2026-02-05T00:00:00Z', csm: 'Bo' },
      { ...accepted, at: '2026-02-04T23:59:59Z' },
    );
    const scope = { period: { first: '2026-02-14', last: '2026-02-22' } } as const;
    const { all, byCsm, previous } = await read(scope);
    expect([all.total, all.rate, byCsm.length]).toEqual([2, 0.5, 1]);
    expect([previous.all.total, previous.all.rate]).toEqual([2, 1]);
    expect(previous.byCsm.map(({ csm, total }) => [csm, total])).toEqual([
      ['Ana', 1],
      ['Bo', 1],
    ]);
  });

  it('sums up each team', async () => {
    await seedCompany(context.warehouse, {
      csms: [
        { name: 'Ana', manager: 'Max' },
        { name: 'Bo', manager: 'Max' },
        { name: 'Cy', manager: null },
      ],
    });
    await recommended(accepted, {}, { ...accepted, csm: 'Bo' }, { csm: 'Cy' });
    expect((await read()).byTeam).toMatchObject([
      { manager: 'Max', total: 3, accepted: 2 },
      { manager: null, total: 1, accepted: 0 },
    ]);
  });

  it('filters by segment, level, and team', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: "O'Neil", manager: 'Max' }] });
    const enterprise = { level: 'Enterprise' };
    await recommended({ ...enterprise, csm: "O'Neil" }, enterprise, { segment: 'COMMERCIAL ' });
    expect((await read({ levels: ['Enterprise'] })).all.total).toBe(2);
    expect((await read({ segments: ['Commercial'] })).all.total).toBe(1);
    expect((await read({ managers: ['Max'] })).byCsm).toMatchObject([{ csm: "O'Neil", total: 1 }]);
  });
});

describe('getAcceptance groups', () => {
  it('ignores case in class names, and puts unknown classes last', async () => {
    await recommended(
      { segment: 'Residential' },
      { segment: 'Residential' },
      { ...accepted, segment: ' residential' },
      { segment: null, level: ' ' },
    );
    const { byClass } = await read();
    expect(byClass.map(({ segment, level, total }) => [segment, level, total])).toEqual([
      ['Residential', 'Corporate', 3],
      [null, null, 1],
    ]);
  });

  it('lists the busiest CSM first and missing CSMs last', async () => {
    await recommended({ csm: 'Bo' }, { csm: '' }, { csm: null }, { csm: null }, {}, {});
    expect((await read()).byCsm.map(({ csm, total }) => [csm, total])).toEqual([
      ['Ana', 2],
      ['Bo', 1],
      [null, 3],
    ]);
  });

  it('groups scores in bands of 20, and other scores as unknown', async () => {
    await recommended(
      ...[0, 19.99, 20, 79, 80, 100, 100.1, -0.1, null].map((score) => ({ score })),
    );
    const bands = (await read()).byBand.map(({ band, total }) => `${total} in ${band}`);
    expect(bands).toEqual(['2 in 0', '1 in 1', '0 in 2', '1 in 3', '2 in 4', '3 in null']);
  });

  it('hides a blind verdict until the decision', async () => {
    await recommended({}, {}, overridden, {});
    await insertTestReviews(context.warehouse, [
      { recommendationId: '1', verdict: 'reassign', hidden: true },
      { recommendationId: '2', verdict: 'approve' },
      { recommendationId: '3', verdict: 'reassign', hidden: true, at: new Date(hoursAgo(0.5)) },
    ]);
    await decided(decisionOn(3, monday, { verb: 'override', csm: 'Bo' }));
    const total = async (verdict: 'approve' | 'reassign' | null) =>
      (await getAcceptanceRows(context.ctx, LAST_30_DAYS, { verdict })).total;
    expect([await total('approve'), await total('reassign'), await total(null)]).toEqual([1, 1, 2]);
  });

  it('uses the newest verdict at the time of the decision', async () => {
    await recommended(accepted);
    await decided(decisionOn(1, hoursAgo(0.5)));
    const review = (verdict: 'approve' | 'caution' | 'reassign', hours: number) => ({
      recommendationId: '1',
      verdict,
      at: new Date(hoursAgo(hours)),
    });
    await insertTestReviews(context.warehouse, [
      review('approve', 0.9),
      review('caution', 0.5),
      review('reassign', 0),
    ]);
    const { agreement } = await read();
    expect(agreement.find(({ decided: all }) => all > 0)).toMatchObject({ verdict: 'caution' });
  });
});

describe('getAcceptance overrides', () => {
  it('counts overrides by recommended and receiving CSM, most frequent first', async () => {
    await recommended(
      overridden,
      overridden,
      { csm: 'Cy', given: 'Ana' },
      { csm: null, given: 'Bo' },
    );
    expect((await read()).overrides).toEqual([
      { from: 'Ana', to: 'Bo', count: 2 },
      { from: null, to: 'Bo', count: 1 },
      { from: 'Cy', to: 'Ana', count: 1 },
    ]);
  });

  it('counts reasons of overrides and rejections, external ones last', async () => {
    await recommended(overridden, overridden, {}, { given: 'Cy' }, {});
    await decided(
      decisionOn(1, monday, { verb: 'override', csm: 'Bo', reason: 'workload' }),
      decisionOn(2, monday, { verb: 'override', csm: 'Bo', reason: 'expertise' }),
      decisionOn(3, monday, { verb: 'reject', reason: 'workload' }),
      decisionOn(5, monday, { verb: 'reject', reason: null }),
    );
    expect((await read()).reasons).toEqual([
      { reason: 'workload', external: false, overridden: 1, rejected: 1 },
      { reason: 'expertise', external: false, overridden: 1, rejected: 0 },
      { reason: null, external: false, overridden: 0, rejected: 1 },
      { reason: null, external: true, overridden: 1, rejected: 0 },
    ]);
  });
});
