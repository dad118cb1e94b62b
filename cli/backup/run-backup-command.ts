import { parseArgs } from 'node:util';
import { z } from 'zod';
import { operator } from '@/cli/run-command';
import { callServer, hereOrOnServer, type WarehouseAccess } from '@/cli/server-api';
import { print } from '@/cli/terminal-text';
import { type Backup, createBackup } from '@/lib/backups/create-backup';
import { type ListedBackup, listBackups } from '@/lib/backups/list-backups';
import { backupSettings } from '@/lib/backups/settings';
import { operatorToken } from '@/lib/server/auth/secrets';
import { MINUTE_MS } from '@/lib/time';
import { openWarehouse } from '@/lib/warehouse/client';
import type { Warehouse } from '@/lib/warehouse/types';

const usage = `Usage: npm run backup [-- --json]
       npm run backup -- --list [--json]
Makes a backup of the embedded warehouse and verifies it. If the running server has the warehouse open, the
server makes it, and people keep working. Then removes backups that BACKUP_KEEP and BACKUP_KEEP_DAYS no
longer keep.

  --list  verify each backup in BACKUP_DIR, newest first
  --json  print one JSON document

Exit codes
  0  made, or all listed ones verify
  1  the command failed; no backup was made
  2  invalid arguments
  3  a listed backup does not verify`;

/** Exit code for a backup that does not verify. */
const BROKEN = 3;

/** Node ends a request that has no response after five minutes, whatever the limit here. */
const TIMEOUT_MS = 5 * MINUTE_MS;

/** Makes a backup or lists them, and sets the exit code. */
export async function runBackupCommand(
  args: string[],
  access: WarehouseAccess = unchecked(),
): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      list: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(usage);
  return values.list ? list(values.json) : make(values.json, access);
}

/** Opens the warehouse whatever its schema version, because a backup comes before an upgrade. */
function unchecked(): WarehouseAccess {
  let warehouse: Warehouse | undefined;
  return {
    async open() {
      warehouse = await openWarehouse();
      return warehouse;
    },
    close: async () => warehouse?.close(),
  };
}

async function make(json: boolean, access: WarehouseAccess): Promise<void> {
  const backup = await hereOrOnServer<Backup>(
    access,
    (warehouse) =>
      createBackup({
        warehouse,
        person: operator(),
        now: () => new Date(),
        settings: backupSettings(),
      }),
    (server) =>
      callServer(server, backupSchema, {
        method: 'POST',
        path: '/api/backups',
        token: operatorToken(),
        body: {},
        timeoutMs: TIMEOUT_MS,
      }),
  );
  if (json) return print(JSON.stringify(backup, null, 2));
  const { path, tables, rows, bytes, auditEntry, removed } = backup;
  const entry = auditEntry === null ? '' : `, up to audit entry ${auditEntry.toLocaleString()}`;
  print(`Made and verified ${path}`);
  print(`  ${tables} tables, ${rows.toLocaleString()} rows, ${megabytes(bytes)}${entry}`);
  for (const name of removed) print(`Removed the older backup ${name}`);
}

async function list(json: boolean): Promise<void> {
  const settings = backupSettings();
  const found: ListedBackup[] = [];
  // Printed one by one, because each takes a while.
  for await (const backup of await listBackups({ person: operator(), settings })) {
    found.push(backup);
    if (!json) print(listLine(backup));
  }
  if (json) print(JSON.stringify(found, null, 2));
  else if (found.length === 0) print(`There are no backups in ${settings.folder}.`);
  if (found.some(({ problem }) => problem !== null)) process.exitCode = BROKEN;
}

function listLine({ name, manifest, problem }: ListedBackup): string {
  if (problem !== null || !manifest) return `${name}  DOES NOT VERIFY. ${problem}`;
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const version = `schema version ${manifest.schemaVersion}`;
  return `${name}  verified, ${megabytes(bytes)}, ${version}, ${manifest.program}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB`;
}

const backupSchema = z.object({
  name: z.string(),
  path: z.string(),
  bytes: z.number(),
  tables: z.number(),
  rows: z.number(),
  auditEntry: z.number().nullable(),
  removed: z.array(z.string()),
}) satisfies z.ZodType<Backup>;
