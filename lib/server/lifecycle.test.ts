import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { latestSchemaVersion } from '@/lib/warehouse/schema/setup';
import { readSchemaVersion } from '@/lib/warehouse/sql/schema';
import { startSnowflakeServer } from '@/test/snowflake/server';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';

const program = fileURLToPath(new URL('../../test/processes/slow-server.ts', import.meta.url));
/** Longer than any test may take. */
const forever = HOUR_MS;

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
  await temporary.warehouse.close();
});
afterAll(() => temporary.dispose());

const agent = new Agent({ keepAlive: true });
let server: Awaited<ReturnType<typeof serve>>;
afterEach(() => server.child.kill('SIGKILL'));

const embedded = () => ({ WAREHOUSE: 'duckdb', DUCKDB_PATH: temporary.path });

async function serve(grace: number, settings: Readonly<Record<string, string>> = embedded()) {
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', program, String(grace)],
    {
      env: { ...process.env, NODE_ENV: 'production', ...settings },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const gone = once(child, 'exit');
  const [port] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    gone.then(() => Promise.reject(new Error('It ended before it listened.'))),
  ]);
  return { child, gone, port: Number(port) };
}

/** The start of a response on an open connection. */
async function ask(path: string): Promise<IncomingMessage> {
  const [response] = await once(get({ port: server.port, path, agent }), 'response');
  return response;
}

async function isRefused(): Promise<boolean> {
  const socket = connect(server.port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
  }).finally(() => socket.destroy());
}

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)(
  'ends on %s with the warehouse closed, whatever connections are kept',
  async (signal, code) => {
    server = await serve(forever);
    expect(await text(await ask('/quick'))).toBe('begun done');
    expect(existsSync(`${temporary.path}.wal`)).toBe(true);
    server.child.kill(signal);
    expect(await server.gone).toEqual([code, null]);
    expect(existsSync(`${temporary.path}.wal`)).toBe(false);
  },
);

it('finishes open requests and accepts no new ones', async () => {
  server = await serve(forever);
  const answer = await ask('/slow');
  server.child.kill('SIGTERM');
  await expect.poll(isRefused).toBe(true);
  server.child.stdin.write('go on\n');
  expect(await text(answer)).toBe('begun done');
  expect(await server.gone).toEqual([143, null]);
});

it('ends event streams at once', async () => {
  server = await serve(forever);
  const answer = await ask('/events');
  server.child.kill('SIGTERM');
  expect(await text(answer)).toMatch(/^retry: 1000\n\nid: \d+\ndata: .+\n\n$/);
  expect(await server.gone).toEqual([143, null]);
});

it('does not wait for a request longer than the grace period', async () => {
  server = await serve(0);
  const answer = await ask('/slow');
  const cut = expect(text(answer)).rejects.toThrow('aborted');
  server.child.kill('SIGTERM');
  expect(await server.gone).toEqual([143, null]);
  await cut;
});

it('logs out of Snowflake on shutdown', async () => {
  const snowflake = await startSnowflakeServer();
  try {
    const { user, password } = snowflake.credentials;
    const account = 'stop';
    snowflake.faults.plan({
      when: ({ statement }) => statement === readSchemaVersion().name,
      do: { result: { columns: ['VERSION'], rows: [[String(latestSchemaVersion())]] } },
      times: 10,
    });
    server = await serve(forever, {
      WAREHOUSE: 'snowflake',
      SNOWFLAKE_ACCOUNT: account,
      SNOWFLAKE_USER: user,
      SNOWFLAKE_PASSWORD: password,
      SNOWFLAKE_ROLE: 'CSM_ROUTING',
      SNOWFLAKE_WAREHOUSE: 'SMALL',
      SNOWFLAKE_URL: snowflake.url,
    });
    expect(snowflake.sessions(account)).not.toEqual([]);
    server.child.kill('SIGTERM');
    expect(await server.gone).toEqual([143, null]);
    expect(snowflake.sessions(account)).toEqual([]);
  } finally {
    await snowflake.close();
  }
});
