import { describe, expect, it } from 'vitest';
import { check } from './check-rule';
import { subqueriesInWhere } from './subquery-rules';

describe('subqueriesInWhere', () => {
  it.each([
    [
      'SELECT a IN (SELECT b FROM u) AS found FROM t',
      'A subquery of IN is in SELECT, not in WHERE.',
    ],
    [
      'SELECT a FROM t JOIN u ON t.a = u.a AND EXISTS (SELECT 1 FROM v)',
      'A subquery of EXISTS is in ON, not in WHERE.',
    ],
    [
      'SELECT a FROM (SELECT a FROM t QUALIFY (a NOT IN (SELECT b FROM u))) AS x',
      'A subquery of IN is in QUALIFY, not in WHERE.',
    ],
    [
      'SELECT (SELECT MAX(u.b) FROM u WHERE u.a = t.a) AS b FROM t',
      'A subquery in SELECT refers to the outer query.',
    ],
    [
      'UPDATE t SET a = (SELECT MAX(u.a) FROM A.B.u WHERE u.b = t.b)',
      'A subquery in SET refers to the outer query.',
    ],
    [
      'SELECT a FROM t WHERE a = (SELECT u.a FROM u WHERE u.b = t.b LIMIT 1)',
      'A subquery that refers to the outer query has LIMIT.',
    ],
  ])('reports %s', (sql, problem) => {
    expect(check(subqueriesInWhere, sql)).toEqual([problem]);
  });

  it.each([
    'SELECT a FROM t WHERE a IN (SELECT b FROM u) OR (a > 1 AND EXISTS (SELECT 1 FROM v WHERE v.a = t.a))',
    'SELECT (SELECT MAX(x.b) FROM A.B.u AS x WHERE x.a = 1) AS b FROM t',
    'SELECT a FROM t WHERE a = (SELECT b FROM u ORDER BY b LIMIT 1)',
    'WITH c AS (SELECT a FROM t LIMIT 1) SELECT c.a FROM c LEFT JOIN (SELECT a FROM u) AS x ON x.a = c.a',
    'SELECT a FROM t UNION ALL (SELECT a FROM u)',
    'MERGE INTO t AS r USING (SELECT a FROM u WHERE a IN (SELECT b FROM v)) AS s ON r.a = s.a WHEN MATCHED THEN UPDATE SET a = s.a',
    'CREATE VIEW v AS WITH c AS (SELECT a FROM t) SELECT a FROM c',
  ])('accepts %s', (sql) => {
    expect(check(subqueriesInWhere, sql)).toEqual([]);
  });
});
