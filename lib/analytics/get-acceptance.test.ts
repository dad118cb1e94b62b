import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, hoursAgo, monday, openDesk, refusalOf } from '@/lib/testing/desk';
import { type ForeignRecommendation, recommendElsewhere } from '@/lib/testing/other-program';
import { review } from '@/lib/testing/reviews';
import { seedCompany } from '@/lib/testing/small-company';
import { statementsOf } from '@/lib/testing/watched';
import { newDecision } from '@/lib/warehouse/contract/rows.testing';
import { insertDecisions, type NewDecision } from '@/lib/warehouse/sql/decisions';
import { getAcceptance } from './get-acceptance';
import type { AskedScope } from './scope';

const usual: AskedScope = { period: { days: 30 }, zone: 'UTC' };
const hour = 3_600_000;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const read = (asked: Partial<AskedScope> = {}) => getAcceptance(desk.ctx, { ...usual, ...asked });

/** Recommendations to Ana an hour ago, numbered from 1; what matters to a test is said over it. */
async function recommended(...rows: readonly Partial<ForeignRecommendation>[]): Promise<void> {
  const plain = { csm: 'Ana', at: hoursAgo(1) };
  await recommendElsewhere(
    desk.warehouse,
    rows.map((row, n) => ({ ...plain, id: n + 1, account: `A${n + 1}`, ...row })),
  );
}

async function decided(...decisions: readonly Partial<NewDecision>[]): Promise<void> {
  await desk.warehouse.transaction('test.decide', (session) =>
    session.write(insertDecisions(decisions.map(newDecision))),
  );
}

const accepted = { accepted: true, given: 'Ana' } as const;
const overridden = { given: 'Bo' } as const;
const on = (id: number, at: string | Date, said: Partial<NewDecision> = {}) => ({
  ...{ recommendationId: String(id), accountId: `A${id}`, at: new Date(at), ...said },
});

describe('an empty company', () => {
  it('has every week without a figure, and nothing else', async () => {
    const { all, byWeek, byMethod, byCsm, overrides, reasons, timesByHour } = await read();
    expect(all).toMatchObject({ total: 0, rate: null, rateDecided: null, medianMs: null });
    expect(byWeek.map(({ week, total, rate }) => [week, total, rate])).toEqual(
      ['2026-01-26', '2026-02-02', '2026-02-09', '2026-02-16', '2026-02-23', '2026-03-02'].map(
        (week) => [week, 0, null],
      ),
    );
    expect([...byMethod, ...byCsm, ...overrides.from, ...reasons]).toEqual([]);
    expect(timesByHour).toHaveLength(24);
  });

  it('is asked in one statement', async () => {
    expect(await statementsOf(desk.ctx, (ctx) => getAcceptance(ctx, usual))).toEqual([
      'acceptance.figures',
    ]);
  });

  it('is not asked in a time zone that nobody knows', async () => {
    const wrong = read({ zone: 'Mars/Base' });
    expect(await refusalOf(wrong)).toMatchObject({ code: 'invalid_input' });
  });
});

describe('what became of recommendations', () => {
  it('is one of six, and the rate is of all of them', async () => {
    await recommended(accepted, accepted, overridden, {}, {}, { csm: null }, { account: null });
    await decided(on(4, monday, { verb: 'reject', reason: 'wrong_fit' }));
    const { all } = await read();
    expect(all).toMatchObject({
      ...{ total: 7, accepted: 2, overridden: 1, rejected: 1, pending: 1, incomplete: 2 },
      ...{ rate: 2 / 7, rateDecided: 0.5, elsewhere: 3, timed: 1 },
    });
  });

  it('counts an undone decision as none', async () => {
    await recommended({});
    const undo = { id: 'u', verb: 'undo', undoes: 'd' } as const;
    await decided(on(1, monday, { id: 'd', verb: 'reject' }), on(1, monday, undo));
    expect((await read()).all).toMatchObject({ rejected: 0, pending: 1, timed: 0 });
  });

  it('is of those made in the period, whenever they were decided', async () => {
    await recommended(
      { ...accepted, at: '2026-01-30T23:59:59Z' },
      { ...accepted, at: '2026-01-31T00:00:00Z' },
    );
    await decided(on(1, monday), on(2, monday));
    const { all } = await read();
    expect([all.total, all.timed]).toEqual([1, 1]);
    const before = await read({ period: { first: '2026-01-30', last: '2026-01-30' } });
    expect([before.all.total, before.all.timed]).toEqual([1, 1]);
    expect(before.timesByWeek.at(-1)).toMatchObject({ week: '2026-03-02', timed: 1 });
    expect(before.timesByWeek).toHaveLength(6);
    expect(before.byWeek).toHaveLength(1);
  });

  it('narrows to segments, levels and teams', async () => {
    await seedCompany(desk.warehouse, { csms: [{ name: "O'Neil", manager: 'Max' }] });
    const enterprise = { level: 'Enterprise' };
    await recommended({ ...enterprise, csm: "O'Neil" }, enterprise, { segment: 'COMMERCIAL ' });
    expect((await read({ levels: ['Enterprise'] })).all.total).toBe(2);
    expect((await read({ segments: ['Commercial'] })).all.total).toBe(1);
    expect((await read({ managers: ['Max'] })).byCsm).toMatchObject([{ csm: "O'Neil", total: 1 }]);
  });
});

describe('groups', () => {
  it('of a class are the same whatever their case, unknown last', async () => {
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

  it('of CSMs begin with the busiest, and end with nobody', async () => {
    await recommended({ csm: 'Bo' }, { csm: '' }, { csm: null }, { csm: null }, {}, {});
    expect((await read()).byCsm.map(({ csm, total }) => [csm, total])).toEqual([
      ['Ana', 2],
      ['Bo', 1],
      [null, 3],
    ]);
  });

  it('of scores are bands of twenty, and what is no such score is told', async () => {
    await recommended(
      ...[0, 19.99, 20, 79, 80, 100, 100.1, -0.1, null].map((score) => ({ score })),
    );
    const bands = (await read()).byBand.map(({ band, total }) => `${total} in ${band}`);
    expect(bands).toEqual(['2 in 0', '1 in 1', '0 in 2', '1 in 3', '2 in 4', '3 in null']);
  });

  it('of verdicts do not tell what is kept back, until it is decided', async () => {
    await recommended({}, {}, overridden, {});
    await review(desk.warehouse, [
      { recommendationId: '1', verdict: 'reassign', hidden: true },
      { recommendationId: '2', verdict: 'approve' },
      { recommendationId: '3', verdict: 'reassign', hidden: true, at: new Date(hoursAgo(0.5)) },
    ]);
    await decided(on(3, monday, { verb: 'override', csm: 'Bo' }));
    const { byVerdict } = await read();
    expect(byVerdict.map(({ verdict, total }) => [verdict, total])).toEqual([
      ['approve', 1],
      ['caution', 0],
      ['reassign', 1],
      [null, 2],
    ]);
  });

  it('of verdicts take the newest that was there when it was decided', async () => {
    await recommended(accepted);
    await decided(on(1, hoursAgo(0.5)));
    const said = (verdict: 'approve' | 'caution' | 'reassign', hours: number) => ({
      ...{ recommendationId: '1', verdict, at: new Date(hoursAgo(hours)) },
    });
    await review(desk.warehouse, [said('approve', 0.9), said('caution', 0.5), said('reassign', 0)]);
    const { byVerdict, agreement } = await read();
    expect(byVerdict.find(({ total }) => total > 0)?.verdict).toBe('caution');
    expect(agreement.find(({ decided: all }) => all > 0)).toMatchObject({ verdict: 'caution' });
  });
});

describe('overrides', () => {
  it('are told by who was to receive and who did, the busiest first', async () => {
    await recommended(
      ...[overridden, overridden, { csm: 'Cy', given: 'Ana' }, { csm: null, given: 'Bo' }],
    );
    const { overrides } = await read();
    const csm = (name: string) => ({ kind: 'csm', name });
    expect(overrides.from).toEqual([csm('Ana'), { kind: 'nobody' }, csm('Cy')]);
    expect(overrides.to).toEqual([csm('Bo'), csm('Ana')]);
    expect(overrides.cells).toContainEqual({ from: csm('Ana'), to: csm('Bo'), count: 2 });
  });

  it('beyond fifteen CSMs on a side are summed', async () => {
    const pairs = Array.from({ length: 18 }, (_, n) => ({ csm: `From ${n}`, given: `To ${n}` }));
    await recommended(...pairs, ...pairs.slice(3));
    const { overrides } = await read();
    expect([overrides.from.length, overrides.to.length]).toEqual([16, 16]);
    expect(overrides.from.at(-1)).toEqual({ kind: 'others' });
    const others = overrides.cells.filter(({ from }) => from.kind === 'others');
    expect(others).toEqual([{ from: { kind: 'others' }, to: { kind: 'others' }, count: 3 }]);
    expect(overrides.cells.reduce((sum, { count }) => sum + count, 0)).toBe(33);
  });

  it('and rejections have their reasons counted apart, those made elsewhere last', async () => {
    await recommended(overridden, overridden, {}, { given: 'Cy' }, {});
    await decided(
      on(1, monday, { verb: 'override', csm: 'Bo', reason: 'workload' }),
      on(2, monday, { verb: 'override', csm: 'Bo', reason: 'expertise' }),
      on(3, monday, { verb: 'reject', reason: 'workload' }),
      on(5, monday, { verb: 'reject', reason: null }),
    );
    expect((await read()).reasons).toEqual([
      { reason: 'workload', elsewhere: false, overridden: 1, rejected: 1 },
      { reason: 'expertise', elsewhere: false, overridden: 1, rejected: 0 },
      { reason: null, elsewhere: false, overridden: 0, rejected: 1 },
      { reason: null, elsewhere: true, overridden: 1, rejected: 0 },
    ]);
  });
});

describe('time to decision', () => {
  it('has the middle and the ninth of ten, between neighbours where they are two', async () => {
    await recommended(...Array.from({ length: 10 }, () => ({ ...accepted, at: hoursAgo(24) })));
    const made = Date.parse(hoursAgo(24));
    await decided(...Array.from({ length: 10 }, (_, n) => on(n + 1, new Date(made + n * hour))));
    const { all } = await read();
    expect([all.timed, all.medianMs, all.ninetiethMs]).toEqual([10, 4.5 * hour, 8.1 * hour]);
  });

  it('is none at all where a clock was behind, rather than less than nothing', async () => {
    await recommended({ ...accepted, at: hoursAgo(1) });
    await decided(on(1, hoursAgo(1.5)));
    expect((await read()).all).toMatchObject({ timed: 1, medianMs: 0 });
  });

  it('falls on the reader’s own hour and week', async () => {
    // A Sunday evening in UTC, a Monday morning in Tokyo.
    await recommended({ ...accepted, at: '2026-02-22T22:30:00Z' });
    await decided(on(1, '2026-02-22T23:30:00Z'));
    const at = async (zone: string) => {
      const { byWeek, timesByWeek, timesByHour } = await read({ zone });
      return [
        byWeek.find(({ total }) => total > 0)?.week,
        timesByWeek.find(({ timed }) => timed > 0)?.week,
        timesByHour.find(({ timed }) => timed > 0)?.hour,
      ];
    };
    expect(await at('UTC')).toEqual(['2026-02-16', '2026-02-16', 23]);
    expect(await at('Asia/Tokyo')).toEqual(['2026-02-23', '2026-02-23', 8]);
    expect(await at('America/New_York')).toEqual(['2026-02-16', '2026-02-16', 18]);
  });

  it('reads the hour as clocks showed it, also where they changed after the period', async () => {
    // New York put its clocks forward on 8 March 2026 at 2:00, which is 7:00 UTC.
    desk.pass(10 * 24);
    await recommended(...Array.from({ length: 3 }, () => ({ ...accepted })));
    await decided(
      on(1, '2026-03-08T06:59:00Z'),
      on(2, '2026-03-08T07:00:00Z'),
      on(3, '2026-03-09T03:59:00Z'),
    );
    const period = { first: '2026-03-01', last: '2026-03-02' };
    const { timesByHour, timesByWeek } = await read({ zone: 'America/New_York', period });
    const used = timesByHour.filter(({ timed }) => timed > 0).map(({ hour: at }) => at);
    expect(used).toEqual([1, 3, 23]);
    expect(timesByWeek.map(({ week, timed }) => [week, timed])).toEqual([
      ['2026-02-23', 0],
      ['2026-03-02', 3],
    ]);
  });
});

describe('engine, Claude and manager', () => {
  it('are counted beside each other', async () => {
    await recommended(accepted, overridden, { given: 'Cy' }, {}, accepted, {});
    const reassign = {
      verdict: 'reassign',
      suggestedCsm: 'Bo',
      at: new Date(hoursAgo(1)),
    } as const;
    await review(desk.warehouse, [
      { recommendationId: '1', verdict: 'approve', at: new Date(hoursAgo(1)) },
      ...['2', '3', '4', '6'].map((recommendationId) => ({ ...reassign, recommendationId })),
    ]);
    await decided(
      on(1, monday),
      on(2, monday, { verb: 'override', csm: 'Bo' }),
      on(3, monday, { verb: 'override', csm: 'Cy' }),
      on(4, monday, { verb: 'reject' }),
    );
    const none = { decided: 0, accepted: 0, toSuggestion: 0, toOthers: 0, rejected: 0 };
    expect((await read()).agreement).toEqual([
      { ...none, verdict: 'approve', decided: 1, accepted: 1 },
      { ...none, verdict: 'caution' },
      { verdict: 'reassign', decided: 3, accepted: 0, toSuggestion: 1, toOthers: 1, rejected: 1 },
      { ...none, verdict: null, decided: 1, accepted: 1 },
    ]);
  });
});
