import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '@/lib/audit/verify-audit';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { auditPage } from '@/lib/warehouse/sql/audit';
import { openSessions } from '@/lib/warehouse/sql/sessions';
import { admin, type BackupTest, backupTest } from '@/test/support/backups';
import { addSession } from '@/test/support/members';
import { startProcess } from '@/test/support/processes/start-process';
import { restoreBackup } from './restore-backup';

let test: BackupTest;
let backup: { readonly path: string; readonly name: string };
/** A row is added before the backup, and another one after it. */
beforeEach(async () => {
  test = await backupTest();
  await test.warehouse.script("CREATE TABLE marks (text VARCHAR); INSERT INTO marks VALUES ('a')");
  await addSession(test.ctx, 'mia@example.com');
  backup = await test.backUp();
  await test.warehouse.script("INSERT INTO marks VALUES ('b')");
  await test.warehouse.close();
});
afterEach(() => test.dispose());

const restore = (folder = backup.path) => restoreBackup(test.ctx, folder);

async function inWarehouse<Result>(
  work: (warehouse: Awaited<ReturnType<typeof openDuckDb>>) => Promise<Result>,
  path = test.path,
): Promise<Result> {
  const warehouse = await openDuckDb({ path });
  return work(warehouse).finally(() => warehouse.close());
}
const marks = (path?: string) =>
  inWarehouse(async (warehouse) => (await warehouse.script('SELECT text FROM marks')).rows, path);

describe('restoreBackup', () => {
  it('brings back the warehouse of the backup, and keeps the one before', async () => {
    const { replaced, path, manifest } = await restore();
    expect(path).toBe(test.path);
    expect(manifest.takenAt).toEqual(new Date('2026-03-02T09:02:00Z'));
    expect(await marks()).toEqual([['a']]);
    expect(await marks(replaced ?? '')).toEqual([['a'], ['b']]);
    expect((await readdir(dirname(test.path))).sort()).toEqual([
      expect.stringMatching(/^warehouse\.before-restore-\d{8}T\d{6}\.\d{3}Z\.duckdb$/),
      expect.stringMatching(/^warehouse\.before-restore-.*\.share\.duckdb$/),
      'warehouse.duckdb',
      'warehouse.share.duckdb',
    ]);
  });

  it('records it in the audit trail, which stays intact, and ends all sessions', async () => {
    await restore();
    await inWarehouse(async (warehouse) => {
      const filter = { action: null, person: null, text: null, from: null, until: null };
      const [entry] = await warehouse.read(auditPage(filter, { limit: 1, offset: 0 }));
      expect(entry).toMatchObject({
        action: 'backup.restored',
        actor: admin.email,
        subject: backup.name,
      });
      expect(JSON.parse(entry?.details ?? '')).toMatchObject({
        takenAt: '2026-03-02T09:02:00.000Z',
        sessionsEnded: 1,
      });
      expect(await verifyAudit({ warehouse, person: admin }, {})).toMatchObject({ problems: [] });
      const now = new Date('2026-03-02T09:10:00Z');
      expect(await warehouse.read(openSessions({ now, idleSince: new Date(0) }))).toEqual([]);
    });
  });

  it('refuses a backup that does not verify, and changes nothing', async () => {
    await truncate(join(backup.path, 'warehouse.duckdb'), 4096);
    await expect(restore()).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('Nothing was changed.'),
    });
    expect(await marks()).toEqual([['a'], ['b']]);
    expect(await readdir(dirname(test.path))).toHaveLength(2);
  });

  it('refuses while a process has the warehouse open', async () => {
    const server = startProcess('hold-warehouse', test.path);
    for await (const line of server.lines) if (line === 'held') break;
    await expect(restore()).rejects.toMatchObject({
      code: 'warehouse_busy',
      details: { pid: server.process.pid },
    });
    server.process.stdin.end();
    await server.exited;
    expect(await marks()).toEqual([['a'], ['b']]);
  });

  it('restores over a damaged file, which it keeps, and where there is none', async () => {
    await writeFile(test.path, 'damaged');
    expect((await restore()).replaced).toMatch(/before-restore/);
    expect(await marks()).toEqual([['a']]);
    await rm(dirname(test.path), { recursive: true });
    expect((await restore()).replaced).toBeNull();
    expect(await marks()).toEqual([['a']]);
  });

  it('restores over what an interrupted restore has left', async () => {
    await writeFile(test.path.replace('.duckdb', '.restoring.duckdb'), 'half');
    await writeFile(test.path.replace('.duckdb', '.restoring.duckdb.wal'), 'half');
    await restore();
    expect(await marks()).toEqual([['a']]);
  });
});
