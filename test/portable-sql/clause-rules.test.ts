import { describe, expect, it } from 'vitest';
import { check } from './check-rule';
import {
  aliasesDifferFromColumns,
  constantLimits,
  havingNeedsGroups,
  whereNeedsFrom,
} from './clause-rules';

describe('constantLimits', () => {
  it.each([
    ['SELECT a FROM t LIMIT ?', 'LIMIT'],
    ['SELECT a FROM t LIMIT 2 OFFSET ?', 'OFFSET'],
    ['SELECT a FROM (SELECT a FROM t FETCH FIRST ? ROWS ONLY) AS x', 'FETCH'],
    ['SELECT TOP (1 + 1) a FROM t', 'TOP'],
  ])('reports %s', (sql, word) => {
    expect(check(constantLimits, sql)).toEqual([
      `${word} needs a constant, not a bind or an expression.`,
    ]);
  });

  it('accepts numbers, and binds elsewhere', () => {
    const sql = 'SELECT a FROM t WHERE b = ? ORDER BY a LIMIT 2 OFFSET 20';
    expect(check(constantLimits, sql)).toEqual([]);
  });
});

describe('whereNeedsFrom', () => {
  it.each([
    'SELECT 1 AS a WHERE FALSE',
    'SELECT a FROM t UNION ALL SELECT 1 WHERE a IS DISTINCT FROM b',
    'INSERT INTO t (a) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM t)',
  ])('reports %s', (sql) => {
    expect(check(whereNeedsFrom, sql)).toEqual(['A SELECT has WHERE without FROM.']);
  });

  it('accepts a SELECT from a table, an UPDATE, and a DELETE', () => {
    expect(check(whereNeedsFrom, 'SELECT 1 AS a FROM t WHERE FALSE')).toEqual([]);
    expect(check(whereNeedsFrom, 'UPDATE t SET a = 1 WHERE b = 2')).toEqual([]);
    expect(check(whereNeedsFrom, 'DELETE FROM t WHERE b = 2')).toEqual([]);
  });
});

describe('havingNeedsGroups', () => {
  it.each([
    'SELECT COUNT(*) AS n FROM t HAVING n > 1',
    'SELECT a FROM t GROUP BY a UNION ALL SELECT MAX(a) FROM t HAVING MAX(a) > 1',
    "SELECT LISTAGG(a, ',') WITHIN GROUP (ORDER BY a) AS l FROM t HAVING COUNT(*) > 1",
  ])('reports %s', (sql) => {
    expect(check(havingNeedsGroups, sql)).toEqual(['A SELECT has HAVING without GROUP BY.']);
  });

  it('accepts HAVING after GROUP BY', () => {
    expect(check(havingNeedsGroups, 'SELECT a FROM t GROUP BY a HAVING COUNT(*) > 1')).toEqual([]);
  });
});

describe('aliasesDifferFromColumns', () => {
  it.each([
    'SELECT a, -MAX(b) AS b FROM t GROUP BY a HAVING b < 0',
    'SELECT COALESCE(t.b, 0) AS b FROM t ORDER BY b',
    'SELECT CAST(b AS VARCHAR) AS b FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY b) = 1',
  ])('reports %s', (sql) => {
    expect(check(aliasesDifferFromColumns, sql)).toEqual([
      'The alias b is also a column of its expression.',
    ]);
  });

  it('accepts an alias of another name, of the column itself, and after GROUP BY', () => {
    const accepts = (sql: string) => expect(check(aliasesDifferFromColumns, sql)).toEqual([]);
    accepts('SELECT COALESCE(b, 0) AS c FROM t ORDER BY c');
    accepts('SELECT t.b AS b FROM t ORDER BY b');
    accepts('SELECT LOWER(b) AS b, COUNT(*) AS n FROM t GROUP BY b');
    accepts('SELECT COALESCE(b, 0) AS b FROM t ORDER BY t.b');
  });
});
