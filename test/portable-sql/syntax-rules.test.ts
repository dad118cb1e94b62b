import { describe, expect, it } from 'vitest';
import { check } from './check-rule';
import { knownOperators, noDuckDbSyntax } from './syntax-rules';

describe('knownOperators', () => {
  it.each([
    ['SELECT a ^ 2 AS b FROM t', '^'],
    ["SELECT a FROM t WHERE b ~ 'c'", '~'],
    ['SELECT a; SELECT b', ';'],
    ['SELECT $$a$$ AS b FROM t', '$'],
  ])('reports %s', (sql, symbol) => {
    expect(check(knownOperators, sql)).toEqual([`${symbol} is not among the portable operators.`]);
  });

  it('accepts arithmetic, comparisons, and concatenation', () => {
    const sql = `SELECT t.*, -a + b * 2 / 3 % 4 AS c, d || '^' AS e FROM t
      WHERE a <> 1 AND a != 2 AND b <= 3 AND b >= 4 AND (c < 5 OR c > 6) AND d::VARCHAR = ?`;
    expect(check(knownOperators, sql)).toEqual([]);
  });
});

describe('noDuckDbSyntax', () => {
  it.each([
    ['INSERT INTO t (a) VALUES (1) RETURNING a', 'RETURNING'],
    ['INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING', 'ON CONFLICT'],
    ['SELECT a FROM (SELECT DISTINCT ON (a) a FROM t) AS x', 'DISTINCT ON'],
    ['SELECT a FROM t SEMI JOIN u ON t.a = u.a', 'SEMI JOIN'],
    ['SELECT a FROM t FOR UPDATE', 'FOR UPDATE'],
  ])('reports %s', (sql, syntax) => {
    expect(check(noDuckDbSyntax, sql)).toEqual([`Snowflake has no ${syntax}.`]);
  });

  it('accepts the same words elsewhere', () => {
    const sql = `SELECT DISTINCT a FROM t JOIN u ON t.conflict = 'RETURNING' LEFT JOIN v USING (a)`;
    expect(check(noDuckDbSyntax, sql)).toEqual([]);
  });
});
