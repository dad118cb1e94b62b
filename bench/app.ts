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

/** Memory and CPU time of a process. */
export interface Usage {
  /** Resident memory in bytes. */
  readonly rss: number;
  /** The used heap in bytes. */
  readonly heapUsed: number;
  /** CPU time so far in ms. */
  readonly cpuMs: number;
}

/** A running server. */
export interface App {
  readonly url: string;
  /** Requests a path as a member, or signed out. */
  request(path: string, email: string | null, init?: RequestInit): Promise<Response>;
  /** The session of a signed-in member, for a browser. */
  sessionCookie(email: string): Promise<{ readonly name: string; readonly value: string }>;
  /** What the server's process uses now. */
  usage(options?: { readonly collect: boolean }): Promise<Usage>;
  startProfile(): Promise<void>;
  /** Writes a CPU profile of the main thread since `startProfile`, for Chrome's developer tools. */
  stopProfile(path: string): Promise<void>;
  /** How many warnings and errors the server has logged. It prints them. */
  problemCount(): number;
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
    ...settings,
  };
  let problemCount = 0;
  const server = await NextServer.start(port, env, (text) => {
    const problems = text.match(/^\{"level":"(warn|error|fatal)".*$/gm) ?? [];
    problemCount += problems.length;
    for (const line of problems) process.stderr.write(`${line}\n`);
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
    usage: async (options = { collect: false }) => (await server.call('usage', options)) as Usage,
    startProfile: async () => void (await server.call('startProfile', {})),
    stopProfile: async (file) => void (await server.call('stopProfile', { path: file })),
    problemCount: () => problemCount,
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

/** Adds members with these email addresses. Without a password, they cannot sign in. */
export async function addMembers(
  warehouse: Warehouse,
  role: Role,
  emails: readonly string[],
  passwordHash: string | null = null,
): Promise<void> {
  await warehouse.transaction('bench.members', async (session) => {
    for (const email of emails) {
      const member = { email, name: email.split('@')[0] ?? email, role, passwordHash };
      await session.write(upsertMember({ ...member, now: new Date() }));
    }
  });
}
