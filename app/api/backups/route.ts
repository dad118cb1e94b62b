import { z } from 'zod';
import { createBackup } from '@/lib/backups/create-backup';
import { backupSettings } from '@/lib/backups/settings';
import { readJson, runRoute } from '@/lib/server/api';

/** Makes a backup of the embedded warehouse and verifies it. Admins only. */
export function POST(request: Request): Promise<Response> {
  return runRoute('backup.create', request, z.object({}), readJson, (ctx) =>
    createBackup({ ...ctx, settings: backupSettings() }),
  );
}
