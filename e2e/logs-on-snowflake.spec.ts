import { demoMembers } from '@/demo/people';
import { expect, signInByForm, test } from './fixtures';
import { SnowflakeServers } from './server/snowflake-servers';
import { watchPage } from './support/page-errors';
import { parseMetrics } from './support/prometheus';
import { QueuePageObject } from './support/queue-page';

let servers: SnowflakeServers;
test.beforeAll(async ({ browserName: _ }, { parallelIndex }) => {
  servers = await SnowflakeServers.start(1, parallelIndex);
});
test.afterAll(() => servers.dispose());

const statements = () => servers.snowflake.statements().map(({ statement }) => statement);

async function scrape() {
  const headers = { authorization: `Bearer ${servers.metricsToken}` };
  const response = await fetch(`${servers.urls[0]}/api/metrics`, { headers });
  return parseMetrics(await response.text());
}

test('metrics wake no warehouse, and a decision’s request id is in its query tags', async ({
  browser,
  problems,
}) => {
  const first = await scrape();
  expect(first.has('csm_routing_queue_pending')).toBe(false);
  expect(statements().join()).not.toMatch(/read-model|api-tokens/);

  const page = await browser.newPage({ baseURL: servers.urls[0] ?? '' });
  watchPage(page, problems.add);
  await signInByForm(page, 'manager');
  const queue = new QueuePageObject(page);
  await queue.openForKeyboard();
  const decided = page.waitForResponse('**/api/decisions');
  await page.keyboard.press('a');
  const response = await decided;
  const requestId = (await response.request().allHeaders())['x-request-id'] ?? '';
  expect(requestId).toMatch(/^\d+(-\d+){3}$/);
  expect((await response.allHeaders())['x-request-id']).toBe(requestId);
  await queue.expectMessage('Accepted');

  const tagged = servers.snowflake
    .statements()
    .filter(({ tag }) => (tag as { requestId?: string }).requestId === requestId);
  expect(tagged.map(({ statement }) => statement)).toContain('decisions.insert');
  expect(tagged.map(({ isControl }) => isControl)).toContain(true);
  const person = demoMembers.find(({ role }) => role === 'manager')?.email;
  for (const { tag } of tagged) expect(tag).toMatchObject({ path: '/api/decisions', person });

  const pending = (await scrape()).get('csm_routing_queue_pending');
  expect(pending).toBeGreaterThan(0);
  expect(servers.output).toContain(`"requestId":"${requestId}","method":"POST"`);
  await page.close();
});
