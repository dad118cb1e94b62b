import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '@/lib/warehouse/types';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { acquireExpiredLock, acquireLock, readLock, renewLock } from './locks';
import { failAllRuns, insertRun } from './runs';

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());

const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n));
const write = (...commands: Command[]) =>
  temporary.warehouse.transaction('test', async (session) => {
    let rows = 0;
    for (const command of commands) rows = await session.write(command);
    return rows;
  });
const lock = (holder: string, at: number) =>
  ({ name: 'run', holder, now: minute(at), until: minute(at + 5) }) as const;
const run = (id: string) =>
  insertRun({
    id,
    mode: 'batch',
    dryRun: false,
    accountId: null,
    batchSize: 1,
    by: { email: 'mia@example.com', name: 'Mia' },
    at: minute(0),
    policyVersion: 1,
  });
/** Takes the lock and begins a run with it; one row where both could be done. */
const begin = (holder: string, at: number) =>
  temporary.warehouse.transaction('test', async (session) => {
    const taken = await session.write(acquireLock(lock(holder, at)));
    return taken === 0 ? 0 : session.write(run(holder));
  });
const holder = async () => (await temporary.warehouse.read(readLock('run')))[0];

describe('the run lock', () => {
  it('is taken by one of many who ask at once', async () => {
    const asked = Array.from({ length: 20 }, (_, index) => begin(`asker ${index}`, 0));
    const won = (await Promise.all(asked)).reduce((sum, rows) => sum + rows, 0);
    expect(won).toBe(1);
    expect(await holder()).toEqual({ name: 'run', holder: 'asker 0', expires_at: minute(5) });
  });

  it('may be taken again and extended by its holder and by nobody else', async () => {
    expect(await write(acquireLock(lock('asker 0', 1)))).toBe(1);
    expect(await write(renewLock(lock('asker 0', 2)))).toBe(1);
    expect(await write(acquireLock(lock('asker 1', 3)))).toBe(0);
    expect(await write(renewLock(lock('asker 1', 3)))).toBe(0);
    expect((await holder())?.expires_at).toEqual(minute(7));
  });

  it('passes on once it has expired, and the late holder cannot extend it', async () => {
    expect(await write(acquireExpiredLock(lock('asker 1', 7)))).toBe(0);
    expect(await write(acquireExpiredLock(lock('asker 1', 8)))).toBe(1);
    expect(await write(renewLock(lock('asker 0', 9)))).toBe(0);
    expect((await holder())?.holder).toBe('asker 1');
  });

  it('is free again when its holder’s run has ended, though nobody gives it back', async () => {
    await write(failAllRuns(minute(9)), run('asker 1'));
    expect(await begin('asker 2', 10)).toBe(0);
    await write(failAllRuns(minute(10)));
    expect(await begin('asker 2', 10)).toBe(1);
    expect(await holder()).toEqual({ name: 'run', holder: 'asker 2', expires_at: minute(15) });
  });

  it('taken in error does not let two runs be under way', async () => {
    expect(await write(run('asker 3'))).toBe(0);
  });
});
