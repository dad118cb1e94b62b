import { describe, expect, it } from 'vitest';
import type { LedgerLine, SurplusCause } from './attribution';
import { describeSurplus, mainCauses } from './labels';

function line(given: Partial<Record<SurplusCause, number>>): LedgerLine {
  const causes = { engine: 0, override: 0, outside: 0, unavailable: 0, ...given };
  const surplus = Object.values(causes).reduce((sum, part) => sum + part, 0);
  return { received: 5 + surplus, share: 5, surplus, causes };
}

describe('mainCauses', () => {
  it('returns one cause if it makes up most of the surplus or deficit', () => {
    expect(mainCauses(line({ override: 4, outside: 1, unavailable: -2 }))).toEqual(['override']);
    expect(mainCauses(line({ override: 4, outside: -1, unavailable: -9 }))).toEqual([
      'unavailable',
    ]);
  });

  it('returns the two largest causes if none is dominant', () => {
    expect(mainCauses(line({ override: 2, outside: 3, engine: 1 }))).toEqual([
      'outside',
      'override',
    ]);
  });
});

describe('describeSurplus', () => {
  it.each([
    [
      line({ override: 4.2 }),
      'accounts',
      '4.2',
      '4.2 accounts more than their share, mostly because of overrides to them',
    ],
    [
      line({ unavailable: -1 }),
      'accounts',
      '1',
      '1 account fewer than their share, mostly because of runs in which they were unavailable (cooling, on leave, or not here yet)',
    ],
    [
      line({ outside: -2_000, engine: -2_500 }),
      'revenue',
      '$4,500',
      '$4,500 in revenue less than their share, because of the engine’s choice of others as a better fit and assignments to others outside the app',
    ],
    [line({ engine: 0.3, unavailable: -0.3 }), 'red', '0', 'their share'],
  ] as const)('describes example %#', (surplus, dimension, amount, text) => {
    expect(describeSurplus(surplus, dimension, amount)).toBe(text);
  });
});
