import { describe, expect, it } from 'vitest';
import { overrideMatrix } from './overrides';

const override = (csm: string | null, givenCsm: string, count = 1) =>
  ({ csm, givenCsm, count, outcome: 'overridden' }) as const;
const csm = (name: string) => ({ kind: 'csm', name });

describe('overrideMatrix', () => {
  it('is empty without overrides', () => {
    const accepted = { csm: 'Ana', outcome: 'accepted', givenCsm: null, count: 3 } as const;
    expect(overrideMatrix([accepted])).toEqual({ from: [], to: [], cells: [] });
  });

  it('names the 15 busiest CSMs on each side, ties by name, and sums the others', () => {
    const letters = [...'abcdefghijklmnopq'].reverse();
    const matrix = overrideMatrix([
      ...letters.map((letter) => override(letter, 'Bo')),
      override(null, 'Bo', 9),
    ]);
    expect(matrix.from.slice(0, 2)).toEqual([{ kind: 'none' }, csm('a')]);
    expect(matrix.from.slice(-2)).toEqual([csm('n'), { kind: 'others' }]);
    expect(matrix.from).toHaveLength(16);
    expect(matrix.to).toEqual([csm('Bo')]);
    expect(matrix.cells.slice(0, 2)).toEqual([
      { from: { kind: 'none' }, to: csm('Bo'), count: 9 },
      { from: { kind: 'others' }, to: csm('Bo'), count: 3 },
    ]);
  });
});
