import { describe, expect, it } from 'vitest';
import { loadRowsQuery, type RowsQuery, rowsHref, toRowsFilter } from './search-params';

const scope = {
  period: '30d' as const,
  from: null,
  to: null,
  zone: 'UTC',
  segment: [],
  level: [],
  team: ['Rita'],
};

/** The filter after a round trip through the URL. */
function roundTrip(rows: Partial<RowsQuery>) {
  const url = new URL(rowsHref(scope, rows), 'http://localhost');
  expect(url.searchParams.get('team')).toBe('Rita');
  const filter = toRowsFilter(loadRowsQuery(Object.fromEntries(url.searchParams)));
  return (
    filter && Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
  );
}

describe('rowsHref', () => {
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
      { rows: 'overridden', suggestion: 'followed', external: false },
      { outcome: 'overridden', toSuggestion: true, external: false },
    ],
    [
      { overridesFrom: `O'Neil, "Bo"`, overridesTo: 'Cy' },
      { outcome: 'overridden', csm: `O'Neil, "Bo"`, givenCsm: 'Cy' },
    ],
    [
      { overridesFrom: '', overridesTo: 'Cy' },
      { outcome: 'overridden', csm: null, givenCsm: 'Cy' },
    ],
  ])('keeps %j', (rows, filter) => {
    expect(roundTrip(rows)).toEqual(filter);
  });

  it('requests no list if no parameter is valid', () => {
    expect(
      toRowsFilter(loadRowsQuery({ rows: 'everything', hour: '25', madeIn: '2026-02-30' })),
    ).toBe(null);
  });
});
