import { describe, expect, it } from 'vitest';
import { check } from './check-rule';
import { withinBindLimit, withinListLimit, withinScanLimit, withinSizeLimit } from './limit-rules';

const sql = 'SELECT a FROM t WHERE a = ?';

describe('withinSizeLimit', () => {
  it('counts the bytes of the text and of the binds', () => {
    expect(check(withinSizeLimit, sql, ['é'.repeat(499_900)])).toEqual([]);
    expect(check(withinSizeLimit, sql, ['é'.repeat(500_000)])).toEqual([
      'The statement has 1000031 bytes with its binds, more than 1000000.',
    ]);
    expect(check(withinSizeLimit, `${sql} -- ${'x'.repeat(1_000_000)}`)).toHaveLength(1);
  });
});

describe('withinBindLimit', () => {
  it('accepts as many binds as the SDK sends with the statement', () => {
    const binds = (count: number) => Array.from({ length: count }, () => 1);
    expect(check(withinBindLimit, sql, binds(65_280))).toEqual([]);
    expect(check(withinBindLimit, sql, binds(65_281))).toEqual([
      'The statement has 65281 binds, more than 65280.',
    ]);
  });
});

describe('withinListLimit', () => {
  it('counts the items of each list', () => {
    const inList = (count: number) => `SELECT a FROM t WHERE a IN (${'1,'.repeat(count - 1)}1)`;
    expect(check(withinListLimit, inList(16_384))).toEqual([]);
    expect(check(withinListLimit, inList(16_385))).toEqual([
      'A list has 16385 items, more than 16384.',
    ]);
  });
});

describe('withinScanLimit', () => {
  it('counts each read of a CTE and of a view', () => {
    const rule = withinScanLimit(new Map([['A.B.V', 3]]));
    const reads = (count: number) =>
      `WITH c AS (SELECT a FROM a.b.v) ${'SELECT a FROM c UNION ALL '.repeat(count)} SELECT 1`;
    expect(check(rule, reads(13))).toEqual([]);
    expect(check(rule, reads(14))).toEqual([
      'The statement scans tables 42 times; the limit is 39.',
    ]);
  });
});
