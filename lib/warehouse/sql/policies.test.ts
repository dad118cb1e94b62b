import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryWarehouse, temporaryWarehouse } from '@/test/support/test-warehouse';
import { insertPolicy, newestPolicy } from './policies';

let temporary: TemporaryWarehouse;
beforeAll(async () => {
  temporary = await temporaryWarehouse();
});
afterAll(() => temporary.dispose());

const now = new Date('2026-01-01T00:00:00Z');
const insert = (version: number, policyJson: string) =>
  temporary.warehouse.transaction('policy', (session) =>
    session.write(insertPolicy({ version, policyJson, note: null, createdBy: 'Ann', now })),
  );

describe('policies', () => {
  it('return the newest version', async () => {
    expect(await insert(2, '{"two":2}')).toBe(1);
    expect(await temporary.warehouse.read(newestPolicy())).toEqual([
      { version: 2, policy: '{"two":2}', note: null, created_by: 'Ann', created_at: now },
    ]);
  });

  it('do not insert a version that already exists', async () => {
    expect(await insert(2, '{"late":true}')).toBe(0);
    expect(await temporary.warehouse.read(newestPolicy())).toMatchObject([{ policy: '{"two":2}' }]);
  });
});
