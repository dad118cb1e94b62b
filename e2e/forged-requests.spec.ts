import type { Page, Request } from '@playwright/test';
import { accountQueries } from '@/test/support/guide-queries';
import { expect, test } from './fixtures';
import { QueuePageObject } from './support/queue-page';

const account = { id: 'NEED-3', name: 'Zürich 🚀 Gärten' };

test.beforeEach(({ server }) => server.reset());

/** Captures a manager's accept, which does not reach the server. */
async function captureAccept(queue: QueuePageObject): Promise<Request> {
  await queue.page.route('**/api/decisions', (route) => route.abort());
  const caught = queue.page.waitForRequest('**/api/decisions');
  await queue.open();
  await queue.select(account.name);
  await queue.button('Accept').click();
  const request = await caught;
  await expect(queue.outboxStatus).toContainText('The server did not respond');
  return request;
}

/** Sends captured decisions with another page's cookies. */
function replay(page: Page, caught: Request, headers: Record<string, string> = {}) {
  const { requests } = caught.postDataJSON();
  return page.request.post(caught.url(), { headers, data: { requests } });
}

test('captured decisions run once, and are rejected for viewers, signed-out visitors, and other sites', async ({
  signInAs,
  page: stranger,
  guide,
  problems,
}) => {
  problems.expect(/ERR_FAILED/);
  const queue = new QueuePageObject(await signInAs('manager'));
  const viewer = await signInAs('viewer');
  const caught = await captureAccept(queue);

  const codeOf = async (response: Promise<{ text(): Promise<string> }>) =>
    /"code":"([^"]+)"/.exec(await (await response).text())?.[1];
  expect(await codeOf(replay(viewer, caught))).toBe('forbidden');
  expect(await codeOf(replay(stranger, caught))).toBe('sign_in_required');
  const foreign = replay(queue.page, caught, { 'sec-fetch-site': 'cross-site' });
  expect(await codeOf(foreign)).toBe('forbidden');
  // A colleague in the same browser does not send what another person decided.
  const colleague = await signInAs('admin');
  const theirs = colleague.request.post(caught.url(), { data: caught.postDataJSON() });
  expect(await codeOf(theirs)).toBe('wrong_person');
  const [[before]] = await guide(...accountQueries(account.id));
  expect(before).toMatchObject({ was_assigned: false, actual_assigned_csm: null });

  const [first, again] = [
    await (await replay(queue.page, caught)).json(),
    await (await replay(queue.page, caught)).json(),
  ];
  expect(first.outcomes).toMatchObject([{ status: 'decided' }]);
  expect(again.outcomes).toEqual(first.outcomes);
  const [[after], , decisions] = await guide(
    ...accountQueries(account.id),
    'SELECT decision_id FROM CSM_ROUTING_DECISIONS',
  );
  expect(after).toMatchObject({ was_assigned: true });
  expect(decisions).toEqual([{ decision_id: first.outcomes[0].decision.id }]);
});

test('decisions with invalid input change nothing', async ({ signInAs, guide }) => {
  const { request } = await signInAs('manager');
  const requestId = crypto.randomUUID();
  for (const requests of [
    'all',
    [],
    [null],
    [{ recommendationId: '1 OR 1=1', requestId, verb: 'accept', acknowledged: [] }],
    [{ recommendationId: '9'.repeat(400), requestId: {}, verb: 'accept', acknowledged: 'all' }],
    [{ recommendationId: '1', requestId, verb: 'delete' }],
  ]) {
    const response = await request.post('/api/decisions', { data: { requests } });
    expect(await response.text(), JSON.stringify(requests)).toContain('"code":"invalid_input"');
  }
  const [decisions] = await guide('SELECT * FROM CSM_ROUTING_DECISIONS');
  expect(decisions).toEqual([]);
});
