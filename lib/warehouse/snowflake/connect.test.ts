import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '@/lib/server/errors';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import {
  openTestWarehouse,
  rawCommand,
  testOptions,
  uniqueAccount,
} from '@/test/snowflake/test-accounts';
import { loadSdk, openSession } from './connect';
import type { SnowflakeAuth, SnowflakeOptions } from './options';
import { sessionParameters } from './session-parameters';

let server: SnowflakeServer;
beforeAll(async () => {
  server = await startSnowflakeServer();
});
afterAll(() => server.close());
afterEach(() => server.faults.clear());

const isLogin = ({ kind }: { readonly kind: string }) => kind === 'login';

async function openError(given: Partial<SnowflakeOptions> = {}): Promise<AppError> {
  const error = await openTestWarehouse(server, given).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'warehouse_unavailable' });
  return error as AppError;
}

/** Everything that a log could show about an error, including its causes. */
function loggedText(error: AppError): string {
  const causes: unknown[] = [];
  for (let cause: unknown = error; cause !== undefined; cause = Object(cause).cause) {
    causes.push(cause);
  }
  return causes
    .map((each) => [String(each), Object(each).stack, JSON.stringify(each)].join(' '))
    .join(' ');
}

describe('logging in', () => {
  it('requests the role, virtual warehouse, database, and schema', async () => {
    const account = uniqueAccount();
    const warehouse = await openTestWarehouse(server, { account });
    expect(server.sessions(account)).toMatchObject([
      {
        role: 'CSM_ROUTING_ROLE',
        warehouse: 'CSM_ROUTING_WH',
        database: 'DSV_WAREHOUSE',
        schema: 'DATA_SCIENCE',
      },
    ]);
    await warehouse.close();
  });

  it.each<[string, () => SnowflakeAuth]>([
    ['a password', () => ({ kind: 'password', password: server.credentials.password })],
    ['an OAuth token', () => ({ kind: 'oauth', token: server.credentials.oauthToken })],
    ['a key', () => ({ kind: 'key', privateKey: server.credentials.privateKey })],
    [
      'an encrypted key',
      () => ({
        kind: 'key',
        privateKey: encrypted(server.credentials.privateKey, 'open sesame'),
        passphrase: 'open sesame',
      }),
    ],
  ])('accepts %s', async (_, auth) => {
    const warehouse = await openTestWarehouse(server, { auth: auth() });
    expect((await warehouse.script('SELECT 1 AS a')).rows).toEqual([[1]]);
    await warehouse.close();
  });

  it.each<[string, SnowflakeAuth, RegExp]>([
    ['password', { kind: 'password', password: 'wr0ng-secret' }, /SNOWFLAKE_PASSWORD/],
    ['token', { kind: 'oauth', token: 'wr0ng-secret' }, /SNOWFLAKE_OAUTH_TOKEN/],
    ['key', { kind: 'key', privateKey: otherKey() }, /SNOWFLAKE_PRIVATE_KEY/],
  ])('names the setting but not its value when the %s is wrong', async (_, auth, name) => {
    const error = await openError({ auth });
    expect(error.message).toMatch(name);
    const secret = auth.kind === 'key' ? (auth.privateKey.split('\n')[3] ?? '-') : 'wr0ng-secret';
    expect(loggedText(error)).not.toContain(secret);
  });

  it('rejects a passphrase that does not decrypt the key before sending a request', async () => {
    const account = uniqueAccount();
    const privateKey = encrypted(server.credentials.privateKey, 'open sesame');
    const auth: SnowflakeAuth = { kind: 'key', privateKey, passphrase: 'wr0ng-secret' };
    const error = await openError({ account, auth });
    expect(error.message).toContain('SNOWFLAKE_PRIVATE_KEY_PASSPHRASE');
    expect(loggedText(error)).not.toContain('wr0ng-secret');
    expect(server.requests().filter((each) => each.account === account)).toEqual([]);
  });

  it.each([
    [{ status: 403 }, /SNOWFLAKE_ACCOUNT/],
    [{ status: 404 }, /SNOWFLAKE_ACCOUNT/],
  ] as const)('explains the response %j', async (fault, message) => {
    server.faults.plan({ when: isLogin, do: fault });
    expect((await openError()).message).toMatch(message);
  });

  it('retries when Snowflake is briefly overloaded', async () => {
    server.faults.plan({ when: isLogin, do: 'respond-503' });
    await (await openTestWarehouse(server)).close();
  });

  it('names the account setting when the host does not exist', async () => {
    const error = await openError({ url: 'http://no-such-account.invalid' });
    expect(error.message).toContain('SNOWFLAKE_ACCOUNT');
  });

  it('times out when the host does not respond', async () => {
    const silentServer = createServer(() => {});
    await new Promise<void>((resolve) => silentServer.listen(0, '127.0.0.1', resolve));
    const address = Object(silentServer.address());
    const url = `http://127.0.0.1:${address.port}`;
    const opening = openSession(await loadSdk(), testOptions(server, { url }), {
      autocommit: true,
      timeoutMs: 200,
    });
    await expect(opening).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringContaining('SNOWFLAKE_URL'),
    });
    silentServer.close();
  });

  it('fails within seconds when the host refuses the connection', async () => {
    const started = performance.now();
    const error = await openError({ url: 'http://127.0.0.1:9' });
    expect(error.message).toContain('SNOWFLAKE_URL');
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('logs out a session that opens after the timeout', async () => {
    const account = uniqueAccount();
    const held = server.faults.plan({ when: isLogin, do: 'hold' });
    const opening = openSession(await loadSdk(), testOptions(server, { account }), {
      autocommit: true,
      timeoutMs: 100,
    });
    await expect(opening).rejects.toThrow('cannot be reached');
    held.release();
    await expect
      .poll(() =>
        server.requests().some((each) => each.kind === 'logout' && each.account === account),
      )
      .toBe(true);
    expect(server.sessions(account)).toEqual([]);
  });
});

describe('a session', () => {
  it('is configured once, with no autocommit and every parameter that a statement depends on', async () => {
    const account = uniqueAccount();
    const warehouse = await openTestWarehouse(server, { account });
    await warehouse.transaction('t', (session) => session.write(rawCommand('SELECT 1')));
    const settings = server
      .requests()
      .filter((each) => each.account === account && /ALTER SESSION/.test(each.sql));
    expect(settings).toHaveLength(1);
    expect(Object.fromEntries(server.sessions(account)[0]?.parameters ?? [])).toMatchObject({
      ...sessionParameters,
      AUTOCOMMIT: false,
    });
    await warehouse.close();
  });

  it('is logged out when the warehouse closes', async () => {
    const account = uniqueAccount();
    const warehouse = await openTestWarehouse(server, { account });
    await warehouse.close();
    expect(server.sessions(account)).toEqual([]);
  });
});

function otherKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function encrypted(pem: string, passphrase: string): string {
  return createPrivateKey(pem)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
    .toString();
}
