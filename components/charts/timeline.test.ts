import { describe, expect, it } from 'vitest';
import { midnights, positionOf, timelineData } from './timeline';

const at = (iso: string) => Date.parse(iso);
const days = (from: string, to: string, zone: string) =>
  midnights(at(from), at(to), zone).map((ms) => new Date(ms).toISOString());

describe('the days of a timeline', () => {
  it('start at midnight in the time zone', () => {
    expect(days('2026-03-02T12:00:00Z', '2026-03-05T12:00:00Z', 'America/New_York')).toEqual([
      '2026-03-03T05:00:00.000Z',
      '2026-03-04T05:00:00.000Z',
      '2026-03-05T05:00:00.000Z',
    ]);
  });

  it('include a midnight at the start but not at the end', () => {
    expect(days('2026-03-02T00:00:00Z', '2026-03-04T00:00:00Z', 'UTC')).toEqual([
      '2026-03-02T00:00:00.000Z',
      '2026-03-03T00:00:00.000Z',
    ]);
  });

  it('are 23 or 25 hours long when clocks change', () => {
    expect(days('2026-03-28T23:00:00Z', '2026-03-30T23:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      '2026-03-30T22:00:00.000Z',
    ]);
    expect(days('2026-10-24T22:00:00Z', '2026-10-26T23:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ]);
  });

  it('start when clocks jump over midnight', () => {
    expect(days('2026-09-05T12:00:00Z', '2026-09-06T12:00:00Z', 'America/Santiago')).toEqual([
      '2026-09-06T04:00:00.000Z',
    ]);
  });

  it('support time zones with fractional offsets', () => {
    expect(days('2026-03-02T12:00:00Z', '2026-03-03T12:00:00Z', 'Asia/Kathmandu')).toEqual([
      '2026-03-02T18:15:00.000Z',
    ]);
  });
});

describe('a position on a timeline', () => {
  it('is clamped to its range', () => {
    expect([-5, 0, 5, 10, 15].map((ms) => positionOf(ms, 0, 10))).toEqual([0, 0, 0.5, 1, 1]);
    expect(positionOf(5, 5, 5)).toBe(0);
  });
});

describe('the table of a timeline', () => {
  const span = { from: '2026-03-02T10:00:00Z', to: '2026-03-02T12:00:00Z', tone: 'warn' } as const;
  const early = { from: '2026-03-02T09:00:00Z', to: '2026-03-02T09:30:00Z' };

  it('has a row per span of a lane, in order of time', () => {
    const data = timelineData(
      [
        {
          id: 'a',
          title: 'Ann',
          href: '/a',
          spans: [
            { ...span, title: 'Away' },
            { ...span, ...early, title: 'Late', href: '/b' },
          ],
        },
        { id: 'b', title: 'Bo', spans: [] },
      ],
      { lane: 'Who', what: 'What' },
      (iso) => iso.slice(11, 16),
    );
    expect(data.columns.map(({ title }) => title)).toEqual(['Who', 'What', 'From', 'To']);
    expect(data.rows).toEqual([
      {
        id: 'a 0',
        cells: { lane: 'Ann', what: 'Late', from: '09:00', to: '09:30' },
        hrefs: { lane: '/a', what: '/b' },
      },
      {
        id: 'a 1',
        cells: { lane: 'Ann', what: 'Away', from: '10:00', to: '12:00' },
        hrefs: { lane: '/a' },
      },
    ]);
  });

  it('has a column of groups, and a row for the summary of each', () => {
    const data = timelineData(
      [
        { id: 'team', title: 'Team A', spans: [], summary: '1 account' },
        { id: 'a', title: 'Ann', group: 'Team A', spans: [{ ...span, title: 'Account' }] },
      ],
      { lane: 'Who', what: 'What', group: 'Team' },
      (iso) => iso.slice(11, 16),
    );
    expect(data.columns.map(({ title }) => title)).toEqual(['Who', 'Team', 'What', 'From', 'To']);
    expect(data.rows.map(({ cells }) => Object.values(cells))).toEqual([
      ['Team A', null, '1 account', null, null],
      ['Ann', 'Team A', 'Account', '10:00', '12:00'],
    ]);
  });
});
