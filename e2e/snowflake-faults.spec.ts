import type { Page } from '@playwright/test';
import type { SnowflakeFault } from '@/test/snowflake/faults';
import { expect, signInByForm, test } from './fixtures';
import { SnowflakeServers } from './server/snowflake-servers';
import { watchPage } from './support/page-errors';
import { QueuePageObject } from './support/queue-page';

/** How long the app and the browser may take to notice that Snowflake is away, or back. */
const timeout = 60_000;

let servers: SnowflakeServers;
let page: Page;
let queue: QueuePageObject;
test.beforeEach(async ({ browser, problems }, { parallelIndex }) => {
  // The browser logs each request that fails, as these tests intend.
  problems.expect(/Failed to load resource/);
  servers = await SnowflakeServers.start(1, parallelIndex);
  page = await browser.newPage({ baseURL: servers.urls[0] ?? '' });
  watchPage(page, problems.add);
  await signInByForm(page, 'manager');
  queue = new QueuePageObject(page);
  await queue.open('?flag=none');
  await queue.expectReadyForKeys();
});
test.afterEach(async () => {
  await page.close();
  await servers.dispose();
});

const decided = async () =>
  (await servers.sql('SELECT recommendation_id FROM CSM_ROUTING_DECISIONS')).length;

/** Plans a fault for the next statement with this name. */
const plan = (statement: string, fault: SnowflakeFault) =>
  servers.snowflake.faults.plan({ when: (each) => each.statement === statement, do: fault });

test('decisions wait while Snowflake is away, the page says so, and each is saved once', async () => {
  test.slow();
  await servers.snowflake.down();
  await page.keyboard.press('a');
  await expect(queue.outboxStatus).toContainText('Saving 1');
  // It depends on the statement that the outage ends.
  const reason =
    /^Not saving 1 decision: (The warehouse took too long|Snowflake cannot be reached)/;
  await expect(queue.outboxStatus).toContainText(reason, { timeout });
  await servers.snowflake.up();
  await expect(queue.outboxStatus).toBeEmpty({ timeout });
  expect(await decided()).toBe(1);
});

test('a decision that Snowflake takes long to save is saved once, also if the page is reloaded', async () => {
  const held = plan('recommendations.claim', 'hold');
  await page.keyboard.press('a');
  await held.reached;
  await expect(queue.outboxStatus).toContainText('Saving 1');
  await page.reload();
  await expect(queue.outboxStatus).toContainText('Saving 1');
  held.release();
  await expect(queue.outboxStatus).toBeEmpty({ timeout });
  expect(await decided()).toBe(1);
});

test('a decision that was committed without a response is shown as saved, and saved once', async () => {
  const lost = plan('decisions.decide: commit', 'end-after-executing');
  await page.keyboard.press('a');
  await lost.reached;
  await expect(queue.outboxStatus).toBeEmpty({ timeout });
  await page.reload();
  await expect(queue.outboxStatus).toBeEmpty({ timeout });
  expect(await decided()).toBe(1);
});
