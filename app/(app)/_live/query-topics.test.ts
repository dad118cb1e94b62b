import { expect, it } from 'vitest';
import type { Topic } from '@/lib/read-model/change-feed';
import { isAffected } from './query-topics';

it.each<[readonly Topic[], readonly string[]]>([
  [['queue'], ['queue', 'pending-count']],
  [['runs', 'notes'], ['recommendation']],
  [[], []],
])('a change of %j affects the queries of %j, whatever their parameters', (topics, affected) => {
  const queries = [
    ['queue', { page: 2 }],
    ['recommendation', '7'],
    ['pending-count'],
    ['name', 'A'],
  ];
  expect(queries.filter((key) => isAffected(key, topics)).map(([name]) => name)).toEqual(affected);
});
