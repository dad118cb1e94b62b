import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';

/** First-load JavaScript of each page: the scripts in its HTML, each gzipped. */

const root = fileURLToPath(new URL('..', import.meta.url));
const port = 3199;
const url = `http://127.0.0.1:${port}`;
const email = 'mia@example.com';
process.env.NEXTAUTH_SECRET = 'a secret for this benchmark only';

/** The scripts that a modern browser loads for a page, as paths below `/_next`. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<(script|link)\b[^>]*>/g) ?? [];
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => tag.match(/\/_next\/static\/[^"?]+\.js/g) ?? []);
  return [...new Set(sources)];
}

if (!existsSync(`${root}.next/BUILD_ID`)) {
  console.log('SKIPPED first-load: run npm run build first.');
} else {
  const { createSessionToken } = await import('@/lib/server/auth/session');
  const { sessionCookieName } = await import('@/lib/server/auth/session');
  const { warehouse, path, dispose } = await temporaryDuckDb();
  const member = { email, name: 'Mia', role: 'manager', passwordHash: null } as const;
  await warehouse.transaction('bench.member', (session) =>
    session.write(upsertMember({ ...member, now: new Date() })),
  );
  await warehouse.close();
  const server = spawn(
    process.execPath,
    [`${root}node_modules/next/dist/bin/next`, 'start', '-p', String(port)],
    {
      cwd: root,
      env: { ...process.env, DUCKDB_PATH: path, PORT: String(port), NEXTAUTH_URL: url },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  for await (const line of server.stdout) if (String(line).includes('Ready')) break;
  const cookie = `${sessionCookieName()}=${await createSessionToken(email)}`;
  console.log('page        scripts   KB gzip');
  for (const page of [
    '/sign-in',
    '/queue',
    '/runs',
    '/workload',
    '/acceptance',
    '/cooling',
    '/diagnostics',
  ]) {
    const headers = page === '/sign-in' ? {} : { cookie };
    const response = await fetch(`${url}${page}`, { headers, redirect: 'error' });
    const scripts = scriptsOf(await response.text());
    const bytes = scripts.reduce(
      (sum, script) =>
        sum + gzipSync(readFileSync(`${root}.next${script.slice('/_next'.length)}`)).length,
      0,
    );
    const kilobytes = (bytes / 1000).toFixed(1).padStart(9);
    console.log(`${page.padEnd(12)}${String(scripts.length).padStart(7)} ${kilobytes}`);
  }
  server.kill();
  await once(server, 'exit');
  await dispose();
}
