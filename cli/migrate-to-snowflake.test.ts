import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillWithDemo } from '@/demo/make-demo';
import { verifyAudit } from '@/lib/audit/verify-audit';
import { recordAudit } from '@/lib/server/audit/audited-transaction';
import { databaseFiles } from '@/lib/warehouse/database-files';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { tableNames } from '@/lib/warehouse/tables';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { admin } from '@/test/support/backups';
import { runCommandWith } from '@/test/support/run-cli';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';

const now = new Date('2026-03-02T09:00:00Z');

let source: TemporaryDuckDb;
let target: TemporaryDuckDb;
let server: SnowflakeServer;
beforeAll(async () => {
  source = await temporaryDuckDb(now);
  await fillWithDemo(source.warehouse, now);
  await recordAudit(
    { warehouse: source.warehouse, person: admin, now: () => now },
    { action: 'sign-out' },
  );
  await source.warehouse.close();
  // What `npm run setup` creates on Snowflake.
  target = await temporaryDuckDb(now);
  await target.warehouse.close();
  server = await startSnowflakeServer({ files: databaseFiles(target.path) });
});
afterAll(async () => {
  await server.close();
  await source.dispose();
  await target.dispose();
});

const settings = () => ({
  DUCKDB_PATH: source.path,
  WAREHOUSE: 'snowflake',
  SNOWFLAKE_ACCOUNT: 'MIGRATION',
  SNOWFLAKE_USER: server.credentials.user,
  SNOWFLAKE_WAREHOUSE: 'SMALL',
  SNOWFLAKE_PASSWORD: server.credentials.password,
  SNOWFLAKE_URL: server.url,
});
const migrate = (...args: string[]) => runCommandWith(settings(), 'migrate-to-snowflake', args);

/** Starts the command and kills it when it moves the decisions. */
async function killWhileMoving(): Promise<void> {
  const file = fileURLToPath(new URL('migrate-to-snowflake.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', file], {
    env: { ...process.env, ...settings() },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const line of createInterface({ input: child.stderr })) {
    if (line === `Moving ${tableNames.decisions}…`) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
}

describe('npm run migrate-to-snowflake, with Snowflake’s SDK', { timeout: 300_000 }, () => {
  it('continues after it was killed, until every row of the demo company is there', async () => {
    await killWhileMoving();
    const { code, out, err } = await migrate();
    expect([code, err]).toEqual([0, expect.stringContaining(`Comparing ${tableNames.audit}…`)]);
    const [rows = 0, inserted = 0] = [...out.matchAll(/([\d,]+) (?:rows of|were inserted)/g)].map(
      ([, count = '']) => Number(count.replaceAll(',', '')),
    );
    expect(inserted).toBeGreaterThan(1_000);
    expect(inserted).toBeLessThan(rows - 1_000);
    expect(out).toContain('all are there and equal.');
    expect(out).toContain("of the history's accounts are not in the data team's tables");
    expect(out).toContain('Next: start the servers with WAREHOUSE=snowflake.');

    // The source is unchanged.
    const warehouse = await openDuckDb({ path: source.path, readOnly: true });
    expect(await verifyAudit({ warehouse, person: admin }, {})).toMatchObject({ problems: [] });
    await warehouse.close();
  });

  it('explains what to set, and that the source must not be in use', async () => {
    const embedded = { DUCKDB_PATH: source.path };
    expect(await runCommandWith(embedded, 'migrate-to-snowflake', [])).toMatchObject({
      code: 1,
      err: expect.stringContaining('Set WAREHOUSE=snowflake'),
    });
    const warehouse = await openDuckDb({ path: source.path });
    const busy = await migrate();
    await warehouse.close();
    expect([busy.code, busy.err]).toEqual([1, expect.stringContaining('Or move a backup: --from')]);
  });
});
