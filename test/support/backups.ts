import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackup } from '@/lib/backups/create-backup';
import type { BackupSettings } from '@/lib/backups/settings';
import type { Person } from '@/lib/server/auth/person';
import type { Warehouse } from '@/lib/warehouse/types';
import { type TemporaryDuckDb, temporaryDuckDb } from './temporary-duckdb';

/** An admin. */
export const admin: Person = { email: 'ada@example.com', name: 'Ada', role: 'admin' };

/** A warehouse with a folder for its backups. */
export interface BackupTest extends TemporaryDuckDb {
  readonly settings: BackupSettings;
  /** A context whose clock advances by a minute with each call. */
  readonly ctx: {
    readonly warehouse: Warehouse;
    readonly person: Person;
    readonly now: () => Date;
    readonly settings: BackupSettings;
  };
  /** Makes a backup with other settings. */
  backUp(settings?: Partial<BackupSettings>): ReturnType<typeof createBackup>;
}

/** Creates an empty warehouse and a folder for its backups. */
export async function backupTest(): Promise<BackupTest> {
  const temporary = await temporaryDuckDb();
  const folder = await mkdtemp(join(tmpdir(), 'csm-routing-backups-'));
  const { warehouse, path } = temporary;
  const settings = { source: path, folder, prefix: 'warehouse-', keep: 14, keepDays: 0 };
  let minute = 0;
  const now = () => new Date(Date.UTC(2026, 2, 2, 9, minute++));
  const ctx = { warehouse, person: admin, now, settings };
  return {
    ...temporary,
    settings,
    ctx,
    backUp: (given = {}) => createBackup({ ...ctx, settings: { ...settings, ...given } }),
    async dispose() {
      await temporary.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
