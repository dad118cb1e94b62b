import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { acquireLock } from '@/lib/warehouse/sql/locks';
import { insertRun } from '@/lib/warehouse/sql/runs';
import { tableNames } from '@/lib/warehouse/tables';
import type { ScriptResult } from '@/lib/warehouse/types';
import { seedCompany } from '@/test/support/company';
import { type CommandOutcome, runCommandWith } from '@/test/support/run-cli';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';

let temporary: TemporaryDuckDb;

beforeEach(async () => {
  temporary = await temporaryDuckDb(new Date('2026-03-02T09:00:00Z'));
});
afterEach(() => temporary.dispose());

/** Fills the warehouse and lets go of it, so that the command can have it. */
async function fill(company: Parameters<typeof seedCompany>[1]): Promise<void> {
  await seedCompany(temporary.warehouse, company);
  await temporary.warehouse.close();
}

function route(...args: readonly string[]): Promise<CommandOutcome> {
  return runCommandWith({ DUCKDB_PATH: temporary.path }, 'route', args);
}

async function ask(sql: string): Promise<ScriptResult> {
  const warehouse = await openDuckDb({ path: temporary.path });
  try {
    return await warehouse.script(sql);
  } finally {
    await warehouse.close();
  }
}

const small = {
  csms: [{ name: 'Ana Diaz' }],
  accounts: [
    { id: 'A-1', name: 'Çelik & "Söhne" 🙂', since: '2026-03-01T00:00:00Z' },
    { id: 'A-2', since: '2026-03-02T00:00:00Z' },
    { id: 'B-1', csm: 'Ana Diaz' },
  ],
};

describe('npm run route', { timeout: 120_000 }, () => {
  it('places a batch, prints who received what and why others wait, and exits with 0', async () => {
    await fill(small);
    const { code, out, err } = await route('--mode', 'batch', '--batch-size', '10');
    expect(code).toBe(0);
    expect(out).toMatch(/Çelik & "Söhne" 🙂 +A-1 +Ana Diaz +100/);
    expect(out).toMatch(/A-2 +Deferred, since the only eligible CSM received another account/);
    expect(out).toContain('1 placed, 1 deferred');
    expect(out).toContain('Proved optimal');
    expect(err.split('\n')).toEqual(['Reading…', 'Solving…', 'Saving…']);
    const { rows } = await ask(
      `SELECT account_id, recommended_csm, assignment_method FROM ${tableNames.recommendations}`,
    );
    expect(rows).toEqual([['A-1', 'Ana Diaz', 'batch_optimized']]);
    const runs = await ask(`SELECT started_by, status FROM ${tableNames.runs}`);
    expect(runs.rows).toEqual([[expect.stringMatching(/@command-line$/), 'succeeded']]);
  });

  it('prints one JSON document and nothing else with --json', async () => {
    await fill(small);
    const { code, out } = await route('--mode', 'single', '--account-id', 'A-2', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      mode: 'single',
      status: 'succeeded',
      placed: 1,
      result: { placements: [{ accountId: 'A-2', csm: 'Ana Diaz' }], deferrals: [] },
    });
  });

  it('writes nothing to the queue in a dry run, and says so', async () => {
    await fill(small);
    const { code, out } = await route('--mode=single', '--account-id=A-1', '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('Nothing was written to the queue');
    const { rows } = await ask(`SELECT COUNT(*) FROM ${tableNames.recommendations}`);
    expect(rows).toEqual([[0]]);
  });

  it('exits with 3 for an account that nobody knows or that needs no CSM', async () => {
    await fill(small);
    const unknown = await route('--mode', 'single', '--account-id', 'Z-9', '--json');
    expect(unknown.code).toBe(3);
    expect(JSON.parse(unknown.out)).toMatchObject({ status: 'failed', failureCode: 'not_found' });
    expect(unknown.err).toContain('There is no account Z-9');
    const settled = await route('--mode', 'single', '--account-id', 'B-1');
    expect(settled).toMatchObject({ code: 3, out: '' });
    expect(settled.err).toContain('does not need a CSM');
  });

  it('exits with 3 when there is nothing to place or everything was deferred', async () => {
    await fill({ csms: [{ name: 'Ana', capacity: 0 }], accounts: [{ id: 'A-1' }] });
    const full = await route('--mode', 'batch', '--batch-size', '5');
    expect(full.code).toBe(3);
    expect(full.out).toContain('0 placed, 1 deferred');
    await ask(`DELETE FROM ${tableNames.onboardingSource}`);
    const empty = await route('--mode', 'batch', '--batch-size', '5');
    expect(empty).toMatchObject({ code: 3, out: '' });
    expect(empty.err).toContain('No account needs a CSM');
  });

  it('exits with 2 when called wrongly', async () => {
    const { code, out, err } = await route('--mode', 'single');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('--mode single needs --account-id');
  });

  it('explains itself and its exit codes with --help', async () => {
    const { code, out } = await route('--help');
    expect(code).toBe(0);
    expect(out).toContain('Exit codes');
  });

  it('exits with 5 where there is no warehouse, and gives the reason as JSON when asked', async () => {
    const settings = { DUCKDB_PATH: `${temporary.path}.nowhere` };
    const args = ['--mode', 'batch', '--batch-size', '1', '--json'];
    const { code, out, err } = await runCommandWith(settings, 'route', args);
    expect(code).toBe(5);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'warehouse_missing' } });
    expect(err).toContain('npm run setup');
  });

  it('exits with 5 where a process that is no server holds the warehouse', async () => {
    const { code, err } = await route('--mode', 'batch', '--batch-size', '1');
    expect(code).toBe(5);
    expect(err).toContain(`process ${process.pid}`);
    expect(err).toContain('ROUTING_URL');
  });

  it('exits with 5 where the server that it was sent to does not answer', async () => {
    const settings = { DUCKDB_PATH: temporary.path, ROUTING_URL: 'http://127.0.0.1:9' };
    const args = ['--mode', 'batch', '--batch-size', '1'];
    const { code, err } = await runCommandWith(settings, 'route', args);
    expect(code).toBe(5);
    expect(err).toContain('http://127.0.0.1:9 does not answer');
  });

  it('goes on after a process that died with the lock', async () => {
    const now = new Date();
    const until = new Date(now.getTime() + 60_000);
    await temporary.warehouse.transaction('test.dead', async (session) => {
      await session.write(
        insertRun({
          id: 'dead',
          mode: 'batch',
          dryRun: false,
          accountId: null,
          batchSize: 1,
          by: { email: 'x', name: 'X' },
          at: now,
          policyVersion: 1,
        }),
      );
      await session.write(acquireLock({ name: 'run', holder: 'dead', until }));
    });
    await fill(small);
    expect((await route('--mode', 'batch', '--batch-size', '1')).code).toBe(0);
    const { rows } = await ask(
      `SELECT status, failure_code FROM ${tableNames.runs} WHERE run_id = 'dead'`,
    );
    expect(rows).toEqual([['failed', 'interrupted']]);
  });

  it('cancels the run on Ctrl-C and saves nothing of it', async () => {
    await fill(small);
    const file = fileURLToPath(new URL('./route.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      [
        '--conditions=react-server',
        '--import',
        'tsx',
        file,
        '--mode',
        'batch',
        '--batch-size',
        '2',
      ],
      { env: { ...process.env, DUCKDB_PATH: temporary.path } },
    );
    child.stdout.resume();
    for await (const line of createInterface({ input: child.stderr })) {
      if (line === 'Reading…') child.kill('SIGINT');
    }
    if (child.exitCode === null) await once(child, 'exit');
    const { rows } = await ask(
      `SELECT r.status, (SELECT COUNT(*) FROM ${tableNames.recommendations}) FROM ${tableNames.runs} AS r`,
    );
    // The run may have been faster than the signal; either way the exit code tells the truth.
    expect([child.exitCode, rows]).toBeOneOf([
      [130, [['cancelled', 0]]],
      [0, [['succeeded', 1]]],
    ]);
  });
});
