import { describe, expect, it } from 'vitest';
import { countScans } from './scans';

const scans = (sql: string) => countScans(sql, new Map([['A.B.ACCOUNTS_V', 3]]));

describe('countScans', () => {
  it('counts each table in FROM and JOIN, also in subqueries', () => {
    expect(scans('SELECT a FROM t WHERE a IN (SELECT b FROM u AS x JOIN w, y ON x.a = w.a)')).toBe(
      4,
    );
  });

  it('counts a CTE as often as it is read', () => {
    const cte = 'WITH c AS (SELECT a FROM t JOIN u ON t.a = u.a)';
    expect(scans(`${cte} SELECT a FROM c`)).toBe(2);
    expect(scans(`${cte} SELECT a FROM c UNION ALL SELECT a FROM c`)).toBe(4);
    expect(scans(`${cte} SELECT 1`)).toBe(0);
  });

  it('multiplies through CTEs that read CTEs', () => {
    expect(
      scans(`WITH c AS (SELECT a FROM t), d AS (SELECT a FROM c JOIN c AS e ON c.a = e.a)
SELECT a FROM d UNION ALL SELECT a FROM d UNION ALL SELECT a FROM d`),
    ).toBe(6);
  });

  it('counts a CTE of a subquery in that subquery only', () => {
    expect(scans('SELECT a FROM (WITH c AS (SELECT a FROM t) SELECT a FROM c) AS x JOIN c')).toBe(
      2,
    );
  });

  it('counts the tables behind a view', () => {
    expect(scans('SELECT a FROM A.B.accounts_v AS v JOIN A.B.t ON TRUE')).toBe(4);
  });

  it('counts no function that contains FROM, and no list of values', () => {
    expect(
      scans('SELECT EXTRACT(HOUR FROM t), x IS DISTINCT FROM y FROM (VALUES (1, 2)) AS v'),
    ).toBe(0);
  });

  it('counts what INSERT, UPDATE, and MERGE read', () => {
    expect(scans('INSERT INTO t (a) SELECT a FROM u')).toBe(1);
    expect(scans('MERGE INTO t USING (SELECT a FROM u) AS s ON t.a = s.a')).toBe(1);
  });
});
