import 'server-only';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Person, requireRole } from '@/lib/server/auth/person';
import type { Manifest } from './manifest';
import type { BackupSettings } from './settings';
import { verifyBackup } from './verify-backup';

const TIME = /^\d{8}T\d{6}\.\d{3}Z$/;

/** The name of a backup taken at a time. Names sort by time. */
export function backupName({ prefix }: BackupSettings, takenAt: Date): string {
  return prefix + takenAt.toISOString().replaceAll(/[-:]/g, '');
}

/** The names of this warehouse's backups, newest first, whether or not they verify. */
export async function backupNames({ folder, prefix }: BackupSettings): Promise<readonly string[]> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((name) => name.startsWith(prefix) && TIME.test(name.slice(prefix.length)))
    .sort()
    .reverse();
}

/** A backup in the list. */
export interface ListedBackup {
  readonly name: string;
  /** Undefined if it has none. */
  readonly manifest: Manifest | undefined;
  /** Why it does not verify, in a sentence; null if it does. */
  readonly problem: string | null;
}

/** Verifies each backup, newest first, which reads all of it. Admins only. */
export async function listBackups({
  person,
  settings,
}: {
  readonly person: Person;
  readonly settings: BackupSettings;
}): Promise<AsyncIterable<ListedBackup>> {
  requireRole(person, 'admin');
  return verifyAll(settings.folder, await backupNames(settings));
}

async function* verifyAll(folder: string, names: readonly string[]): AsyncGenerator<ListedBackup> {
  for (const name of names) yield { name, ...(await verifyBackup(join(folder, name))) };
}
