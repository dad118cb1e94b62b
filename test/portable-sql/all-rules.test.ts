import { expect, it } from 'vitest';
import { portabilityProblems } from './all-rules';

it('reports each problem of a statement once and names the statement', () => {
  const sql = 'SELECT "a", NULL AS b FROM t LIMIT ?';
  expect(
    portabilityProblems([
      { name: 'things.page', sql, binds: [1] },
      { name: 'things.page', sql, binds: [2] },
    ]),
  ).toEqual([
    'things.page: LIMIT needs a constant, not a bind or an expression.',
    'things.page: NULL is selected as b without a cast.',
    'things.page: The name "a" is quoted, so its case matters.',
  ]);
});

it('checks the size of every execution, whose binds differ', () => {
  const statement = { name: 'things.insert', sql: 'INSERT INTO t (a) VALUES (?)' };
  const problems = portabilityProblems([
    { ...statement, binds: [''] },
    { ...statement, binds: ['x'.repeat(1_000_000)] },
  ]);
  expect(problems).toEqual([
    expect.stringMatching(/^things.insert: The statement has 10000\d\d bytes/),
  ]);
});

it('skips the statements of tests and people', () => {
  const sql = 'SELECT "a" FROM t';
  const names = ['test.values', 'script'];
  expect(portabilityProblems(names.map((name) => ({ name, sql, binds: [] })))).toEqual([]);
});
