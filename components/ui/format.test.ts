import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time';
import { createFormat } from './format';

const us = createFormat('en-US', 'UTC');
const german = createFormat('de-DE', 'Europe/Berlin');

describe('numbers', () => {
  test('are grouped and rounded to the requested decimals', () => {
    expect(us.number(1_234_567.8)).toBe('1,234,568');
    expect(us.number(7.25, 1)).toBe('7.3');
    expect(us.number(7, 1)).toBe('7');
    expect(us.fixed(7, 1)).toBe('7.0');
    expect(us.compact(12_345)).toBe('12.3K');
  });

  test('write percentages without a space in English and with equal decimals', () => {
    expect([us.percent(0.617), us.percent(0.1234, 1), us.percent(0.5, 1)]).toEqual([
      '62%',
      '12.3%',
      '50.0%',
    ]);
  });

  test('write money whole, in cents, or short', () => {
    expect(us.money(1_234_567)).toBe('$1,234,567');
    expect([us.compactMoney(1_234_567), us.compactMoney(950)]).toEqual(['$1.2M', '$950']);
    expect(us.compactMoney(2_000_000, 1)).toBe('$2.0M');
    expect([0, 0.004, 0.126, 12].map(us.cents)).toEqual([
      '$0.00',
      'under $0.01',
      '$0.13',
      '$12.00',
    ]);
  });

  test('show a dash for a missing value, never zero', () => {
    for (const missing of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(us.number(missing)).toBe('–');
      expect(us.money(missing)).toBe('–');
    }
  });

  test('carry a sign when they are a difference', () => {
    expect([3, -3, 0].map((value) => us.signed(value))).toEqual(['+3', '-3', '0']);
  });

  test('are never negative zero', () => {
    expect(us.number(-0.2)).toBe('0');
    expect(us.fixed(-0.04, 1)).toBe('0.0');
    expect(us.signed(-0.2)).toBe('0');
    expect(us.money(-0.2)).toBe('$0');
  });

  test('follow the locale', () => {
    expect(german.number(1_234.5, 1)).toBe('1.234,5');
    expect(german.percent(0.617)).toBe('62\u00A0%');
    expect(german.money(1_234)).toBe('1.234\u00A0$');
    expect(german.duration(3_249)).toBe('3,2 s');
    expect(german.count(1_200, 'account')).toBe('1.200 accounts');
    expect(createFormat('ar-EG', 'UTC').number(12)).toBe('12');
  });
});

describe('words', () => {
  test('agree with their number', () => {
    expect(us.count(1, 'account')).toBe('1 account');
    expect(us.count(0, 'account')).toBe('0 accounts');
    expect(us.count(1_200, 'entry', 'entries')).toBe('1,200 entries');
  });

  test('form an English list in every locale', () => {
    expect(us.list([])).toBe('');
    expect(us.list(['Ana'])).toBe('Ana');
    expect(us.list(['Ana', 'Bo'])).toBe('Ana and Bo');
    expect(german.list(['Ana', 'Bo', 'Cy'])).toBe('Ana, Bo, and Cy');
  });
});

const now = Date.parse('2026-03-14T12:00:00Z');

describe('times', () => {
  test.each([
    [0, 'just now'],
    [-59_000, 'just now'],
    [30_000, 'in a moment'],
    [-5 * MINUTE_MS, '5 min ago'],
    [35 * MINUTE_MS, 'in 35 min'],
    [35 * MINUTE_MS + 1, 'in 36 min'],
    [3 * HOUR_MS, 'in 3 h'],
    [3 * HOUR_MS + 59 * MINUTE_MS, 'in 3 h 59 min'],
    [24 * HOUR_MS - 1, 'in 1 d'],
    [44 * HOUR_MS, 'in 2 d'],
    [-3 * HOUR_MS - 59 * MINUTE_MS, '3 h ago'],
    [-25 * HOUR_MS, '1 d ago'],
    [-45 * DAY_MS, '1 mo ago'],
    [-800 * DAY_MS, '2 y ago'],
  ])('%i ms from now is "%s"', (difference, text) => {
    expect(us.relative(new Date(now + difference), now)).toBe(text);
  });

  test('are in the reader’s time zone and locale', () => {
    const at = new Date('2026-11-27T23:06:00Z');
    const newYork = createFormat('en-US', 'America/New_York');
    expect(newYork.dateTime(at)).toBe('Nov 27, 2026, 6:06 PM');
    expect(newYork.dateTimeZone(at)).toBe('Nov 27, 2026, 6:06 PM EST');
    expect(german.dateTime(at)).toBe('28. Nov. 2026, 00:06');
    expect(createFormat('en-GB', 'UTC').dateTimeZone(at)).toBe('27 Nov 2026, 23:06 UTC');
  });

  test('include the date only if that is not today', () => {
    expect(us.clock(new Date('2026-03-14T14:20:00Z'), now)).toBe('2:20 PM');
    expect(us.clock(new Date('2026-03-15T00:05:00Z'), now)).toBe('Mar 15, 12:05 AM');
    expect(us.clock(new Date('2025-03-14T14:20:00Z'), now)).toBe('Mar 14, 2:20 PM');
  });

  test('are days at midnight, in the reader’s time zone or in UTC', () => {
    const midnight = new Date('2026-12-05T05:00:00Z');
    const newYork = createFormat('en-US', 'America/New_York');
    expect(newYork.dayOrTime(midnight)).toBe('Dec 5, 2026');
    expect(newYork.clock(midnight, now)).toBe('Dec 5');
    expect(us.dayOrTime(midnight)).toBe('Dec 5, 2026, 5:00 AM');
    expect(newYork.dayOrTime(new Date('2026-12-05T00:00:00Z'))).toBe('Dec 5, 2026');
    expect(newYork.clock(new Date('2026-12-05T00:00:00Z'), now)).toBe('Dec 5');
    expect(german.dayOrTime(new Date('2026-12-04T23:00:00Z'))).toBe('5. Dez. 2026');
    expect(german.clock(new Date('2026-12-04T23:00:01Z'), now)).toBe('5. Dez., 00:00');
  });

  test('show a dash for an invalid date', () => {
    const invalid = new Date('nonsense');
    expect(us.relative(invalid, now)).toBe('–');
    expect(us.dateTime(invalid)).toBe('–');
  });
});

test('a calendar day does not depend on the time zone, the day of an instant does', () => {
  const honolulu = createFormat('en-US', 'Pacific/Honolulu');
  expect(honolulu.day('2026-11-27')).toBe('Nov 27, 2026');
  expect(honolulu.day('2026-11-27', 'short')).toBe('Nov 27');
  expect(honolulu.day('2026-11-27', 'weekday')).toBe('Fri 27');
  expect(honolulu.day(new Date('2026-11-27T01:00:00Z'))).toBe('Nov 26, 2026');
});

test.each([
  [420, '420 ms'],
  [3_249, '3.2 s'],
  [59_990, '59.9 s'],
  [4 * MINUTE_MS + 5_000, '4 min 5 s'],
  [2 * MINUTE_MS, '2 min'],
  [2 * HOUR_MS + 10 * MINUTE_MS, '2 h 10 min'],
  [40 * DAY_MS + 3 * HOUR_MS + MINUTE_MS, '40 d 3 h'],
])('a duration of %i ms reads "%s"', (ms, text) => {
  expect(us.duration(ms)).toBe(text);
});
