import { expect, it } from 'vitest';
import { allQueries } from './all-queries';
import { undeclaredTables } from './declared-tables';

it('finds the tables that every query reads in its declaration', () => {
  expect(undeclaredTables(allQueries())).toEqual([]);
});

it('names a table that SQL reads but the statement does not declare, and the reverse', () => {
  const sql = 'SELECT * FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RUNS';
  expect(undeclaredTables([{ name: 'test.a', tables: [], sql }])).toEqual([
    'test.a does not declare runs',
  ]);
  expect(undeclaredTables([{ name: 'test.b', tables: ['runs', 'locks'], sql }])).toEqual([
    'test.b declares locks but does not use it',
  ]);
});
