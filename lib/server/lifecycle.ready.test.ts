import { join } from 'node:path';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { setUp } from '@/lib/warehouse/schema/setup';
import { lockNames } from '@/lib/warehouse/sql/locks';
import { command } from '@/lib/warehouse/sql/shared/statement';
import { t, tableNames } from '@/lib/warehouse/tables';
import { mountSmallDisk, type SmallDisk, smallDiskUnavailable } from '@/test/support/small-disk';

const skipped = smallDiskUnavailable();

describe.skipIf(skipped)(`checkReady${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
  let disk: SmallDisk;
  let client: typeof import('@/lib/warehouse/client');
  let checkReady: () => Promise<void>;
  beforeAll(async () => {
    disk = mountSmallDisk(24);
    vi.stubEnv('WAREHOUSE', 'duckdb');
    vi.stubEnv('DUCKDB_PATH', join(disk.folder, 'warehouse.duckdb'));
    // The settings are read once, when these modules load.
    vi.resetModules();
    client = await import('@/lib/warehouse/client');
    ({ checkReady } = await import('./lifecycle'));
    const warehouse = await client.openWarehouse({ create: true });
    const now = new Date('2026-01-01T00:00:00Z');
    await setUp(warehouse, { now, policyJson: JSON.stringify(defaultPolicy) });
    await warehouse.close();
  });
  afterAll(async () => {
    await client.closeWarehouse();
    disk.unmount();
  });

  const locks = async () =>
    (await (await client.getWarehouse()).script(`SELECT name FROM ${tableNames.locks}`)).rows;
  const write = async () => {
    const longNote = command({
      name: 'csm.add',
      tables: ['activeCsms'],
      sql: sql`INSERT INTO ${t.activeCsms} VALUES (${'Ann'.repeat(3_000)})`,
    });
    await (await client.getWarehouse()).transaction('write', (session) => session.write(longNote));
  };

  it('writes nothing while the last write succeeded', async () => {
    await checkReady();
    disk.fill();
    await checkReady();
  });

  it('rejects after a failed write until there is space, and then resolves at once', async () => {
    await expect(write()).rejects.toMatchObject({ code: 'warehouse_unavailable' });
    for (const _ of ['first check', 'second check']) {
      await expect(checkReady()).rejects.toMatchObject({
        code: 'warehouse_unavailable',
        message: expect.stringContaining('disk is full'),
      });
    }
    disk.free();
    await checkReady();
    expect(await locks()).toEqual(lockNames.map((name) => [name]));
  });

  it('rejects no longer once another write has succeeded', async () => {
    disk.fill();
    await expect(write()).rejects.toMatchObject({ code: 'warehouse_unavailable' });
    disk.free();
    await write();
    disk.fill();
    await checkReady();
  });
});
