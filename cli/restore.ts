import { basename, dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { restoreBackup } from '@/lib/backups/restore-backup';
import { backupSettings } from '@/lib/backups/settings';
import { env } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { latestSchemaVersion } from '@/lib/warehouse/schema/setup';
import { openExclusively, operator, runCommand, UsageError } from './run-command';
import { print } from './terminal-text';

const usage = `Usage: npm run restore -- BACKUP
Replaces the embedded warehouse with a backup: the name of one that \`npm run backup -- --list\` shows, or the
path of its folder. Stop the server first. The files before are renamed, never removed. A backup that does
not verify is not restored.`;

await runCommand(async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return print(usage);
  const [backup, ...more] = positionals;
  if (!backup || more.length > 0) throw new UsageError(usage);
  if (env().WAREHOUSE === 'snowflake') {
    throw new AppError(
      'invalid_input',
      'The data is in Snowflake, so there is no file to restore.',
    );
  }
  const settings = backupSettings();
  const folder = dirname(backup) === '.' ? resolve(settings.folder, backup) : resolve(backup);
  const ctx = { person: operator(), now: () => new Date(), settings };
  const { manifest, path, replaced } = await openExclusively(() => restoreBackup(ctx, folder));
  print(`Restored ${path} from ${basename(folder)}.`);
  if (replaced) print(`The file before is kept as ${replaced}`);
  print(
    `Everything saved after ${manifest.takenAt.toISOString()} is missing, and everyone has to sign in again. A member who was disabled or an API token that was revoked after that time works again: check the Members page.`,
  );
  const isOlder = (manifest.schemaVersion ?? 0) < latestSchemaVersion();
  print(isOlder ? 'Next: npm run setup, then start the server.' : 'Next: start the server.');
});
