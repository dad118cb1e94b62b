import { firstLoadScripts } from '@/e2e/support/first-load';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { addMembers, isBuilt, startApp } from './app';

/** First-load JavaScript of each page: the scripts in its HTML, each gzipped. */

const email = 'mia@example.com';

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
    // Without a period, they redirect.
    ...['/workload', '/acceptance', '/cooling'].map((path) => `${path}?period=30d&zone=UTC`),
    '/diagnostics',
  ]) {
    const response = await app.request(page, page === '/sign-in' ? null : email);
    const { count, kilobytes } = firstLoadScripts(await response.text());
    console.log(
      `${page.replace(/\?.*/, '').padEnd(12)}${String(count).padStart(7)} ${kilobytes.toFixed(1).padStart(9)}`,
    );
  }
  await app.stop();
  await dispose();
}
