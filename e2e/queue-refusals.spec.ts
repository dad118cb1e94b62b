import { expect, test } from './fixtures';
import type { AppServer } from './server/server';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { holdRequests } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

const account = { id: 'NEED-2', name: 'Quince "Q" O’Malley' };
const other = 'NEED-4';
const decisions = 'SELECT verb, recommended_csm, set_aside FROM CSM_ROUTING_DECISIONS ORDER BY 1';

test.beforeEach(({ server }) => server.reset());

async function recommendationOf(server: AppServer, accountId: string) {
  const [[row]] = await server.sql(
    `SELECT recommendation_id, recommended_csm FROM CSM_ROUTING_RECOMMENDATIONS_CANNE
      WHERE account_id = '${accountId}'`,
  );
  return { id: String(row?.recommendation_id), csm: String(row?.recommended_csm) };
}

const rejection = (recommendationId: string) => ({
  requestId: crypto.randomUUID(),
  recommendationId,
  verb: 'reject',
  reason: 'wrong_fit',
  note: null,
  dwellMs: null,
});

/**
 * Opens the queue, which then misses that someone else assigns an account to the CSM who is
 * recommended for `account`. Returns how to let it catch up.
 */
async function openBehind(queue: QueuePageObject, colleague: QueuePageObject, server: AppServer) {
  await queue.open();
  await queue.select(account.name);
  const catchUp = await holdRequests(queue.page, '**/api/queue**');
  const [{ csm }, { id }] = await Promise.all([
    recommendationOf(server, account.id),
    recommendationOf(server, other),
  ]);
  const response = await colleague.page.request.post('/api/decisions', {
    data: {
      requests: [
        {
          requestId: crypto.randomUUID(),
          recommendationId: id,
          verb: 'override',
          csm,
          reason: 'workload',
          note: null,
          acknowledged: [],
          dwellMs: null,
        },
      ],
    },
  });
  expect(await response.text()).toContain('"status":"decided"');
  return { csm, catchUp };
}

test('a confirmation that the server asks for waits on its row, until the person opens it', async ({
  signInAs,
  server,
  guide,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const colleague = new QueuePageObject(await signInAs('admin'));
  const { csm, catchUp } = await openBehind(queue, colleague, server);

  await queue.page.keyboard.press('a');
  await expect(queue.row(account.name)).toContainText('Needs confirmation');
  await expect(queue.alert).toContainText(`Needs confirmation: ${account.name} → ${csm}.`);
  // The next record is on the screen and keeps the focus.
  await expect(queue.dialog).toHaveCount(0);
  await expect(queue.heading(account.name)).toHaveCount(0);
  await expect(queue.page.locator('tr:focus')).toHaveAttribute('data-active', 'true');
  await catchUp();

  await queue.select(account.name);
  await expect(queue.details).toContainText('This changed while you were deciding.');
  await expect(queue.details).toContainText('Cooling until');
  await queue.details.getByRole('button', { name: 'Review and confirm' }).click();
  await expect(queue.dialog).toContainText(`${account.name} → ${csm}?`);
  await queue.page.keyboard.press('Escape');
  await expect(queue.row(account.name)).toContainText('Needs confirmation');

  await queue.page.keyboard.press('a');
  await queue.dialog.getByRole('button', { name: 'Accept anyway (1 rule)' }).click();
  await expect(queue.row(account.name)).toHaveCount(0);
  await queue.expectMessage(`Accepted: ${account.name} → ${csm}`);
  const [made] = await guide(decisions);
  expect(made).toMatchObject([{ verb: 'accept', recommended_csm: csm }, { verb: 'override' }]);
  expect(JSON.stringify(made[0])).toContain('cooling');
});

test('a refused decision can be dismissed, which leaves the recommendation pending', async ({
  signInAs,
  server,
  guide,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const colleague = new QueuePageObject(await signInAs('admin'));
  const { catchUp } = await openBehind(queue, colleague, server);
  await queue.page.keyboard.press('a');
  await expect(queue.row(account.name)).toContainText('Needs confirmation');
  await catchUp();

  await queue.page.reload();
  await expect(queue.row(account.name)).toContainText('Needs confirmation');
  await queue.select(account.name);
  await queue.details.getByRole('button', { name: 'Dismiss' }).click();
  await expect(queue.row(account.name)).not.toContainText('Needs confirmation');
  await expect(queue.outboxStatus).toHaveText('');
  expect(await guide(decisions)).toMatchObject([[{ verb: 'override' }]]);
});

test('a refusal does not move the record that is being decided', async ({ signInAs, server }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const colleague = await signInAs('admin');
  const { id } = await recommendationOf(server, account.id);
  await queue.open('?q=Quince');
  const respond = await holdRequests(queue.page, '**/api/decisions');
  await queue.select(account.name);
  await queue.page.keyboard.press('a');
  await colleague.request.post('/api/decisions', { data: { requests: [rejection(id)] } });

  await queue.page.getByRole('button', { name: 'Clear all' }).click();
  await queue.select('Umbra Foods');
  const boxes = () =>
    Promise.all([queue.row('Umbra Foods'), queue.button('Accept')].map((one) => one.boundingBox()));
  const before = await boxes();
  await respond();
  await expect(queue.alert).toContainText('Avery Stone already rejected this recommendation.');
  expect(await boxes()).toEqual(before);
  await expectAccessibleInAppearances(queue.page, allAppearances);
});
