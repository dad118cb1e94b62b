import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { root } from '@/e2e/server/process';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { addMembers, isBuilt, startApp } from './app';

/** First-load JavaScript of each page: the scripts in its HTML, each gzipped. */

const email = 'mia@example.com';

/** The scripts that a modern browser loads for a page, as paths below `/_next`. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<(script|link)\b[^>]*>/g) ?? [];
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => tag.match(/\/_next\/static\/[^"?]+\.js/g) ?? []);
  return [...new Set(sources)];
}

if (isBuilt('first-load')) {
  const { warehouse, path, dispose } = await temporaryDuckDb();
  await addMembers(warehouse, 'manager', [email]);
  await warehouse.close();
  const app = await startApp(path);
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
    const response = await app.request(page, page === '/sign-in' ? null : email);
    const scripts = scriptsOf(await response.text());
    const bytes = scripts.reduce(
      (sum, script) =>
        sum + gzipSync(readFileSync(`${root}.next${script.slice('/_next'.length)}`)).length,
      0,
    );
    const kilobytes = (bytes / 1000).toFixed(1).padStart(9);
    console.log(`${page.padEnd(12)}${String(scripts.length).padStart(7)} ${kilobytes}`);
  }
  await app.stop();
  await dispose();
}
