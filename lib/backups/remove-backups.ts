import 'server-only';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '@/lib/time';
import { backupNames } from './list-backups';
import { readManifest } from './manifest';
import type { BackupSettings } from './settings';

/** The start of the name of a folder that is not, or no longer, a backup. */
const UNFINISHED = '.unfinished-';

/** A folder for a backup that is being made. */
export function unfinishedFolder({ folder }: BackupSettings, name: string): string {
  return join(folder, UNFINISHED + name);
}

/** Removes what killed processes have left of this warehouse's backups. */
export async function removeUnfinished({ folder, prefix }: BackupSettings): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(UNFINISHED + prefix)) await rm(join(folder, name), { recursive: true });
  }
}

/**
 * Removes the backups that are neither among the newest nor young enough to be kept. Leaves alone what
 * has no manifest, because a person may have put it there.
 * @param newest the name of the backup that was just made, which is always kept
 * @returns the names of the removed ones
 */
export async function removeOldBackups(
  settings: BackupSettings,
  newest: string,
  now: Date,
): Promise<readonly string[]> {
  const { folder, keep, keepDays } = settings;
  const oldest = now.getTime() - keepDays * DAY_MS;
  const others = (await backupNames(settings)).filter((name) => name !== newest);
  const removed: string[] = [];
  for (const name of others.slice(keep - 1)) {
    const manifest = await readManifest(join(folder, name));
    if (!manifest || manifest.takenAt.getTime() >= oldest) continue;
    // Renamed first, so that no half-removed folder looks like a backup.
    const unfinished = unfinishedFolder(settings, name);
    await rename(join(folder, name), unfinished);
    await rm(unfinished, { recursive: true });
    removed.push(name);
  }
  return removed;
}
