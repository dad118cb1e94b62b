import { describe, expect, it } from 'vitest';
import { splitStatements } from './script';

const split = (script: string) => splitStatements(script).map(({ sql }) => sql);

describe('splitStatements', () => {
  it('splits at semicolons and omits empty statements', () => {
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
  ])('does not split %s', (sql) => {
    expect(split(`${sql};\nSELECT 2`)).toEqual([sql, 'SELECT 2']);
  });

  it.each(['', '  \n', '-- only; a comment', '/* only; */ ; // this'])(
    'finds no statement in %j',
    (script) => {
      expect(split(script)).toEqual([]);
    },
  );

  it('ignores an unclosed quote, which Snowflake rejects', () => {
    expect(split(`SELECT 'open; SELECT 2`)).toEqual([`SELECT 'open`, 'SELECT 2']);
  });

  it.each([
    ['-- first\nselect 1', 'SELECT'],
    ['/* a */ (WITH x AS (SELECT 1) SELECT 2)', 'WITH'],
    ['begin', 'BEGIN'],
    ['"odd"', ''],
  ])('finds the verb of %j', (script, verb) => {
    expect(splitStatements(script)).toMatchObject([{ verb }]);
  });
});
