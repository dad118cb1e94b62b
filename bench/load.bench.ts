import { setTimeout as pause } from 'node:timers/promises';
import { v4 as uuid } from 'uuid';
import { flags } from '@/lib/engine/flags';
import { MINUTE_MS } from '@/lib/time';
import { addMembers, isBuilt, postDecisions, startApp } from './app';
import { largeWarehouse, printSize } from './large-warehouse';
import { printPercentiles } from './measure';

/**
 * Twenty managers decide for a minute, each as fast as responses arrive, while ten people read
 * analytics pages. The production server runs on a large embedded warehouse.
 */

const DURATION_MS = MINUTE_MS;
const READING_MS = 5_000;
const size = { recommendations: 1_000_000, pending: 20_000, accounts: 65_000, csms: 500 };
const managers = Array.from({ length: 20 }, (_, n) => `manager-${n}@example.com`);
const readers = Array.from({ length: 10 }, (_, n) => `reader-${n}@example.com`);
const pages = [
  '/workload',
  '/workload/ledger',
  '/acceptance',
  '/cooling',
  '/diagnostics',
  '/csms/CSM%207',
  '/accounts/A-30000',
];

if (isBuilt('load')) {
  printSize(size);
  const { warehouse, path, dispose } = await largeWarehouse(size, new Date());
  await addMembers(warehouse, 'manager', managers);
  await addMembers(warehouse, 'viewer', readers);
  await warehouse.close();
  const app = await startApp(path);

  // Each manager has a page open, which follows changes.
  const streams = new AbortController();
  for (const email of managers) await app.request('/api/events', email, { signal: streams.signal });
  for (const page of ['/queue', ...pages])
    await (await app.request(page, 'reader-0@example.com')).text();
  const memoryBefore = await app.memory();

  const until = performance.now() + DURATION_MS;
  let nextId = size.recommendations - size.pending;
  const decisionTimes: number[] = [];
  const pageTimes: number[] = [];
  const problems = new Map<string, number>();
  const report = (problem: string) => problems.set(problem, (problems.get(problem) ?? 0) + 1);

  const decide = async (email: string) => {
    while (performance.now() < until) {
      const recommendationId = String(++nextId);
      const started = performance.now();
      const [status = 'no outcome'] = await postDecisions(app, email, [
        {
          requestId: uuid(),
          recommendationId,
          verb: 'accept',
          acknowledged: flags,
          dwellMs: 1_200,
        },
      ]);
      decisionTimes.push(performance.now() - started);
      if (status !== 'decided') report(`decision: ${status}`);
    }
  };
  const read = async (email: string, turn: number) => {
    await pause((turn * READING_MS) / readers.length);
    for (let page = turn; performance.now() < until; page += 1) {
      const path = pages[page % pages.length] ?? '/workload';
      const started = performance.now();
      const response = await app.request(path, email);
      await response.text();
      pageTimes.push(performance.now() - started);
      if (!response.ok) report(`${path}: ${response.status}`);
      await pause(READING_MS);
    }
  };
  await Promise.all([...managers.map(decide), ...readers.map(read)]);

  const perSecond = (decisionTimes.length / DURATION_MS) * 1_000;
  console.log(`decisions: ${decisionTimes.length}, ${perSecond.toFixed(1)} per second (goal: 40)`);
  printPercentiles('a decision (goal: p95 below 500 ms)', decisionTimes);
  printPercentiles(`an analytics page, of ${pageTimes.length}`, pageTimes);
  console.log(`memory: ${memoryBefore} MB before, ${await app.memory()} MB after`);
  console.log('failures:', problems.size > 0 ? Object.fromEntries(problems) : 'none');
  if (problems.size > 0) process.exitCode = 1;
  streams.abort();
  await app.stop();
  await dispose();
}
