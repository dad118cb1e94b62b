import { describe, expect, it } from 'vitest';
import { defaultRoutingPolicy as policy } from '@/lib/engine/policy';
import { DAY_MS, DAYS_PER_MONTH, HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm } from '@/test/engine/builders';
import { backtest, type RecordedAccount } from './backtest';

const NOON = Date.UTC(2026, 0, 31, 12);
const MIDNIGHT = NOON - 12 * HOUR_MS;

const recorded = (id: string, daysAgo: number, csm: string | null): RecordedAccount => ({
  account: makeAccount({ id, waitingSince: MIDNIGHT - daysAgo * DAY_MS }),
  csm,
});

const replay = (csms: Parameters<typeof backtest>[0]['csms'], intake: readonly RecordedAccount[]) =>
  backtest({
    csms,
    intake,
    medians: { neediness: 5, health: 80, revenue: 10_000 },
    policy,
    now: NOON,
    days: 20,
    runHours: [9],
    batchSize: null,
    decisionHours: 0,
  });

describe('a backtest', () => {
  it('places the intake of the period again, from the books without it', () => {
    const csms = [
      makeCsm({ name: 'Ana', book: makeBook(52) }),
      makeCsm({ name: 'Bob', book: makeBook(50) }),
    ];
    const { csms: after, accounts } = replay(csms, [
      recorded('before the period', 21, 'Ana'),
      recorded('first', 20, 'Ana'),
      recorded('second', 20, 'Ana'),
      recorded('today', -0.1, null),
    ]);
    expect(accounts.map(({ account }) => account.id)).toEqual(['first', 'second']);
    expect(after.map(({ book }) => book)).toEqual([makeBook(51), makeBook(51)]);
  });

  it('does not give accounts to a CSM before they were hired', () => {
    const hiredTenDaysAgo = makeCsm({ name: 'New', tenureMonths: 10.5 / DAYS_PER_MONTH });
    const { accounts, csms: after } = replay(
      [hiredTenDaysAgo],
      [20, 15, 12].map((daysAgo) => recorded(`${daysAgo} days ago`, daysAgo, null)),
    );
    const times = accounts.map(({ recommendation }) => recommendation?.at);
    expect(Math.min(...times.map(Number))).toBe(MIDNIGHT - 10 * DAY_MS + 9 * HOUR_MS);
    expect(after[0]?.tenureMonths).toBeCloseTo(10 / DAYS_PER_MONTH);
  });
});
