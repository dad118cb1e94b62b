import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryWarehouse, temporaryWarehouse } from '@/lib/testing/engine';
import { readLock, releaseLock, takeLock } from './locks';

let temporary: TemporaryWarehouse;
beforeAll(async () => {
  temporary = await temporaryWarehouse();
});
afterAll(() => temporary.dispose());

const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n));
const take = (holder: string, at: number) =>
  temporary.warehouse.transaction('take', (session) =>
    session.write(takeLock({ name: 'run', holder, now: minute(at), until: minute(at + 5) })),
  );
const release = (holder: string) =>
  temporary.warehouse.transaction('release', (session) =>
    session.write(releaseLock('run', holder)),
  );
const holder = async () => (await temporary.warehouse.read(readLock('run')))[0];

describe('the run lock', () => {
  it('is taken by one of many who ask at once', async () => {
    const asked = Array.from({ length: 20 }, (_, index) => take(`asker ${index}`, 0));
    const won = (await Promise.all(asked)).reduce((sum, rows) => sum + rows, 0);
    expect(won).toBe(1);
    expect(await holder()).toEqual({ name: 'run', holder: 'asker 0', expires_at: minute(5) });
  });

  it('may be extended by its holder and by nobody else', async () => {
    expect(await take('asker 0', 2)).toBe(1);
    expect(await take('asker 1', 3)).toBe(0);
    expect((await holder())?.expires_at).toEqual(minute(7));
  });

  it('passes on once it has expired, and the late holder cannot free it', async () => {
    expect(await take('asker 1', 8)).toBe(1);
    expect(await release('asker 0')).toBe(0);
    expect((await holder())?.holder).toBe('asker 1');
  });

  it('is free again when its holder frees it', async () => {
    expect(await release('asker 1')).toBe(1);
    expect(await holder()).toEqual({ name: 'run', holder: null, expires_at: null });
  });
});
