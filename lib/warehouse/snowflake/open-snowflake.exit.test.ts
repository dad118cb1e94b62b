import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { testOptions } from '@/test/snowflake/test-accounts';

let server: SnowflakeServer;
let folder: string;
beforeAll(async () => {
  server = await startSnowflakeServer();
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const root = fileURLToPath(new URL('../../..', import.meta.url));
const script = fileURLToPath(new URL('../../../test/snowflake/open-and-read.ts', import.meta.url));

it('a process that closes its Snowflake warehouse exits, prints nothing, and leaves no files', async () => {
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const child = spawn(process.execPath, ['--import', tsx, script], {
    cwd: folder,
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
      HOME: folder,
      OPTIONS: JSON.stringify(testOptions(server)),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  expect({ code, output }).toEqual({ code: 0, output: '' });
  // The SDK may only write its cache of revoked certificates.
  expect(await readdir(folder, { recursive: true })).toEqual(['.cache', '.cache/snowflake']);
  expect(server.requests().filter(({ kind }) => kind === 'telemetry')).toEqual([]);
});
