import { expect, it } from 'vitest';
import { allQueries } from './all-queries';
import { undeclaredTables } from './declared-tables';

it('finds no undeclared tables in any query', () => {
  expect(undeclaredTables(allQueries())).toEqual([]);
});

it('reports a table that a statement uses but does not declare, and one it declares but does not use', () => {
  const sql = 'SELECT * FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RUNS';
  expect(undeclaredTables([{ name: 'test.a', tables: [], sql }])).toEqual([
    'test.a does not declare runs',
  ]);
  expect(undeclaredTables([{ name: 'test.b', tables: ['runs', 'locks'], sql }])).toEqual([
    'test.b declares locks but does not use it',
  ]);
});
