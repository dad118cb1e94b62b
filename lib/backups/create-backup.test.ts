import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditPage } from '@/lib/warehouse/sql/audit';
import { tableNames } from '@/lib/warehouse/tables';
import { admin, type BackupTest, backupTest } from '@/test/support/backups';
import { connectLikeSnowflake } from '@/test/support/other-server';
import { mountSmallDisk, smallDiskUnavailable } from '@/test/support/small-disk';
import { createBackup } from './create-backup';
import { verifyBackup } from './verify-backup';

let test: BackupTest;
beforeEach(async () => {
  test = await backupTest();
});
afterEach(() => test.dispose());

const inFolder = () => readdir(test.settings.folder);

describe('createBackup', () => {
  it('makes a private folder with both files and a manifest, which verifies', async () => {
    const backup = await test.backUp();
    expect(await inFolder()).toEqual([backup.name]);
    expect(backup).toMatchObject({ auditEntry: 0, removed: [], tables: expect.any(Number) });
    const files = await readdir(backup.path);
    expect(files.sort()).toEqual(['manifest.json', 'warehouse.duckdb', 'warehouse.share.duckdb']);
    for (const file of files) {
      expect((await stat(join(backup.path, file))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(backup.path)).mode & 0o777).toBe(0o700);
    const manifest = JSON.parse(await readFile(join(backup.path, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      takenAt: '2026-03-02T09:00:00.000Z',
      schemaVersion: expect.any(Number),
      program: expect.stringContaining('csm-routing '),
      auditHead: { entry: 0 },
      rows: { [tableNames.policies]: 1 },
    });
    expect(await verifyBackup(backup.path)).toMatchObject({ problem: null });
  });

  it('records who made it in the audit trail', async () => {
    const { name, bytes, rows } = await test.backUp();
    const filter = { action: null, person: null, text: null, from: null, until: null };
    const [entry] = await test.warehouse.read(auditPage(filter, { limit: 1, offset: 0 }));
    expect(entry).toMatchObject({ action: 'backup.made', actor: admin.email, subject: name });
    expect(JSON.parse(entry?.details ?? '')).toEqual({ bytes, rows, auditEntry: 0, removed: [] });
  });

  it('keeps the newest ones, those of the last days, and what is not a backup', async () => {
    const first = await test.backUp();
    const second = await test.backUp({ keep: 2 });
    expect(second.removed).toEqual([]);
    const foreign = 'warehouse-20200101T000000.000Z';
    await mkdir(join(test.settings.folder, foreign));
    expect((await test.backUp({ keep: 1, keepDays: 1 })).removed).toEqual([]);
    const last = await test.backUp({ keep: 2 });
    expect(last.removed).toEqual([second.name, first.name]);
    expect(await inFolder()).toHaveLength(3);
    expect(await inFolder()).toEqual(expect.arrayContaining([foreign, last.name]));
  });

  it('keeps the one it just made when the clock was set back', async () => {
    await test.backUp();
    const earlier = () => new Date('2025-01-01T00:00:00Z');
    const settings = { ...test.settings, keep: 1 };
    const { name } = await createBackup({ ...test.ctx, now: earlier, settings });
    expect(await inFolder()).toContain(name);
  });

  it('removes what a killed process has left, and never counts it as a backup', async () => {
    const left = join(test.settings.folder, '.unfinished-warehouse-20260301T000000.000Z');
    await mkdir(left);
    await writeFile(join(left, 'warehouse.duckdb'), 'half');
    const { name } = await test.backUp();
    expect(await inFolder()).toEqual([name]);
  });

  it('removes a copy that differs from the warehouse, and keeps the earlier ones', async () => {
    const { name } = await test.backUp();
    const { copyFiles } = test.warehouse;
    const warehouse = {
      ...test.warehouse,
      copyFiles: async (path: string) => {
        const contents = await copyFiles?.(path);
        if (!contents) throw new Error('not copied');
        return { ...contents, rows: { ...contents.rows, [tableNames.policies]: 2 } };
      },
    };
    await expect(createBackup({ ...test.ctx, warehouse })).rejects.toMatchObject({
      message: expect.stringContaining('The backup could not be verified, so it was removed.'),
      cause: { message: expect.stringContaining('CSM_ROUTING_POLICIES has 1 rows instead of 2.') },
    });
    expect(await inFolder()).toEqual([name]);
  });

  it('refuses a second backup at the same time', async () => {
    const first = test.backUp();
    await expect(test.backUp()).rejects.toMatchObject({ code: 'backup_in_progress' });
    await first;
    expect(await inFolder()).toHaveLength(1);
  });

  it('says who keeps earlier states of data in Snowflake', async () => {
    const { warehouse } = connectLikeSnowflake(test.warehouse);
    await expect(createBackup({ ...test.ctx, warehouse })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('Time Travel'),
    });
    expect(await inFolder()).toEqual([]);
  });

  it('says which folder cannot be written', async () => {
    const folder = join(test.settings.folder, 'a-file');
    await writeFile(folder, '');
    await expect(test.backUp({ folder })).rejects.toMatchObject({
      code: 'warehouse_read_only',
      message: expect.stringContaining(`The folder ${folder} cannot be written.`),
    });
  });

  const skipped = smallDiskUnavailable();
  it.skipIf(skipped)('leaves nothing on a full disk, and keeps the earlier backup', async () => {
    await rm(test.settings.folder, { recursive: true });
    const disk = mountSmallDisk(24);
    try {
      const { name } = await test.backUp({ folder: disk.folder });
      disk.fill(20_000);
      await expect(test.backUp({ folder: disk.folder })).rejects.toMatchObject({
        code: 'warehouse_unavailable',
        message: expect.stringContaining(`The disk of ${disk.folder} is full.`),
      });
      expect((await readdir(disk.folder)).sort()).toEqual(['filler', name]);
      disk.free();
      await test.backUp({ folder: disk.folder });
    } finally {
      disk.unmount();
    }
  });
});
