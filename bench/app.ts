import { existsSync } from 'node:fs';
import { encode } from 'next-auth/jwt';
import { environmentFor, freePort, NextServer, root, untilReady } from '@/e2e/server/process';
import type { Role } from '@/lib/server/auth/person';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';

/** The production server, for benchmarks that measure it from outside. */

const secret = 'a secret for these benchmarks only';

/** Whether `npm run build` has been run. Says so if not. */
export function isBuilt(name: string): boolean {
  const found = existsSync(`${root}.next/standalone/cli/start.mjs`);
  if (!found) console.log(`SKIPPED ${name}: run npm run build first.`);
  return found;
}

/** A running server. */
export interface App {
  readonly url: string;
  /** Requests a path as a member, or signed out. */
  request(path: string, email: string | null, init?: RequestInit): Promise<Response>;
  /** The session of a signed-in member, for a browser. */
  sessionCookie(email: string): Promise<{ readonly name: string; readonly value: string }>;
  /** Resident memory in MB. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the server on the warehouse at `path`, or as configured by `settings`. */
export async function startApp(
  path: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<App> {
  const port = await freePort(3_190);
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...environmentFor(path),
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: secret,
    LOG_LEVEL: 'warn',
    ...settings,
  };
  const server = await NextServer.start(port, env, (text) => {
    if (text.includes('"level"')) process.stderr.write(text);
  });
  await untilReady(url);
  const tokens = new Map<string, Promise<string>>();
  const sessionToken = (email: string) => {
    const known = tokens.get(email) ?? startSession(server, email);
    tokens.set(email, known);
    return known;
  };
  return {
    url,
    async request(path, email, init = {}) {
      const cookie = email === null ? '' : `next-auth.session-token=${await sessionToken(email)}`;
      const headers = { ...init.headers, cookie, origin: url };
      return fetch(`${url}${path}`, { redirect: 'error', ...init, headers });
    },
    sessionCookie: async (email) => ({
      name: 'next-auth.session-token',
      value: await sessionToken(email),
    }),
    memory: async () => Math.round(Number(await server.call('memory', {})) / 2 ** 20),
    stop: async () => {
      await server.end('SIGTERM');
    },
  };
}

/** Starts a session without signing in, and returns its token. */
async function startSession(server: NextServer, email: string): Promise<string> {
  const id = `bench ${email}`.replaceAll("'", "''");
  await server.call('sql', {
    text: `INSERT INTO ${tableNames.sessions}
  (session_id, email, device, method, created_at, last_seen_at, expires_at)
SELECT '${id}', SUBSTR('${id}', 7), 'Benchmark', 'password', CURRENT_TIMESTAMP(), CURRENT_TIMESTAMP(),
  DATEADD('day', 1, CURRENT_TIMESTAMP())`,
  });
  return encode({ token: { email, sub: email, sid: `bench ${email}` }, secret });
}

/** Adds members without passwords, with these email addresses. */
export async function addMembers(
  warehouse: Warehouse,
  role: Role,
  emails: readonly string[],
): Promise<void> {
  await warehouse.transaction('bench.members', async (session) => {
    for (const email of emails) {
      const member = { email, name: email.split('@')[0] ?? email, role, passwordHash: null };
      await session.write(upsertMember({ ...member, now: new Date() }));
    }
  });
}

/** Posts decisions as the browser does. Returns the status of each, and an error code if it failed. */
export async function postDecisions(
  app: App,
  email: string,
  requests: readonly object[],
): Promise<readonly string[]> {
  const response = await app.request('/api/decisions', email, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: email, requests }),
  });
  const { outcomes, error } = (await response.json()) as {
    readonly outcomes?: readonly { readonly status: string; readonly error?: { code: string } }[];
    readonly error?: { readonly code: string };
  };
  if (!outcomes) return requests.map(() => `${response.status} ${error?.code}`);
  return outcomes.map(({ status, error: refusal }) => refusal?.code ?? status);
}
