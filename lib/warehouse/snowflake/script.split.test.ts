import { describe, expect, it } from 'vitest';
import { splitStatements } from './script';

const split = (script: string) => splitStatements(script).map(({ sql }) => sql);

describe('a script', () => {
  it('is split at its semicolons, blank statements left out', () => {
    expect(split('SELECT 1;; SELECT 2 ;\n')).toEqual(['SELECT 1', 'SELECT 2']);
  });

  it.each([
    `SELECT ';'`,
    `SELECT 'it''s; fine'`,
    String.raw`SELECT 'it\'s; fine'`,
    'SELECT ";" FROM "a""b;"',
    'SELECT $$ a; b $$',
    'SELECT 1 -- a; b\n, 2',
    'SELECT 1 // a; b\n, 2',
    'SELECT 1 /* a; b\n c; */ + 2',
    'SELECT 4 / 2, 3 - 1, $1',
  ])('keeps %s whole', (sql) => {
    expect(split(`${sql};\nSELECT 2`)).toEqual([sql, 'SELECT 2']);
  });

  it.each(['', '  \n', '-- only; a comment', '/* only; */ ; // this'])('%j has none', (script) => {
    expect(split(script)).toEqual([]);
  });

  it('leaves what is not closed to Snowflake to refuse', () => {
    expect(split(`SELECT 'open; SELECT 2`)).toEqual([`SELECT 'open`, 'SELECT 2']);
  });

  it.each([
    ['-- first\nselect 1', 'SELECT'],
    ['/* a */ (WITH x AS (SELECT 1) SELECT 2)', 'WITH'],
    ['begin', 'BEGIN'],
    ['"odd"', ''],
  ])('%j begins with its verb', (script, verb) => {
    expect(splitStatements(script)).toMatchObject([{ verb }]);
  });
});
