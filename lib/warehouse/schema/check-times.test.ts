import { describe, expect, it } from 'vitest';
import { judgeTimes } from './check-times';

const now = new Date('2026-03-02T14:00:00Z');
const changed = new Date('2026-03-02T13:59:00Z');
const at = (newest: string, change: Date | null = changed) => ({
  table: 'T',
  newest: new Date(newest),
  changed: change,
});
/** Two tables whose newest time is the same. */
const both = (newest: string, change?: Date | null) => [at(newest, change), at(newest, change)];

describe('judgeTimes', () => {
  it.each([
    ['5 h', '2026-03-02T08:58:00Z', 'UTC', 'America/New_York'],
    ['8 h', '2026-03-02T05:59:30Z', 'UTC', 'America/Los_Angeles'],
    ['3 h', '2026-03-02T10:59:00Z', 'America/New_York', 'America/Los_Angeles'],
  ])('suggests a zone %s behind if both tables agree', (hours, newest, zone, suggested) => {
    const [problem] = judgeTimes(both(newest), now, zone);
    expect(problem).toContain(`are each ${hours} before Snowflake’s record of the change`);
    expect(problem).toMatch(new RegExp(`such as [^.]*${suggested}`));
  });

  it.each([
    ['2026-03-02T19:25:00Z', 'UTC', 'Asia/Kolkata'],
    ['2026-03-02T18:50:00Z', 'America/New_York', 'SNOWFLAKE_DATA_TIMEZONE=UTC'],
  ])('suggests a zone for a time in the future, %s read as %s', (newest, zone, suggested) => {
    const [problem] = judgeTimes([at(newest, null)], now, zone);
    expect(problem).toMatch(/is \d h \d\d min in the future/);
    expect(problem).toContain(suggested);
  });

  it.each([
    ['the times are right', both('2026-03-02T13:58:00Z')],
    ['a clock is a little ahead', both('2026-03-02T14:02:00Z')],
    ['the last change wrote no time', both('2026-03-02T08:40:00Z')],
    ['the last change was days ago', both('2026-02-20T08:59:00Z')],
    ['the tables disagree', [at('2026-03-02T08:59:00Z'), at('2026-03-02T10:59:00Z')]],
    ['only one table has times', [at('2026-03-02T08:59:00Z')]],
    ['the role may not see the changes', both('2026-03-02T08:59:00Z', null)],
    ['the tables are empty', []],
  ])('finds nothing if %s', (_, evidence) => {
    expect(judgeTimes(evidence, now, 'UTC')).toEqual([]);
  });
});
