import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time';
import type { Command } from '@/lib/warehouse/types';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { acquireExpiredLock, acquireLock, readLock, renewLock } from './locks';
import { failAllRuns, insertRun } from './runs';

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());

const now = new Date(Date.UTC(2026, 0, 1));
const write = (...commands: Command[]) =>
  temporary.warehouse.transaction('test', async (session) => {
    let rows = 0;
    for (const command of commands) rows = await session.write(command);
    return rows;
  });
const lock = (holder: string, ttlMs = MINUTE_MS) => ({ name: 'run', holder, ttlMs }) as const;
const run = (id: string) =>
  insertRun({
    id,
    mode: 'batch',
    dryRun: false,
    accountId: null,
    batchSize: 1,
    by: { email: 'mia@example.com', name: 'Mia' },
    at: now,
    policyVersion: 1,
  });
/** Acquires the lock and inserts a run; affects one row if both succeed. */
const start = (holder: string) =>
  temporary.warehouse.transaction('test', async (session) => {
    const acquired = await session.write(acquireLock(lock(holder)));
    return acquired === 0 ? 0 : session.write(run(holder));
  });
const holder = async () => (await temporary.warehouse.read(readLock('run')))[0];

describe('the run lock', () => {
  it('is acquired by exactly one of many concurrent runs', async () => {
    const starts = Array.from({ length: 20 }, (_, index) => start(`run ${index}`));
    const won = (await Promise.all(starts)).reduce((sum, rows) => sum + rows, 0);
    expect(won).toBe(1);
    expect(await holder()).toMatchObject({ name: 'run', holder: 'run 0' });
  });

  it('can be reacquired and renewed only by its holder', async () => {
    expect(await write(acquireLock(lock('run 0', HOUR_MS)))).toBe(1);
    const before = (await holder())?.expires_at ?? now;
    expect(await write(renewLock(lock('run 0', DAY_MS)))).toBe(1);
    const after = (await holder())?.expires_at ?? now;
    expect(after.getTime() - before.getTime()).toBeGreaterThanOrEqual(DAY_MS - HOUR_MS);
    expect(await write(acquireLock(lock('run 1')))).toBe(0);
    expect(await write(renewLock(lock('run 1')))).toBe(0);
    expect((await holder())?.expires_at).toEqual(after);
  });

  it('can be acquired by another run after it expires, and then not renewed by the first', async () => {
    expect(await write(acquireExpiredLock(lock('run 1')))).toBe(0);
    await write(renewLock(lock('run 0', -1)));
    expect(await write(acquireExpiredLock(lock('run 1')))).toBe(1);
    expect(await write(renewLock(lock('run 0')))).toBe(0);
    expect((await holder())?.holder).toBe('run 1');
  });

  it('is free after its holder’s run has ended, without a release', async () => {
    await write(failAllRuns(now), run('run 1'));
    expect(await start('run 2')).toBe(0);
    await write(failAllRuns(now));
    expect(await start('run 2')).toBe(1);
    expect((await holder())?.holder).toBe('run 2');
  });

  it('does not allow a second run to be inserted even if it was acquired by mistake', async () => {
    expect(await write(run('run 3'))).toBe(0);
  });
});
