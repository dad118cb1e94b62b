import 'server-only';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { type Person, requireRole } from '@/lib/server/auth/person';
import { AppError } from '@/lib/server/errors';
import { finishCopy, openCopy, requireUnused } from '@/lib/warehouse/copies';
import { type DatabaseFiles, databaseFiles } from '@/lib/warehouse/database-files';
import { endAllSessions } from '@/lib/warehouse/sql/sessions';
import { hashFile, type Manifest, syncToDisk, WAREHOUSE_FILE } from './manifest';
import type { BackupSettings } from './settings';
import { verifyBackup } from './verify-backup';

const KEYS = ['warehouse', 'share'] as const;

interface RestoreContext {
  readonly person: Person;
  readonly now: () => Date;
  readonly settings: BackupSettings;
}

/** A backup that is now the warehouse. */
export interface Restore {
  readonly manifest: Manifest;
  /** The warehouse's file. */
  readonly path: string;
  /** Where the file before is; null if there was none. */
  readonly replaced: string | null;
}

/**
 * Replaces the warehouse's files with those of a backup that verifies. The files before are renamed, never
 * removed. Ends all sessions of the restored warehouse, because some had ended since, and records the
 * restore in its audit trail. Admins only.
 * @throws AppError `forbidden`; `invalid_input` if the backup does not verify; `warehouse_busy` if a
 * process has the warehouse open; `warehouse_read_only`
 */
export async function restoreBackup(ctx: RestoreContext, folder: string): Promise<Restore> {
  requireRole(ctx.person, 'admin');
  const path = ctx.settings.source;
  const verification = await verifyBackup(folder);
  if (verification.problem !== null) {
    throw new AppError(
      'invalid_input',
      `This backup does not verify, so it was not restored. ${verification.problem} Nothing was changed. See the others with: npm run backup -- --list`,
    );
  }
  const { manifest } = verification;
  // Also before the copy, which may take minutes.
  await requireUnused(path);
  const replaced = await replaceFiles(ctx, folder, manifest).catch((error: unknown) => {
    if (error instanceof AppError) throw error;
    throw new AppError(
      'warehouse_read_only',
      `The files could not be replaced (${(error as NodeJS.ErrnoException).code}). Check the free space and the permissions of ${dirname(path)}, and run this again. No file was removed.`,
      { cause: error },
    );
  });
  return { manifest, path, replaced };
}

/** Puts a copy of the backup in place. Returns the new name of the file that was there. */
async function replaceFiles(
  ctx: RestoreContext,
  folder: string,
  manifest: Manifest,
): Promise<string | null> {
  const to = databaseFiles(ctx.settings.source);
  const base = to.warehouse.replace(/\.duckdb$/, '');
  const copy = databaseFiles(`${base}.restoring.duckdb`);
  const time = ctx.now().toISOString().replaceAll(/[-:]/g, '');
  const kept = databaseFiles(`${base}.before-restore-${time}.duckdb`);
  await mkdir(dirname(base), { recursive: true });
  await copyBackup(folder, copy, manifest);
  await recordRestore(ctx, { copy: copy.warehouse, folder, manifest, kept: kept.warehouse });
  for (const key of KEYS) await syncToDisk(copy[key]);
  await requireUnused(to.warehouse);
  for (const key of KEYS) {
    for (const suffix of ['', '.wal']) await renameIfExists(to[key] + suffix, kept[key] + suffix);
  }
  for (const key of KEYS) await rename(copy[key], to[key]);
  await syncToDisk(dirname(base));
  return (await exists(kept.warehouse)) ? kept.warehouse : null;
}

async function copyBackup(folder: string, copy: DatabaseFiles, { files }: Manifest): Promise<void> {
  const from = databaseFiles(join(folder, WAREHOUSE_FILE));
  for (const key of KEYS) {
    // An interrupted restore may have left them.
    for (const suffix of ['', '.wal']) await rm(copy[key] + suffix, { force: true });
    await copyFile(from[key], copy[key]);
    const { sha256 } = files.find(({ name }) => name === basename(from[key])) ?? {};
    if ((await hashFile(copy[key])) !== sha256) throw new Error(`${copy[key]} differs`);
  }
}

/** Records the restore in the copy, so that it is in place together with its record. */
async function recordRestore(
  { person, now }: RestoreContext,
  files: {
    readonly copy: string;
    readonly folder: string;
    readonly manifest: Manifest;
    readonly kept: string;
  },
): Promise<void> {
  const { takenAt, auditHead } = files.manifest;
  // A schema of an earlier version has neither sessions nor an audit trail.
  if (auditHead === null) return;
  const warehouse = await openCopy(files.copy);
  try {
    await auditedTransaction({ warehouse, person, now }, 'backup.restore', async (session, add) => {
      const end = { by: person.email, reason: 'ended_by_admin', at: now() } as const;
      const sessionsEnded = await session.write(endAllSessions(end));
      const fileBefore = basename(files.kept);
      add({
        action: 'backup.restored',
        subject: basename(files.folder),
        details: { takenAt, auditEntry: auditHead.entry, sessionsEnded, fileBefore },
      });
    });
  } finally {
    await warehouse.close();
  }
  await finishCopy(files.copy);
}

async function renameIfExists(from: string, to: string): Promise<void> {
  if (await exists(from)) await rename(from, to);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
