import { describe, expect, it } from 'vitest';
import { loadRowsQuery, type RowsQuery, rowsHref, toRowsFilter } from './search-params';

const scope = {
  ...{ period: '30d' as const, from: null, to: null },
  ...{ segment: [], level: [], team: ['Rita'] },
};

/** What is asked for once an address has been written and read again. */
function asked(rows: Partial<RowsQuery>) {
  const url = new URL(rowsHref(scope, rows), 'http://localhost');
  expect(url.searchParams.get('team')).toBe('Rita');
  const behind = toRowsFilter(loadRowsQuery(Object.fromEntries(url.searchParams)));
  return (
    behind && Object.fromEntries(Object.entries(behind).filter(([, value]) => value !== undefined))
  );
}

describe('the address of the rows behind a figure', () => {
  it.each<[Partial<RowsQuery>, object]>([
    [{ rows: 'all' }, {}],
    [
      { rows: 'accepted', method: 'a&b=c' },
      { outcome: 'accepted', method: 'a&b=c' },
    ],
    [
      { rows: 'all', method: '', ofSegment: '', ofLevel: 'Corporate' },
      { method: null, segment: null, level: 'Corporate' },
    ],
    [
      { rows: 'decided', decidedIn: '2026-03-02', hour: 0 },
      { outcome: 'decided', decidedWeek: '2026-03-02', decidedHour: 0 },
    ],
    [
      { rows: 'pending', band: '0', verdict: 'none' },
      { outcome: 'pending', band: 0, verdict: null },
    ],
    [{ rows: 'all', band: 'unknown' }, { band: null }],
    [
      { rows: 'overridden', suggestion: 'followed', elsewhere: false },
      { outcome: 'overridden', toSuggestion: true, elsewhere: false },
    ],
    [
      { overridesFrom: `O'Neil, "Bo"`, overridesTo: 'Cy' },
      { outcome: 'overridden', csm: `O'Neil, "Bo"`, givenCsm: 'Cy' },
    ],
    [
      { overridesFrom: '', overridesTo: 'Cy' },
      { outcome: 'overridden', csm: null, givenCsm: 'Cy' },
    ],
  ])('keeps %j', (rows, behind) => {
    expect(asked(rows)).toEqual(behind);
  });

  it('asks for no list where nothing of it is understood', () => {
    expect(
      toRowsFilter(loadRowsQuery({ rows: 'everything', hour: '25', madeIn: '2026-02-30' })),
    ).toBe(null);
  });
});
