import { describe, expect, it } from 'vitest';
import type { LedgerCause, LedgerLine } from './attribution';
import { describeSurplus, mainCauses } from './labels';

function line(said: Partial<Record<LedgerCause, number>>): LedgerLine {
  const causes = { engine: 0, override: 0, outside: 0, unavailable: 0, ...said };
  const surplus = Object.values(causes).reduce((sum, part) => sum + part, 0);
  return { received: 5 + surplus, share: 5, surplus, causes };
}

describe('the main causes', () => {
  it('are one where it makes up most of what points the same way', () => {
    expect(mainCauses(line({ override: 4, outside: 1, unavailable: -2 }))).toEqual(['override']);
    expect(mainCauses(line({ override: 4, outside: -1, unavailable: -9 }))).toEqual([
      'unavailable',
    ]);
  });

  it('are two where none does', () => {
    expect(mainCauses(line({ override: 2, outside: 3, engine: 1 }))).toEqual([
      'outside',
      'override',
    ]);
  });
});

describe('a surplus in words', () => {
  it.each([
    [
      line({ override: 4.2 }),
      'accounts',
      '4.2',
      '4.2 accounts more than their share, mostly through overrides to them',
    ],
    [
      line({ unavailable: -1 }),
      'accounts',
      '1',
      '1 account fewer than their share, mostly through runs while they could not receive (cooling, leave or not yet here)',
    ],
    [
      line({ outside: -2_000, engine: -2_500 }),
      'revenue',
      '$4,500',
      '$4,500 of revenue less than their share, through the engine’s choice of others as the better fit and assignments to others outside the program',
    ],
    [line({ engine: 0.3, unavailable: -0.3 }), 'red', '0', 'their share'],
  ] as const)('%#', (surplus, dimension, amount, words) => {
    expect(describeSurplus(surplus, dimension, amount)).toBe(words);
  });
});
