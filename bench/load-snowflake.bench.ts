import { setTimeout as pause } from 'node:timers/promises';
import { v4 as uuid } from 'uuid';
import { flags } from '@/lib/engine/flags';
import { databaseFiles } from '@/lib/warehouse/database-files';
import { startSnowflakeServer } from '@/test/snowflake/server';
import { addMembers, isBuilt, postDecisions, startApp } from './app';
import { largeWarehouse, printSize } from './large-warehouse';
import { printPercentiles } from './measure';

/**
 * A manager decides every second for a minute and never waits, on a test server that speaks
 * Snowflake's protocol and takes 250 ms longer for every statement. As in the browser, everything
 * queued is sent in the next request as soon as the previous response has arrived.
 */

const STATEMENT_DELAY_MS = 250;
const PRESSES = 60;
const PRESS_INTERVAL_MS = 1_000;
const size = { recommendations: 20_000, pending: 200, accounts: 2_000, csms: 50 };
const email = 'mia@example.com';

interface Press {
  readonly at: number;
  readonly request: object;
}

if (isBuilt('load-snowflake')) {
  printSize(size);
  const { warehouse, path, dispose } = await largeWarehouse(size, new Date());
  await addMembers(warehouse, 'manager', [email]);
  await warehouse.close();
  const snowflake = await startSnowflakeServer({
    files: databaseFiles(path),
    delayMs: STATEMENT_DELAY_MS,
  });
  const { user, password } = snowflake.credentials;
  const app = await startApp(path, {
    WAREHOUSE: 'snowflake',
    SNOWFLAKE_URL: snowflake.url,
    SNOWFLAKE_ACCOUNT: 'bench',
    SNOWFLAKE_USER: user,
    SNOWFLAKE_PASSWORD: password,
    SNOWFLAKE_ROLE: 'CSM_ROUTING',
    SNOWFLAKE_WAREHOUSE: 'CSM_ROUTING',
  });
  const page = new AbortController();
  await app.request('/api/events', email, { signal: page.signal });
  await (await app.request('/queue', email)).text();

  const queued: Press[] = [];
  const saveTimes: number[] = [];
  const problems: string[] = [];
  let requests = 0;
  let savedAt = 0;
  let isPressing = true;
  const send = async () => {
    while (isPressing || queued.length > 0) {
      const batch = queued.splice(0);
      if (batch.length === 0) {
        await pause(5);
        continue;
      }
      requests += 1;
      const statuses = await postDecisions(
        app,
        email,
        batch.map(({ request }) => request),
      );
      savedAt = performance.now();
      saveTimes.push(...batch.map(({ at }) => savedAt - at));
      problems.push(...statuses.filter((status) => status !== 'decided'));
    }
  };
  const sending = send();
  snowflake.clearRequests();
  let pressedAt = 0;
  for (let press = 1; press <= PRESSES; press += 1) {
    const recommendationId = String(size.recommendations - size.pending + press);
    pressedAt = performance.now();
    queued.push({
      at: pressedAt,
      request: {
        requestId: uuid(),
        recommendationId,
        verb: 'accept',
        acknowledged: flags,
        dwellMs: 900,
      },
    });
    if (press < PRESSES) await pause(PRESS_INTERVAL_MS);
  }
  isPressing = false;
  await sending;

  const statements = snowflake.statements().length;
  console.log(`${saveTimes.length} decisions in ${requests} requests and ${statements} statements`);
  printPercentiles('from the key to the response', saveTimes);
  const lateMs = savedAt - pressedAt;
  console.log(`saved ${(lateMs / 1_000).toFixed(1)} s after the last key (goal: 5 s)`);
  console.log('failures:', problems.length > 0 ? problems.join(', ') : 'none');
  if (problems.length > 0 || lateMs > 5_000) process.exitCode = 1;
  page.abort();
  await app.stop();
  await snowflake.close();
  await dispose();
}
