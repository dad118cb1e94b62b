import { describe, expect, it } from 'vitest';
import { check } from './check-rule';
import { noQuotedNames, noReservedNames } from './name-rules';

describe('noReservedNames', () => {
  it.each([
    ['SELECT a AS start FROM t', 'START'],
    ['SELECT a FROM t AS sample', 'SAMPLE'],
    ['WITH rows AS (SELECT a FROM t) SELECT a FROM t', 'ROWS'],
    ['WITH x AS (SELECT 1 AS a), increment (a) AS (SELECT 1 AS a) SELECT a FROM x', 'INCREMENT'],
    ['SELECT v.a FROM (VALUES (1, 2)) AS v (a, some)', 'SOME'],
    ['SELECT t.row FROM t', 'ROW'],
    ['CREATE TABLE t (a VARCHAR, constraint VARCHAR)', 'CONSTRAINT'],
    ['ALTER TABLE t ADD COLUMN IF NOT EXISTS to VARCHAR', 'TO'],
  ])('reports %s', (sql, name) => {
    expect(check(noReservedNames, sql)).toEqual([`The name ${name} is a reserved word.`]);
  });

  it.each([
    'WITH source AS (SELECT a AS state, CAST(b AS DATE) AS level FROM t AS first) SELECT * FROM source',
    'CREATE VIEW v AS SELECT a FROM t WHERE a IS NOT NULL',
    'CREATE VIEW v AS WITH c AS (SELECT a FROM t) SELECT a FROM c',
    'CREATE TABLE t (name VARCHAR NOT NULL, version INTEGER)',
    'ALTER TABLE t ADD COLUMN IF NOT EXISTS place INTEGER',
    'SELECT a AS b, ROW_NUMBER() OVER (ORDER BY a ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS n FROM t',
  ])('accepts %s', (sql) => {
    expect(check(noReservedNames, sql)).toEqual([]);
  });
});

describe('noQuotedNames', () => {
  it('reports a quoted name, but not quotes in a string', () => {
    expect(check(noQuotedNames, `SELECT "a" AS b, '"c"' AS d FROM t`)).toEqual([
      'The name "a" is quoted, so its case matters.',
    ]);
  });
});
