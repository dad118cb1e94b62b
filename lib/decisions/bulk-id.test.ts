import { v4, v7, validate } from 'uuid';
import { expect, it } from 'vitest';
import { bulkOf, bulkRequestIds } from './bulk-id';

it('the request ids of a bulk decision are distinct UUIDs that belong together', () => {
  const ids = bulkRequestIds(200);
  expect(new Set(ids).size).toBe(200);
  expect(ids.every(validate)).toBe(true);
  expect(new Set(ids.map(bulkOf)).size).toBe(1);
  expect(bulkOf(bulkRequestIds(1)[0] ?? '')).not.toBe(bulkOf(ids[0] ?? ''));
});

it('other request ids belong to no bulk decision', () => {
  expect([v4(), v7(), 'a'].map(bulkOf)).toEqual([null, null, null]);
});
