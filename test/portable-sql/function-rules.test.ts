import { describe, expect, it } from 'vitest';
import { check } from './check-rule';
import { coalesceOfTwo, knownDateParts, knownFunctions, knownTypes } from './function-rules';

describe('knownFunctions', () => {
  it.each([
    ['SELECT GREATEST(a, b) AS c FROM t', 'GREATEST'],
    ['SELECT COUNT(*) FILTER (WHERE a > 1) AS n FROM t', 'FILTER'],
    ['SELECT a FROM t WHERE b < CURRENT_TIMESTAMP', 'CURRENT_TIMESTAMP'],
    ['SELECT a FROM UNNEST(?) AS x', 'UNNEST'],
    ['SELECT VARCHAR(a) AS b FROM t', 'VARCHAR'],
    ['WITH c AS (SELECT IFF(a, 1, 2) AS b FROM t) SELECT b FROM c', 'IFF'],
  ])('reports %s', (sql, name) => {
    expect(check(knownFunctions, sql)).toEqual([`${name} is not among the portable functions.`]);
  });

  it.each([
    `SELECT COALESCE(LOWER(a), '') AS b, COUNT(*) OVER (PARTITION BY (a)) AS n FROM t AS v (a, b)`,
    'SELECT MEDIAN(a) AS m, PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY a) AS p FROM t',
    'INSERT INTO A.B.t (a, b) SELECT a, b FROM t WHERE NOT (a IN (1, 2)) UNION ALL (SELECT 1, 2)',
    'INSERT INTO t (a) VALUES (?)',
    'SELECT a FROM t WHERE b < CAST(CURRENT_TIMESTAMP() AS TIMESTAMP_NTZ)',
    'MERGE INTO t USING (SELECT 1 AS a) AS s ON (t.a = s.a) WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a)',
    'WITH c (a, b) AS (SELECT 1, 2) SELECT CAST(a AS NUMERIC(38, 2)) AS d FROM c JOIN (SELECT 1) USING (a)',
    'CREATE TABLE A.B.t (a VARCHAR(50) PRIMARY KEY, b NUMERIC(38, 0) NOT NULL)',
  ])('accepts %s', (sql) => {
    expect(check(knownFunctions, sql)).toEqual([]);
  });
});

describe('knownTypes', () => {
  it.each([
    ['SELECT CAST(a AS FLOAT) AS b FROM t', 'A cast to FLOAT is not portable.'],
    ['SELECT CAST(a AS TIMESTAMP) AS b FROM t', 'A cast to TIMESTAMP is not portable.'],
    ['SELECT a::HUGEINT AS b FROM t', 'A cast to HUGEINT is not portable.'],
    ['SELECT CAST(a AS NUMERIC) AS b FROM t', 'NUMERIC needs a precision and a scale.'],
    [
      "SELECT a FROM t WHERE b < TIMESTAMP '2026-01-01'",
      'A literal of TIMESTAMP is not portable; cast text.',
    ],
  ])('reports %s', (sql, problem) => {
    expect(check(knownTypes, sql)).toEqual([problem]);
  });

  it('accepts the types of both engines, and literals of dates', () => {
    const sql = `SELECT CAST(a AS TIMESTAMP_NTZ) AS b, CAST(CAST(c AS DOUBLE) AS NUMERIC(38, 6)) AS d,
      DATE '2026-01-01' AS e, f::BIGINT AS g, h AS timestamp FROM t`;
    expect(check(knownTypes, sql)).toEqual([]);
  });
});

describe('knownDateParts', () => {
  it.each([
    ["SELECT DATEDIFF('week', a, b) AS c FROM t", 'DATEDIFF'],
    ['SELECT DATEADD(day, 1, a) AS c FROM t', 'DATEADD'],
    ['SELECT EXTRACT(DOW FROM a) AS c FROM t', 'EXTRACT'],
  ])('reports %s', (sql, name) => {
    expect(check(knownDateParts, sql)).toEqual([`${name} has a date part that is not portable.`]);
  });

  it('accepts quoted parts, and plain ones in EXTRACT', () => {
    const sql = "SELECT DATEADD('day', -7, a) AS b, EXTRACT(HOUR FROM a) AS c FROM t";
    expect(check(knownDateParts, sql)).toEqual([]);
  });
});

describe('coalesceOfTwo', () => {
  it('reports a single value, even with commas in it', () => {
    const problem = ['COALESCE needs two values.'];
    expect(check(coalesceOfTwo, 'SELECT COALESCE(NULLIF(a, 1)) AS b FROM t')).toEqual(problem);
    expect(check(coalesceOfTwo, 'SELECT COALESCE(a, 1) AS b FROM t')).toEqual([]);
  });
});
