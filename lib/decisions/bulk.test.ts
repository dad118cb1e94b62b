import { v4, v7, validate } from 'uuid';
import { expect, it } from 'vitest';
import { buildRequests, bulkOf } from './bulk';

const idsOf = (count: number) => buildRequests(Array(count).fill(null), (_, id) => id);

it('the request ids of a bulk decision are distinct UUIDs that belong together', () => {
  const ids = idsOf(200);
  expect(new Set(ids).size).toBe(200);
  expect(ids.every(validate)).toBe(true);
  expect(new Set(ids.map(bulkOf)).size).toBe(1);
  expect(bulkOf(idsOf(2)[0] ?? '')).not.toBe(bulkOf(ids[0] ?? ''));
});

it('other request ids belong to no bulk decision', () => {
  expect([v4(), v7(), 'a', ...idsOf(1)].map(bulkOf)).toEqual([null, null, null, null]);
});
