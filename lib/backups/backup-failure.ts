import { AppError } from '@/lib/server/errors';

const DISK_FULL = /ENOSPC|EDQUOT|No space left|Disk quota exceeded/;
const NOT_WRITABLE = /EACCES|EPERM|EROFS|ENOTDIR|EEXIST|Permission denied|Read-only file system/;

/** Why no backup was made, and what to do about it. Errors about the warehouse itself stay as they are. */
export function backupFailure(error: unknown, folder: string): AppError {
  const text = causes(error);
  const kept = 'No backup was made, and earlier ones were kept.';
  if (DISK_FULL.test(text)) {
    return new AppError(
      'warehouse_unavailable',
      `The disk of ${folder} is full. ${kept} Free some space, or set BACKUP_DIR to a folder on another disk.`,
      { cause: error },
    );
  }
  if (NOT_WRITABLE.test(text)) {
    return new AppError(
      'warehouse_read_only',
      `The folder ${folder} cannot be written. ${kept} Give the program write permission, or set BACKUP_DIR to another folder.`,
      { cause: error },
    );
  }
  if (error instanceof AppError) return error;
  return new AppError(
    'unexpected',
    `The backup could not be verified, so it was removed. ${kept} The server log has the details. Check the disks of the warehouse and of ${folder}.`,
    { cause: error },
  );
}

function causes(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code = '' } = error as NodeJS.ErrnoException;
  return `${code} ${error.message}\n${causes(error.cause)}`;
}
