import type { DatabaseFiles } from '@/lib/warehouse/database-files';
import { startSnowflakeServer } from '@/test/snowflake/server';

/** Serves Snowflake's protocol in a process of its own, so that its CPU time is not the load test's. */

/** What the parent process sends, once. */
export interface Start {
  readonly files: DatabaseFiles;
  readonly delayMs: number;
}

/** How often it forgets the requests that it has recorded. */
const CLEAR_INTERVAL_MS = 10_000;

process.once('message', async ({ files, delayMs }: Start) => {
  const server = await startSnowflakeServer({ files, delayMs });
  let statements = 0;
  setInterval(() => {
    statements += server.statements().length;
    server.clearRequests();
  }, CLEAR_INTERVAL_MS).unref();
  const { user, password } = server.credentials;
  process.send?.({ url: server.url, user, password });
  process.on('message', async (message: 'usage' | 'close') => {
    if (message === 'close') {
      await server.close();
      process.disconnect();
      return;
    }
    const { user: userTime, system } = process.cpuUsage();
    process.send?.({
      cpuMs: (userTime + system) / 1_000,
      statements: statements + server.statements().length,
    });
  });
});
