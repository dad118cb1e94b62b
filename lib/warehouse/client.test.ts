import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startSnowflakeServer } from '@/test/snowflake/server';

const child = fileURLToPath(
  new URL('../../test/support/processes/open-configured-warehouse.ts', import.meta.url),
);

/** Opens the configured warehouse in a new process. Returns its kind and the loaded packages. */
async function openInNewProcess(settings: Readonly<Record<string, string>>): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
  const env = { ...process.env, DUCKDB_PATH: join(folder, 'warehouse.duckdb'), ...settings };
  const args = ['--conditions=react-server', '--import', 'tsx', child];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it('opens the embedded warehouse without loading Snowflake’s driver', async () => {
  expect(await openInNewProcess({ WAREHOUSE: '' })).toEqual({
    kind: 'duckdb',
    engines: ['@duckdb/node-api'],
  });
});

it('opens Snowflake without loading DuckDB', async () => {
  const server = await startSnowflakeServer();
  const { user, password } = server.credentials;
  const result = await openInNewProcess({
    WAREHOUSE: 'snowflake',
    SNOWFLAKE_ACCOUNT: 'test',
    SNOWFLAKE_USER: user,
    SNOWFLAKE_PASSWORD: password,
    SNOWFLAKE_WAREHOUSE: 'SMALL',
    SNOWFLAKE_URL: server.url,
  });
  await server.close();
  expect(result).toEqual({ kind: 'snowflake', engines: ['snowflake-sdk'] });
});
