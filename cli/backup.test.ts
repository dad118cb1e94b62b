import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BackupTest, backupTest } from '@/test/support/backups';
import { type CommandOutcome, runCommandWith } from '@/test/support/run-cli';

let test: BackupTest;
beforeEach(async () => {
  test = await backupTest();
  await test.warehouse.close();
});
afterEach(() => test.dispose());

const settings = () => ({ DUCKDB_PATH: test.path, BACKUP_DIR: test.settings.folder });
const run = (command: string, ...args: string[]): Promise<CommandOutcome> =>
  runCommandWith(settings(), command, args);
const backups = () => readdir(test.settings.folder);

describe('npm run backup and npm run restore', { timeout: 120_000 }, () => {
  it('make, list, and restore a backup without a server', async () => {
    const made = await run('backup');
    expect([made.code, made.err]).toEqual([0, '']);
    const [name = ''] = await backups();
    expect(made.out).toContain(`Made and verified ${join(test.settings.folder, name)}`);
    expect(made.out).toMatch(/\d+ tables, \d+ rows, [\d.]+ MB, up to audit entry 0/);
    const listed = await run('backup', '--list');
    expect([listed.code, listed.out]).toEqual([
      0,
      expect.stringMatching(/^warehouse-\S+Z {2}verified, .* MB, schema version \d+, csm-routing /),
    ]);
    const restored = await run('restore', name);
    expect([restored.code, restored.err]).toEqual([0, '']);
    expect(restored.out).toContain(`Restored ${test.path} from ${name}.`);
    expect(restored.out).toContain('The file before is kept as');
    expect(restored.out).toContain('Next: start the server.');
  });

  it('report a backup that does not verify, and do not restore it', async () => {
    await run('backup');
    const [name = ''] = await backups();
    await truncate(join(test.settings.folder, name, 'warehouse.duckdb'), 4096);
    const listed = await run('backup', '--list');
    expect([listed.code, listed.out]).toEqual([3, expect.stringContaining('DOES NOT VERIFY')]);
    const restored = await run('restore', name);
    expect(restored.code).toBe(1);
    expect(restored.err).toContain('This backup does not verify, so it was not restored.');
  });

  it('leave nothing that looks like a backup when the process is killed', async () => {
    const file = fileURLToPath(new URL('backup.ts', import.meta.url));
    const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', file], {
      env: { ...process.env, WAREHOUSE: '', ...settings() },
    });
    const exited = once(child, 'exit');
    while ((await backups()).length === 0) await pause(1);
    child.kill('SIGKILL');
    await exited;
    const left = await backups();
    const { code, out } = await run('backup', '--list');
    expect(code).toBe(0);
    // The kill may come too late, and then the backup is complete.
    const isComplete = !left[0]?.startsWith('.unfinished-');
    expect(out).toContain(isComplete ? 'verified' : 'There are no backups');
    expect((await run('backup')).code).toBe(0);
    expect(await backups()).toHaveLength(isComplete ? 2 : 1);
  });

  it.each([
    ['backup', ['now'], 2, 'Unexpected argument'],
    ['restore', [], 2, 'Usage: npm run restore'],
    ['restore', ['warehouse-none'], 1, 'has no manifest of a backup'],
  ])('npm run %s -- %j exits with %i', async (command, args, code, words) => {
    const outcome = await run(command, ...args);
    expect(outcome.code).toBe(code);
    expect(outcome.err).toContain(words);
  });
});
