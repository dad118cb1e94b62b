import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { acceptanceFixture, accepted, decisionOn, overridden } from '@/test/support/acceptance';
import { insertTestReviews } from '@/test/support/runs';
import { hoursAgo, monday, openTestContext, type TestContext } from '@/test/support/test-context';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const { read, recommended, decided } = acceptanceFixture(() => context);

describe('getAcceptance times', () => {
  it('interpolates the median and the 90th percentile', async () => {
    await recommended(...Array.from({ length: 10 }, () => ({ ...accepted, at: hoursAgo(24) })));
    const made = Date.parse(hoursAgo(24));
    await decided(
      ...Array.from({ length: 10 }, (_, n) => decisionOn(n + 1, new Date(made + n * HOUR_MS))),
    );
    const { all } = await read();
    expect([all.timed, all.medianMs, all.ninetiethMs]).toEqual([10, 4.5 * HOUR_MS, 8.1 * HOUR_MS]);
  });

  it('counts a negative time, from clocks that differ, as zero', async () => {
    await recommended({ ...accepted, at: hoursAgo(1) });
    await decided(decisionOn(1, hoursAgo(1.5)));
    expect((await read()).all).toMatchObject({ timed: 1, medianMs: 0 });
  });

  it('groups by hour and week in the viewer’s time zone', async () => {
    // Sunday evening in UTC is Monday morning in Tokyo.
    await recommended({ ...accepted, at: '2026-02-22T22:30:00Z' });
    await decided(decisionOn(1, '2026-02-22T23:30:00Z'));
    const groupsIn = async (zone: string) => {
      const { byWeek, timesByWeek, timesByHour } = await read({ zone });
      return [
        byWeek.find(({ total }) => total > 0)?.week,
        timesByWeek.find(({ timed }) => timed > 0)?.week,
        timesByHour.find(({ timed }) => timed > 0)?.hour,
      ];
    };
    expect(await groupsIn('UTC')).toEqual(['2026-02-16', '2026-02-16', 23]);
    expect(await groupsIn('Asia/Tokyo')).toEqual(['2026-02-23', '2026-02-23', 8]);
    expect(await groupsIn('America/New_York')).toEqual(['2026-02-16', '2026-02-16', 18]);
  });

  it('handles a daylight-saving change after the period', async () => {
    // In New York, daylight saving time started on March 8, 2026, at 2:00, which is 7:00 UTC.
    context.advanceHours(10 * 24);
    await recommended(...Array.from({ length: 3 }, () => ({ ...accepted })));
    await decided(
      decisionOn(1, '2026-03-08T06:59:00Z'),
      decisionOn(2, '2026-03-08T07:00:00Z'),
      decisionOn(3, '2026-03-09T03:59:00Z'),
    );
    const period = { first: '2026-03-01', last: '2026-03-02' };
    const { timesByHour, timesByWeek } = await read({ zone: 'America/New_York', period });
    const usedHours = timesByHour.filter(({ timed }) => timed > 0).map(({ hour: at }) => at);
    expect(usedHours).toEqual([1, 3, 23]);
    expect(timesByWeek.map(({ week, timed }) => [week, timed])).toEqual([
      ['2026-02-23', 0],
      ['2026-03-02', 3],
    ]);
  });
});

describe('getAcceptance agreement', () => {
  it('counts decisions by Claude’s verdict', async () => {
    await recommended(accepted, overridden, { given: 'Cy' }, {}, accepted, {});
    const reassign = {
      verdict: 'reassign',
      suggestedCsm: 'Bo',
      at: new Date(hoursAgo(1)),
    } as const;
    await insertTestReviews(context.warehouse, [
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
