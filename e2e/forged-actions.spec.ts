import type { Page, Request } from '@playwright/test';
import { accountQueries } from '@/test/support/guide-queries';
import { expect, test } from './fixtures';
import { QueuePageObject } from './support/queue-page';

const account = { id: 'NEED-3', name: 'Zürich 🚀 Gärten' };

test.beforeEach(({ server }) => server.reset());

/** Captures a manager's accept request, which does not reach the server. */
async function interceptAccept(queue: QueuePageObject): Promise<Request> {
  const caught = queue.page.waitForRequest((request) => 'next-action' in request.headers());
  await queue.page.route('**/queue**', (route) =>
    'next-action' in route.request().headers() ? route.abort() : route.fallback(),
  );
  await queue.open();
  await queue.select(account.name);
  await queue.button('Accept').click();
  const request = await caught;
  await expect(queue.page.getByText('The server did not respond')).toBeVisible();
  return request;
}

/** Sends a captured action with another page's cookies. */
function replay(page: Page, caught: Request, headers: Record<string, string> = {}) {
  const { origin } = new URL(caught.url());
  const { 'next-action': action = '', 'content-type': type = '' } = caught.headers();
  return page.request.post(`${origin}/queue`, {
    headers: {
      'next-action': action,
      'content-type': type,
      accept: 'text/x-component',
      origin,
      ...headers,
    },
    data: caught.postData() ?? '',
  });
}

test('a captured action runs once and is rejected for viewers, signed-out visitors, and other sites', async ({
  signInAs,
  page: stranger,
  guide,
  problems,
}) => {
  problems.expect(/ERR_FAILED/);
  const queue = new QueuePageObject(await signInAs('manager'));
  const viewer = await signInAs('viewer');
  const caught = await interceptAccept(queue);

  expect(await (await replay(viewer, caught)).text()).toContain('"code":"forbidden"');
  expect(await (await replay(stranger, caught)).text()).toContain('"code":"sign_in_required"');
  const foreign = await replay(queue.page, caught, { origin: 'https://elsewhere.example' });
  expect(foreign.ok()).toBe(false);
  const unknown = await replay(queue.page, caught, { 'next-action': '0'.repeat(42) });
  expect(unknown.ok()).toBe(false);
  const [[before]] = await guide(...accountQueries(account.id));
  expect(before).toMatchObject({ was_assigned: false, actual_assigned_csm: null });

  const decisionOf = (text: string) => /"decisionId":"([^"]+)"/.exec(text)?.[1];
  const first = decisionOf(await (await replay(queue.page, caught)).text());
  const again = decisionOf(await (await replay(queue.page, caught)).text());
  expect(first).toBeTruthy();
  expect(again).toBe(first);
  const [[after], , decisions] = await guide(
    ...accountQueries(account.id),
    'SELECT decision_id FROM CSM_ROUTING_DECISIONS',
  );
  expect(after).toMatchObject({ was_assigned: true });
  expect(decisions).toEqual([{ decision_id: first }]);
});

test('an action with invalid input changes nothing', async ({ signInAs, guide, problems }) => {
  problems.expect(/ERR_FAILED/);
  const queue = new QueuePageObject(await signInAs('manager'));
  const caught = await interceptAccept(queue);
  const { origin } = new URL(caught.url());
  const headers = { 'next-action': caught.headers()['next-action'] ?? '', origin };
  for (const data of [
    '[]',
    '[null]',
    '[{"recommendationId":"1 OR 1=1","requestId":"x","acknowledged":[]}]',
    `[{"recommendationId":"${'9'.repeat(400)}","requestId":{},"acknowledged":"all"}]`,
  ]) {
    const response = await queue.page.request.post(`${origin}/queue`, {
      headers: { ...headers, 'content-type': 'text/plain;charset=UTF-8' },
      data,
    });
    expect(await response.text(), data).toContain('"code":"invalid_input"');
  }
  const [decisions] = await guide('SELECT * FROM CSM_ROUTING_DECISIONS');
  expect(decisions).toEqual([]);
});
