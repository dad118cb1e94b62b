import { describe, expect, it } from 'vitest';
import { judgeTimes, nextTime } from './times';

const daily = { cron: '0 6 * * *', timeZone: 'UTC' };
const at = (text: string) => new Date(text);

describe('judging the times since the last check', () => {
  const checked = at('2026-03-02T06:00:00Z');

  it('starts a job at its time, to the millisecond and up to a minute late', () => {
    const due = { missed: null, dueAt: at('2026-03-03T06:00:00Z') };
    expect(judgeTimes(daily, checked, at('2026-03-03T06:00:00.000Z'))).toEqual(due);
    expect(judgeTimes(daily, checked, at('2026-03-03T06:00:00.004Z'))).toEqual(due);
    expect(judgeTimes(daily, checked, at('2026-03-03T06:01:00.000Z'))).toEqual(due);
  });

  it('starts nothing before its time, or again after it', () => {
    const nothing = { missed: null, dueAt: null };
    expect(judgeTimes(daily, checked, at('2026-03-03T05:59:59.999Z'))).toEqual(nothing);
    const started = at('2026-03-03T06:00:00Z');
    expect(judgeTimes(daily, started, at('2026-03-03T06:00:30Z'))).toEqual(nothing);
    // The clock was set back over the time.
    expect(judgeTimes(daily, started, at('2026-03-03T05:59:00Z'))).toEqual(nothing);
  });

  it('counts times that passed as missed, and starts only the current one', () => {
    const missed = {
      count: 3,
      from: at('2026-03-03T06:00:00Z'),
      until: at('2026-03-05T06:00:00Z'),
    };
    expect(judgeTimes(daily, checked, at('2026-03-05T09:00:00Z'))).toEqual({ missed, dueAt: null });
    expect(judgeTimes(daily, checked, at('2026-03-06T06:00:10Z'))).toEqual({
      missed,
      dueAt: at('2026-03-06T06:00:00Z'),
    });
  });

  it('stops counting after 1,000 times, and still knows the last one', () => {
    const everyMinute = { cron: '* * * * *', timeZone: 'UTC' };
    const { missed } = judgeTimes(everyMinute, checked, at('2026-06-01T00:00:30Z'));
    expect(missed).toMatchObject({ count: 1_000, from: at('2026-03-02T06:01:00Z') });
    const hourly = { cron: '0 * * * *', timeZone: 'UTC' };
    expect(judgeTimes(hourly, checked, at('2028-06-01T00:30:00Z')).missed).toMatchObject({
      count: 1_001,
      until: at('2028-06-01T00:00:00Z'),
    });
  });
});

it('keeps to the local time when the clocks change', () => {
  const newYork = { cron: '30 6 * * *', timeZone: 'America/New_York' };
  expect(nextTime(newYork, at('2026-03-07T00:00:00Z'))).toEqual(at('2026-03-07T11:30:00Z'));
  expect(nextTime(newYork, at('2026-03-08T00:00:00Z'))).toEqual(at('2026-03-08T10:30:00Z'));
});
