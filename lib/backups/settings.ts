import 'server-only';
import { basename, dirname, join, resolve } from 'node:path';
import { env } from '@/lib/server/env';

/** Where backups are, and how many are kept. */
export interface BackupSettings {
  /** The embedded warehouse's file. */
  readonly source: string;
  /** The folder that has a folder for each backup. */
  readonly folder: string;
  /** The start of every backup's name. */
  readonly prefix: string;
  /** The newest ones to keep. */
  readonly keep: number;
  /** Older ones are also kept for this many days. */
  readonly keepDays: number;
}

/** The settings of this installation. */
export function backupSettings(): BackupSettings {
  const { DUCKDB_PATH, BACKUP_DIR, BACKUP_KEEP: keep, BACKUP_KEEP_DAYS: keepDays } = env();
  const source = resolve(DUCKDB_PATH);
  return {
    source,
    keep,
    keepDays,
    // Without the comments, the build would contain everything that could be in such a folder.
    folder: resolve(
      /*turbopackIgnore: true*/ BACKUP_DIR ??
        join(/*turbopackIgnore: true*/ dirname(source), 'backups'),
    ),
    prefix: `${basename(source).replace(/\.duckdb$/, '')}-`,
  };
}
