import { spawnSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A tmpfs of its own, which a test can fill. */
export interface SmallDisk {
  /** The folder where it is mounted. */
  readonly folder: string;
  /** Fills the disk, except for this many bytes. */
  fill(exceptBytes?: number): void;
  /** Makes space again. */
  free(): void;
  unmount(): void;
}

/**
 * Mounts a tmpfs, which requires root on Linux.
 * @param over an existing folder, which is hidden while the disk is mounted; default: a new one
 * @throws Error that says why it cannot be mounted
 */
export function mountSmallDisk(megabytes: number, over?: string): SmallDisk {
  const folder = over ?? mkdtempSync(join(tmpdir(), 'csm-routing-disk-'));
  const removeFolder = () => over === undefined && rmdirSync(folder);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  if (mounted.status !== 0) {
    removeFolder();
    throw new Error(String(mounted.error ?? mounted.stderr).trim());
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill(exceptBytes = 0) {
      const file = openSync(filler, 'a');
      const block = Buffer.alloc(4096);
      try {
        while (hasSpaceFor(file, block));
        ftruncateSync(file, statSync(filler).size - exceptBytes);
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    unmount() {
      spawnSync('umount', ['-l', folder]);
      removeFolder();
    },
  };
}

function hasSpaceFor(file: number, block: Buffer): boolean {
  try {
    writeSync(file, block);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

/** Why no small disk can be mounted here, or undefined if one can. */
export function smallDiskUnavailable(): string | undefined {
  try {
    mountSmallDisk(1).unmount();
    return undefined;
  } catch (error) {
    return `cannot mount a tmpfs: ${(error as Error).message}`;
  }
}
