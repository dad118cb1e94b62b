import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issueCertificate } from '@/test/snowflake/certificate';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { testOptions } from '@/test/snowflake/test-accounts';
import type { LoginLimits } from './login';

/** How long the SDK waits for a response, once for a cache and once for the authority. */
const WAIT_MS = 400;
const CHECK_MS = 2 * WAIT_MS;

/** Accepts connections and never responds, like a firewall that drops traffic. */
let responder: Server;
const contacts: Socket[] = [];
let server: SnowflakeServer;
let folder: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  responder = createServer((socket) => contacts.push(socket));
  await new Promise<void>((resolve) => responder.listen(0, '127.0.0.1', resolve));
  const responderUrl = `http://127.0.0.1:${(responder.address() as AddressInfo).port}/`;
  const tls = issueCertificate(responderUrl);
  server = await startSnowflakeServer({ tls });
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
  const authorities = join(folder, 'authority.pem');
  await writeFile(authorities, tls.authority);
  environment = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    HOME: folder,
    NODE_EXTRA_CA_CERTS: authorities,
    SF_OCSP_RESPONSE_CACHE_SERVER_URL: `${responderUrl}ocsp_response_cache`,
  };
});
afterAll(async () => {
  for (const socket of contacts) socket.destroy();
  responder.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  contacts.length = 0;
});

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Logs in from a process of its own, because Node.js reads the trusted authorities at its start. */
async function logIn(
  given: { readonly checkRevocation: boolean; readonly times?: number; readonly waitMs?: number },
  limits: LoginLimits,
): Promise<{ outcomes: { message: string; ms: number }[]; log: string }> {
  const { checkRevocation, times = 1, waitMs = WAIT_MS } = given;
  const env = {
    ...environment,
    SF_OCSP_TEST_OCSP_RESPONSE_CACHE_SERVER_TIMEOUT: `${waitMs}`,
    SF_OCSP_TEST_OCSP_RESPONDER_TIMEOUT: `${waitMs}`,
    OPTIONS: JSON.stringify(testOptions(server, { checkRevocation })),
    LIMITS: JSON.stringify(limits),
    TIMES: `${times}`,
  };
  const args = ['--import', 'tsx', join(root, 'test/snowflake/log-in.ts')];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, env }, (error, out, log) => {
      if (error) reject(error);
      else resolve({ outcomes: JSON.parse(out), log });
    });
  });
}

describe('a login when no server responds to the revocation check', () => {
  it('waits for the check each time, succeeds, and logs the cause and the setting', async () => {
    const limits = { timeoutMs: 20_000, revocationCheckMs: CHECK_MS };
    const { outcomes, log } = await logIn({ checkRevocation: true, times: 2 }, limits);
    expect(outcomes.map(({ message }) => message)).toEqual(['logged in', 'logged in']);
    for (const { ms } of outcomes) expect(ms).toBeGreaterThanOrEqual(CHECK_MS);
    expect(contacts.length).toBeGreaterThanOrEqual(4);
    expect(log).toMatch(/port 80.*SNOWFLAKE_OCSP=off/);
  });

  it('fails with the cause and the setting when it takes too long', async () => {
    const limits = { timeoutMs: 1_500, revocationCheckMs: 0 };
    const { outcomes } = await logIn({ checkRevocation: true, waitMs: 20_000 }, limits);
    expect(outcomes[0]?.message).toMatch(/^Snowflake was reached, .*port 80.*SNOWFLAKE_OCSP=off/);
  });

  it('does not check when the check is off', async () => {
    const limits = { timeoutMs: 20_000, revocationCheckMs: CHECK_MS };
    const { outcomes, log } = await logIn({ checkRevocation: false }, limits);
    expect(outcomes).toMatchObject([{ message: 'logged in' }]);
    expect({ contacts, log }).toEqual({ contacts: [], log: '' });
  });
});
