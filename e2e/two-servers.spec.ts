import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, signInByForm, test } from './fixtures';
import { SnowflakeServers } from './server/snowflake-servers';
import { watchPage } from './support/page-errors';
import { QueuePageObject } from './support/queue-page';

let servers: SnowflakeServers;
test.beforeAll(async ({ browserName: _ }, { parallelIndex }) => {
  servers = await SnowflakeServers.start(2, parallelIndex);
});
test.afterEach(async ({ browser }) => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});
test.afterAll(() => servers.dispose());

/** Opens a page on each server: a manager's and an admin's. */
async function signInToBoth(
  browser: { newPage(options: { baseURL: string }): Promise<Page> },
  onError: (text: string) => void,
): Promise<readonly [Page, Page]> {
  const open = async (url: string | undefined, role: 'manager' | 'admin') => {
    const page = await browser.newPage({ baseURL: url ?? '' });
    watchPage(page, onError);
    await signInByForm(page, role);
    return page;
  };
  const [first, second] = servers.urls;
  return Promise.all([open(first, 'manager'), open(second, 'admin')]);
}

const post = (page: Page, path: string, data: unknown) =>
  page.request.post(path, { data, headers: { origin: new URL(page.url()).origin } });

test('of concurrent decisions on two servers, exactly one wins, and each page sees the other’s', async ({
  browser,
  problems,
}) => {
  const [manager, admin] = await signInToBoth(browser, problems.add);
  const { rows } = await (await manager.request.get('/api/queue')).json();
  const ids: string[] = rows.map(({ id }: { id: string }) => id);
  const [contested = [], [seen]] = [ids.slice(0, 3), ids.slice(3)];
  const queue = new QueuePageObject(admin);
  await queue.open();
  const account = rows.find(({ id }: { id: string }) => id === seen).accountName;
  await expect(queue.row(account)).toBeVisible();

  const reject = (recommendationId: string) => ({
    recommendationId,
    verb: 'reject',
    reason: 'workload',
    requestId: randomUUID(),
  });
  const responses = await Promise.all(
    [manager, admin].map((page) =>
      post(page, '/api/decisions', { requests: contested.map(reject) }),
    ),
  );
  const outcomes = await Promise.all(responses.map(async (each) => (await each.json()).outcomes));
  for (const [index, id] of contested.entries()) {
    const both = outcomes.map((each) => each[index]);
    expect(both.map(({ status }) => status).sort(), id).toEqual(['decided', 'refused']);
    expect(both.find(({ status }) => status === 'refused').error).toMatchObject({
      code: 'already_decided',
      message: expect.stringMatching(/(Morgan Ellis|Avery Stone)/),
    });
  }

  await post(manager, '/api/decisions', { requests: [reject(seen ?? '')] });
  await expect(queue.row(account)).toBeHidden();
  const decided = await servers.sql(
    'SELECT recommendation_id FROM CSM_ROUTING_DECISIONS ORDER BY recommendation_id',
  );
  expect(decided.map((row) => String(row.recommendation_id)).sort()).toEqual(
    [...contested, seen].sort(),
  );
});

test('a run that is started on two servers at once runs on one, and places each account once', async ({
  browser,
  problems,
}) => {
  const pages = await signInToBoth(browser, problems.add);
  const runs = async () => (await servers.sql('SELECT run_id FROM CSM_ROUTING_RUNS')).length;
  const before = await runs();
  const starts = await Promise.all(
    pages.map((page) => post(page, '/api/runs', { mode: 'batch', batchSize: 10 })),
  );
  expect(starts.map((each) => each.status()).sort()).toEqual([202, 409]);
  const bodies = await Promise.all(starts.map((each) => each.json()));
  const { error } = bodies.find((body) => body.error);
  expect(error.message).toMatch(
    /^(Morgan Ellis|Avery Stone)’s run is in progress\. Wait for it to finish, or cancel it\.$/,
  );
  const { runId } = bodies.find((body) => !body.error);
  const [, admin] = pages;
  // Each server follows the run of the other.
  for (const page of pages) await page.goto(`/runs/${runId}`);
  await expect(admin.getByText(/recommendations? added to the queue/)).toBeVisible();
  const placed = await servers.sql(
    'SELECT account_id, run_id, COUNT(*) AS n FROM CSM_ROUTING_RECOMMENDATIONS_CANNE GROUP BY 1, 2',
  );
  const ofRun = placed.filter((row) => row.run_id === runId);
  expect(ofRun.length).toBeGreaterThan(0);
  expect(placed.every((row) => row.n === 1)).toBe(true);
  expect(await runs()).toBe(before + 1);
});
