import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptanceFixture, accepted, decisionOn, overridden } from '@/test/support/acceptance';
import { insertTestReviews } from '@/test/support/runs';
import { hoursAgo, monday, openTestContext, type TestContext } from '@/test/support/test-context';

const hour = 3_600_000;

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const { read, recommended, decided } = acceptanceFixture(() => desk);

describe('time to decision', () => {
  it('has the middle and the ninth of ten, between neighbours where they are two', async () => {
    await recommended(...Array.from({ length: 10 }, () => ({ ...accepted, at: hoursAgo(24) })));
    const made = Date.parse(hoursAgo(24));
    await decided(
      ...Array.from({ length: 10 }, (_, n) => decisionOn(n + 1, new Date(made + n * hour))),
    );
    const { all } = await read();
    expect([all.timed, all.medianMs, all.ninetiethMs]).toEqual([10, 4.5 * hour, 8.1 * hour]);
  });

  it('is none at all where a clock was behind, rather than less than nothing', async () => {
    await recommended({ ...accepted, at: hoursAgo(1) });
    await decided(decisionOn(1, hoursAgo(1.5)));
    expect((await read()).all).toMatchObject({ timed: 1, medianMs: 0 });
  });

  it('falls on the reader’s own hour and week', async () => {
    // A Sunday evening in UTC, a Monday morning in Tokyo.
    await recommended({ ...accepted, at: '2026-02-22T22:30:00Z' });
    await decided(decisionOn(1, '2026-02-22T23:30:00Z'));
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
    desk.advanceHours(10 * 24);
    await recommended(...Array.from({ length: 3 }, () => ({ ...accepted })));
    await decided(
      decisionOn(1, '2026-03-08T06:59:00Z'),
      decisionOn(2, '2026-03-08T07:00:00Z'),
      decisionOn(3, '2026-03-09T03:59:00Z'),
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
    await insertTestReviews(desk.warehouse, [
      { recommendationId: '1', verdict: 'approve', at: new Date(hoursAgo(1)) },
      ...['2', '3', '4', '6'].map((recommendationId) => ({ ...reassign, recommendationId })),
    ]);
    await decided(
      decisionOn(1, monday),
      decisionOn(2, monday, { verb: 'override', csm: 'Bo' }),
      decisionOn(3, monday, { verb: 'override', csm: 'Cy' }),
      decisionOn(4, monday, { verb: 'reject' }),
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
