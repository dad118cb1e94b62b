import { describe, expect, test } from 'vitest';
import { assign } from '@/lib/engine/solver/assign';
import { checkAssignment } from './check-assignment';

describe('checkAssignment', () => {
  const forbidden = Number.POSITIVE_INFINITY;
  const problem = { rows: 2, columns: 2, costs: Float64Array.of(1, 5, 2, forbidden) };
  const right = assign(problem);

  test('accepts an optimal assignment', () => {
    expect(checkAssignment(problem, right)).toEqual([]);
  });

  test.each([
    ['a column assigned twice', { columnOf: Int32Array.of(0, 0) }],
    ['a forbidden pair', { columnOf: Int32Array.of(0, 1) }],
    ['a worse assignment', { columnOf: Int32Array.of(1, -1), placed: 1, primal: 5 }],
    ['a wrong cost', { primal: 6 }],
    ['a wrong bound', { bound: 6 }],
    [
      'infeasible duals',
      { duals: { ...right.duals, rowCost: right.duals.rowCost.map((u) => u + 3) } },
    ],
  ])('reports %s', (_, wrong) => {
    expect(checkAssignment(problem, { ...right, ...wrong })).not.toEqual([]);
  });
});
