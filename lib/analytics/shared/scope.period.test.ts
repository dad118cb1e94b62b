import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import type { LocalClock } from '@/lib/warehouse/sql/shared/local-time';
import { periodOf, previousPeriod } from './scope';

const noon = new Date('2026-03-31T12:00:00Z');

describe('periodOf', () => {
  it('counts 7 days as today and the 6 days before', () => {
    const { from, to, days } = periodOf({ days: 7 }, 'UTC', noon);
    expect(from.toISOString()).toBe('2026-03-25T00:00:00.000Z');
    expect(to.toISOString()).toBe('2026-04-01T00:00:00.000Z');
    expect(days).toEqual([
      '2026-03-25',
      '2026-03-26',
      '2026-03-27',
      '2026-03-28',
      '2026-03-29',
      '2026-03-30',
      '2026-03-31',
    ]);
  });

  it('starts at the viewer’s midnight across a daylight-saving change', () => {
    // In Berlin, daylight saving time started on March 29.
    const { from, to } = periodOf({ days: 7 }, 'Europe/Berlin', noon);
    expect(from.toISOString()).toBe('2026-03-24T23:00:00.000Z');
    expect(to.toISOString()).toBe('2026-03-31T22:00:00.000Z');
  });

  it('uses today’s date in the viewer’s time zone', () => {
    const late = new Date('2026-03-31T22:30:00Z');
    expect(periodOf({ days: 2 }, 'Asia/Tokyo', late).days).toEqual(['2026-03-31', '2026-04-01']);
    expect(periodOf({ days: 2 }, 'America/Lima', late).days).toEqual(['2026-03-30', '2026-03-31']);
  });

  it('includes both dates, and starts late on a day without a midnight', () => {
    const dates = { first: '2018-11-03', last: '2018-11-04' };
    const { from, to, days, clock } = periodOf(dates, 'America/Sao_Paulo', noon);
    expect(days).toEqual(['2018-11-03', '2018-11-04']);
    expect(from.toISOString()).toBe('2018-11-03T03:00:00.000Z');
    expect(to.toISOString()).toBe('2018-11-05T02:00:00.000Z');
    expect(clock).toEqual({
      first: -180,
      changes: [{ at: new Date('2018-11-04T03:00:00Z'), minutes: -120 }],
    });
  });

  it('returns the Mondays of its weeks, even one before the period', () => {
    const { weeks } = periodOf({ first: '2026-03-11', last: '2026-03-23' }, 'UTC', noon);
    expect(weeks).toEqual(['2026-03-09', '2026-03-16', '2026-03-23']);
    const sunday = periodOf({ first: '2026-03-15', last: '2026-03-15' }, 'UTC', noon);
    expect(sunday.weeks).toEqual(['2026-03-09']);
  });

  it('agrees with Intl on the local time in every zone', () => {
    const zones = ['UTC', 'Europe/Oslo', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'];
    const year = periodOf({ days: 364 }, 'UTC', noon);
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: year.from.getTime(), max: year.to.getTime() - DAY_MS }),
        (zone, time) => {
          const { clock } = periodOf({ days: 364 }, zone, noon);
          const moment = new Date(time);
          expect(localTime(moment, clock)).toBe(intlLocalTime(moment, zone));
        },
      ),
    );
  });
});

describe('previousPeriod', () => {
  it('has as many days and ends where the period begins', () => {
    // The week of the change to daylight saving time is an hour shorter.
    const period = periodOf({ days: 7 }, 'Europe/Berlin', noon);
    const previous = previousPeriod(period);
    expect([previous.days.length, previous.days[0], previous.days.at(-1)]).toEqual([
      7,
      '2026-03-18',
      '2026-03-24',
    ]);
    expect(previous.to).toEqual(period.from);
    expect(previous.zone).toBe('Europe/Berlin');
  });
});

function localTime(moment: Date, { first, changes }: LocalClock): string {
  const minutes = changes.findLast(({ at }) => moment >= at)?.minutes ?? first;
  return new Date(moment.getTime() + minutes * MINUTE_MS).toISOString().slice(0, 16);
}

function intlLocalTime(moment: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return format.format(moment).replace(' ', 'T');
}
