import { spawnSync } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { demoMembers } from '@/demo/people';
import { signInByForm } from './fixtures';
import { root } from './server/process';
import { canRunPrograms, StandaloneCopy } from './server/standalone';
import { collectPageErrors, watchPage } from './support/page-errors';

// What the image contains, run as the image would, without a container engine.

const sources = {
  accounts: `account_id,account_name,needs_csm,neediness_score,health_score,revenue
A-1,Harbor Alarm Co,yes,8,52,48000
A-2,Bluebird Apartments,yes,3,81,9500`,
  csms: `csm_name,is_active,tenure_months
Ada Lind,yes,30
Ines Moreau,yes,44`,
};

const why = canRunPrograms ? '' : ' (skipped: only root can start Node and npm here)';

let copy: StandaloneCopy;
test.beforeAll(async () => {
  copy = await StandaloneCopy.make();
});
test.afterAll(() => copy.dispose());

/** Runs one of the commands, which must succeed, and returns what it printed. */
function npm(command: string, args: readonly string[] = [], input = ''): string {
  const { status, stdout, stderr } = copy.npm(command, args, input);
  expect(status, stderr).toBe(0);
  return stdout;
}

test(`a read-only copy of the build sets up, serves, and stops, without root${why}`, async ({
  browser,
}) => {
  test.skip(!canRunPrograms, why);
  const manager = demoMembers.find(({ role }) => role === 'manager');

  await test.step('the commands create a warehouse, import, and add a member', async () => {
    expect(npm('setup')).toContain('Created the tables');
    for (const [name, text] of Object.entries(sources)) {
      const file = join(copy.data, `${name}.csv`);
      await writeFile(file, text);
      npm('import', [`--${name}`, file]);
    }
    const { name = '', email = '', password } = manager ?? {};
    npm('member', ['--name', name, '--email', email, '--role', 'manager'], password);
  });

  await test.step('a manager signs in and starts a run', async () => {
    expect(copy.checkHealth()).not.toBe(0);
    await copy.start();
    expect(copy.checkHealth()).toBe(0);
    const problems = collectPageErrors();
    const page = await browser.newPage({ baseURL: copy.url });
    watchPage(page, problems.add);
    await signInByForm(page, 'manager');
    await page.goto('/runs');
    await page.getByLabel('Maximum number of accounts').fill('1');
    await page.getByRole('button', { name: 'Start run' }).click();
    await expect(page.getByText('1 recommendation added to the queue')).toBeVisible();
    expect(npm('member', ['--list'])).toContain(manager?.email);
    await page.close();
    expect(problems.unexpected).toEqual([]);
  });

  await test.step('it stops on SIGTERM with everything saved, and only its user can read that', async () => {
    expect(await copy.stop()).toBe(143);
    expect(copy.output).not.toMatch(/EROFS|EACCES|EPERM/);
    const files = (await readdir(copy.data)).filter((name) => !name.endsWith('.csv'));
    expect(files.sort()).toEqual([
      'warehouse.duckdb',
      'warehouse.duckdb.secret',
      'warehouse.share.duckdb',
    ]);
    for (const file of files) {
      expect((await stat(join(copy.data, file))).mode & 0o777).toBe(0o600);
    }
  });

  await test.step('commands run the engine while the server is stopped', async () => {
    npm('route', ['--mode', 'batch', '--batch-size', '1']);
    const sql = 'SELECT account_id FROM CSM_ROUTING_RECOMMENDATIONS_CANNE ORDER BY account_id';
    expect(JSON.parse(npm('sql', [sql, '--json']))).toEqual([
      { account_id: 'A-1' },
      { account_id: 'A-2' },
    ]);
  });
});

test('the list of packages is complete, is the same each time, and names no registry', async () => {
  const printed = ['first', 'second'].map(() => {
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts/sbom.mjs')], {
      cwd: copy.app,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    expect(status).toBe(0);
    return stdout;
  });
  expect(printed[0]).toBe(printed[1]);
  expect(printed[0]).not.toMatch(/registry\.\w+\.\w+|"file:/);
  expect(printed[0]).not.toContain(root);

  const { components } = JSON.parse(printed[0] ?? '') as {
    readonly components: readonly { readonly name: string; readonly version: string }[];
  };
  const listed = components.map(({ name, version }) => `${name}@${version}`);
  const folder = join(copy.app, 'node_modules');
  const packages = (await readdir(folder, { recursive: true })).filter((path) =>
    /(^|node_modules\/)(@[^/]+\/)?[^/]+\/package\.json$/.test(path),
  );
  for (const path of packages) {
    const { name, version } = JSON.parse(await readFile(join(folder, path), 'utf8'));
    expect(listed).toContain(`${name}@${version}`);
  }
});
