import { describe, expect, it } from 'vitest';
import { check } from './check-rule';
import { nonzeroDivisors, noTimesAsText, plainText, typedColumns } from './value-rules';

describe('typedColumns', () => {
  it.each([
    ['SELECT a, NULL AS b FROM t', 'NULL is selected as b without a cast.'],
    ['SELECT a FROM t UNION ALL SELECT NULL', 'NULL is selected as column 1 without a cast.'],
    ['INSERT INTO t (a, b) SELECT a, NULL FROM u', 'NULL is selected as column 2 without a cast.'],
    ['CREATE VIEW v AS SELECT DISTINCT NULL AS a FROM t', 'NULL is selected as a without a cast.'],
    ['SELECT x.a FROM (SELECT ? AS a) AS x', 'A bind is selected as a without a cast.'],
  ])('reports %s', (sql, problem) => {
    expect(check(typedColumns, sql)).toEqual([problem]);
  });

  it('accepts casts, parts of an expression, and VALUES', () => {
    const sql = `SELECT CAST(NULL AS VARCHAR) AS a, CAST(? AS INTEGER) AS b, COALESCE(c, NULL) AS c,
      ? || d AS d, e IS NULL AS e FROM (VALUES (?, NULL)) AS v (c, d)`;
    expect(check(typedColumns, sql)).toEqual([]);
  });
});

describe('noTimesAsText', () => {
  it.each([
    ['SELECT CAST(d.decided_at AS VARCHAR) AS x FROM d', 'decided_at'],
    ['SELECT CAST(MAX(COALESCE(last_updated, NULL)) AS VARCHAR) AS x FROM d', 'last_updated'],
    ['SELECT assignment_date::TEXT AS x FROM d', 'assignment_date'],
    ['SELECT CAST(CASE WHEN a THEN needs_csm_since END AS VARCHAR) AS x FROM d', 'needs_csm_since'],
  ])('reports %s', (sql, column) => {
    expect(check(noTimesAsText, sql)).toEqual([`The time ${column} is cast to text.`]);
  });

  it('accepts text that only depends on a time, and other casts of times', () => {
    const sql = `SELECT CAST(DATEDIFF('day', made_at, read_at) AS VARCHAR) AS a,
      CAST(CASE WHEN decided_at > read_at THEN state ELSE format END AS VARCHAR) AS b,
      CAST(decided_at AS TIMESTAMP_NTZ) AS c, CAST(run_id AS VARCHAR) AS e FROM d`;
    expect(check(noTimesAsText, sql)).toEqual([]);
  });
});

describe('plainText', () => {
  it.each([
    [
      String.raw`SELECT a FROM t WHERE a LIKE '\%' ESCAPE 'x'`,
      String.raw`The string '\%' has a backslash; bind it.`,
    ],
    ['SELECT a // 2 AS b FROM t', '// starts a comment in Snowflake, and divides in DuckDB.'],
  ])('reports %s', (sql, problem) => {
    expect(check(plainText, sql)).toEqual([problem]);
  });

  it('accepts quotes in strings, division, and comments', () => {
    expect(check(plainText, `SELECT 'it''s "//"' AS a, b / 2 AS c FROM t -- \\ //`)).toEqual([]);
  });
});

describe('nonzeroDivisors', () => {
  it.each([
    'SELECT a / b AS c FROM t',
    'SELECT SUM(a) / (b + 1) AS c FROM t',
    'SELECT a % ? AS c FROM t',
  ])('reports %s', (sql) => {
    expect(check(nonzeroDivisors, sql)).toEqual(['A divisor may be zero; use NULLIF.']);
  });

  it('accepts a number and NULLIF', () => {
    expect(check(nonzeroDivisors, 'SELECT a / 20 AS b, a / NULLIF(c, 0) AS d FROM t')).toEqual([]);
  });
});
