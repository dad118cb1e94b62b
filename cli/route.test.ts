import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { tableNames } from '@/lib/warehouse/tables';
import type { ScriptResult } from '@/lib/warehouse/types';
import { seedCompany } from '@/test/support/company';
import { runCommandWith } from '@/test/support/run-cli';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';

let temporary: TemporaryDuckDb;
beforeEach(async () => {
  temporary = await temporaryDuckDb(new Date('2026-03-02T09:00:00Z'));
});
afterEach(() => temporary.dispose());

/** Seeds the warehouse and closes it, so that the command can open it. */
async function seedAndClose(): Promise<void> {
  await seedCompany(temporary.warehouse, {
    csms: [{ name: 'Ana Diaz' }],
    accounts: [
      { id: 'A-1', name: 'Çelik & "Söhne" 🙂', since: '2026-03-01T00:00:00Z' },
      { id: 'A-2', since: '2026-03-02T00:00:00Z' },
    ],
  });
  await temporary.warehouse.close();
}

async function readRows(sql: string): Promise<ScriptResult['rows']> {
  const warehouse = await openDuckDb({ path: temporary.path });
  try {
    return (await warehouse.script(sql)).rows;
  } finally {
    await warehouse.close();
  }
}

describe('npm run route, as a process', () => {
  it('places a batch, prints placements and deferrals, and exits with 0', async () => {
    await seedAndClose();
    const args = ['--mode', 'batch', '--batch-size', '10'];
    const { code, out, err } = await runCommandWith({ DUCKDB_PATH: temporary.path }, 'route', args);
    expect(code).toBe(0);
    expect(out).toMatch(/Çelik & "Söhne" 🙂 +A-1 +Ana Diaz +100/);
    expect(out).toMatch(/A-2 +Deferred: the only eligible CSM received another account/);
    expect(out).toContain('1 placed, 1 deferred');
    expect(out).toContain('Proved optimal');
    expect(err.split('\n')).toEqual(['Reading…', 'Solving…', 'Saving…']);
    expect(
      await readRows(
        `SELECT account_id, recommended_csm, assignment_method FROM ${tableNames.recommendations}`,
      ),
    ).toEqual([['A-1', 'Ana Diaz', 'batch_optimized']]);
    expect(await readRows(`SELECT started_by, status FROM ${tableNames.runs}`)).toEqual([
      [expect.stringMatching(/@command-line$/), 'succeeded'],
    ]);
  });

  it('exits with 5 when a process that is not the server has the warehouse open', async () => {
    const args = ['--mode', 'batch', '--batch-size', '1'];
    const { code, err } = await runCommandWith({ DUCKDB_PATH: temporary.path }, 'route', args);
    expect(code).toBe(5);
    expect(err).toContain(`process ${process.pid}`);
    expect(err).toContain('ROUTING_URL');
  });

  it('cancels the run on Ctrl-C and saves nothing', async () => {
    await seedAndClose();
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
    const rows = await readRows(
      `SELECT r.status, (SELECT COUNT(*) FROM ${tableNames.recommendations}) FROM ${tableNames.runs} AS r`,
    );
    // The run may finish before the signal arrives; the exit code must match what happened.
    expect([child.exitCode, rows]).toBeOneOf([
      [130, [['cancelled', 0]]],
      [0, [['succeeded', 1]]],
    ]);
  });
});
