import {
  isSignedWith,
  startWebhookReceiver,
  type WebhookReceiver,
  webhookSecret,
} from '@/test/support/webhook-receiver';
import { expect, test } from './fixtures';
import { postRun, waitForRun } from './server/runs-api';
import {
  allAppearances,
  expectAccessible,
  expectAccessibleInAppearances,
} from './support/accessibility';
import { pressSequence } from './support/interactions';

let receiver: WebhookReceiver;
test.beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
test.afterAll(() => receiver.close());
test.beforeEach(({ server }) => server.reset());
test.afterEach(({ server }) => server.reset());

const env = () => ({
  NOTIFY_URL: receiver.url,
  NOTIFY_SECRET: webhookSecret,
  NOTIFY_OFF: 'run.short',
});

test('an admin reads how to set notifications up', async ({ signInAs }) => {
  const page = await signInAs('admin');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'n');
  await expect(page.getByRole('heading', { name: 'Notifications', exact: true })).toBeVisible();
  await expect(page.getByText('No setting says where notifications go.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send a test' })).toBeHidden();
  await expectAccessible(page, 'nothing is sent');
});

test('an admin sends a test, and reads what the receiver said', async ({ signInAs, server }) => {
  await server.restart({ env: env() });
  const page = await signInAs('admin');
  await page.goto('/notifications');
  const { host } = new URL(receiver.url);
  await expect(page.getByText(host, { exact: true })).toBeVisible();
  expect(await page.content()).not.toContain('the-secret-part');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'The test was delivered' }),
  ).toBeVisible();
  const sent = receiver.requests.filter(({ body }) => body.type === 'test');
  expect(sent.map((request) => isSignedWith(webhookSecret, request))).toEqual([true]);

  receiver.answer({ status: 404 });
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(
    page.getByRole('alert').filter({ hasText: 'The test was not delivered' }),
  ).toContainText(
    `${host} answered with status 404: the webhook does not exist, so correct NOTIFY_URL.`,
  );
  await page.goto('/audit');
  await expect(
    page.getByRole('row').filter({ hasText: 'Test notification sent' }).first(),
  ).toBeVisible();
});

test('the server notifies soon after a run, and the page shows what was sent and what is off', async ({
  signInAs,
  server,
}) => {
  await server.sql('DELETE FROM resi_corp_active_csms');
  await server.restart({ env: env() });
  const { runId } = await (await postRun(server, { mode: 'batch', batchSize: 5 })).json();
  expect(await waitForRun(server, runId)).toMatchObject({ status: 'failed' });
  const about = () => receiver.requests.find(({ body }) => body.data.runId === runId)?.body;
  await expect.poll(about).toMatchObject({
    type: 'run.failed',
    data: { code: 'no_active_csm', url: `${server.url}/runs/${runId}` },
  });
  const page = await signInAs('admin');
  await page.goto('/notifications');
  const item = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await expect(item('run.failed')).toContainText('A run failed');
  await expect(item('run.failed')).toContainText('Delivered');
  await expect(item('run.short')).toContainText('Off');
  await expectAccessibleInAppearances(page, allAppearances);
});
