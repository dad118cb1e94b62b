import 'server-only';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { recordAudit } from '@/lib/server/audit/audited-transaction';
import { type Person, requireRole } from '@/lib/server/auth/person';
import { AppError } from '@/lib/server/errors';
import { reportError } from '@/lib/server/log';
import { shutdownSignal } from '@/lib/server/shutdown-signal';
import { finishCopy, readCopy } from '@/lib/warehouse/copies';
import type { Warehouse, WarehouseContents } from '@/lib/warehouse/types';
import { backupFailure } from './backup-failure';
import { backupName } from './list-backups';
import { syncToDisk, WAREHOUSE_FILE, writeManifest } from './manifest';
import { removeOldBackups, removeUnfinished, unfinishedFolder } from './remove-backups';
import type { BackupSettings } from './settings';
import { compareContents } from './verify-backup';

interface BackupContext {
  readonly warehouse: Warehouse;
  readonly person: Person;
  readonly now: () => Date;
  readonly settings: BackupSettings;
}

/** A backup that was made and verified. */
export interface Backup {
  readonly name: string;
  /** Where it is. */
  readonly path: string;
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  /** The number of the newest entry of the audit trail in it; null if the schema has none yet. */
  readonly auditEntry: number | null;
  /** The names of older backups that were removed. */
  readonly removed: readonly string[];
}

// On globalThis, because Next.js gives route handlers and scheduled work separate copies of a module.
const inProgress = globalThis as { csmRoutingBackup?: boolean };

/**
 * Makes a backup of the embedded warehouse while it is in use, verifies it, and removes old ones. It gets
 * its name when it is complete, so nothing else looks like a backup. Admins only.
 * @throws AppError `forbidden`; `invalid_input` on Snowflake; `backup_in_progress`; `cancelled` when the
 * server stops; or a warehouse code that says what to do
 */
export async function createBackup(ctx: BackupContext): Promise<Backup> {
  requireRole(ctx.person, 'admin');
  const { copyFiles } = ctx.warehouse;
  if (!copyFiles) throw snowflakeError();
  if (inProgress.csmRoutingBackup) {
    throw new AppError(
      'backup_in_progress',
      'A backup is being made. Wait until it is complete, then try again.',
    );
  }
  inProgress.csmRoutingBackup = true;
  try {
    const made = await makeBackup(ctx, copyFiles);
    const backup = { ...made, removed: await removeOld(ctx, made) };
    await record(ctx, backup);
    return backup;
  } finally {
    inProgress.csmRoutingBackup = false;
  }
}

async function makeBackup(
  { now, settings }: BackupContext,
  copyFiles: NonNullable<Warehouse['copyFiles']>,
): Promise<Omit<Backup, 'removed'>> {
  const takenAt = now();
  const name = backupName(settings, takenAt);
  const path = join(settings.folder, name);
  const unfinished = unfinishedFolder(settings, name);
  try {
    await mkdir(settings.folder, { recursive: true, mode: 0o700 });
    await removeUnfinished(settings);
    await mkdir(unfinished, { mode: 0o700 });
    const contents = await copyVerified(join(unfinished, WAREHOUSE_FILE), copyFiles);
    const { files } = await writeManifest(unfinished, takenAt, contents);
    await rename(unfinished, path);
    await syncToDisk(settings.folder);
    const rows = Object.values(contents.rows);
    return {
      name,
      path,
      tables: rows.length,
      rows: rows.reduce((sum, each) => sum + each, 0),
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      auditEntry: contents.auditHead?.entry ?? null,
    };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => {});
    throw backupFailure(error, settings.folder);
  }
}

/** The new backup is complete, so a failure is only reported. */
async function removeOld(
  { settings, now }: BackupContext,
  { name }: Pick<Backup, 'name'>,
): Promise<readonly string[]> {
  return removeOldBackups(settings, name, now()).catch((error: unknown) => {
    reportError('backup.remove-old', error);
    return [];
  });
}

async function copyVerified(
  path: string,
  copyFiles: NonNullable<Warehouse['copyFiles']>,
): Promise<WarehouseContents> {
  const expected = await copyFiles(path, { signal: shutdownSignal() });
  await finishCopy(path);
  const difference = compareContents(await readCopy(path), expected);
  if (difference === null) return expected;
  throw new Error(`The copy differs: ${difference}`);
}

/** A warehouse of an earlier version, which is backed up before its upgrade, may have no audit trail. */
async function record(
  ctx: BackupContext,
  { name, bytes, rows, auditEntry, removed }: Backup,
): Promise<void> {
  if (auditEntry === null) return;
  const details = { bytes, rows, auditEntry, removed };
  await recordAudit(ctx, { action: 'backup.made', subject: name, details });
}

function snowflakeError(): AppError {
  return new AppError(
    'invalid_input',
    'The data is in Snowflake, so there is no file to back up. Snowflake keeps earlier states of each table (Time Travel), for as long as DATA_RETENTION_TIME_IN_DAYS says. Ask your data team about it.',
  );
}
