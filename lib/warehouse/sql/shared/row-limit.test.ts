import { expect, it } from 'vitest';
import { rowLimit } from './row-limit';

it.each([0, 1, 500, Number.MAX_SAFE_INTEGER])('writes %d into the SQL without a bind', (rows) => {
  expect(rowLimit(rows)).toMatchObject({ sql: String(rows), values: [] });
});

it.each([
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  '1; DROP TABLE x' as unknown as number,
])('rejects %s', (rows) => {
  expect(() => rowLimit(rows)).toThrow(RangeError);
});
