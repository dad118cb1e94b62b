import { expect, test } from './fixtures';
import { postRun, waitForRun } from './server/runs-api';
import { expectAccessibleInAppearances, queueAppearances } from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

// A newly set up warehouse: tables, views, a policy, members, and no other rows.
test.use({ company: 'empty' });

test('the empty queue says that there are no runs yet', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await expect(queue.page.getByText('No runs yet')).toBeVisible();
  await expect(queue.page.getByText('No accounts to place.')).toBeVisible();
  await expectAccessibleInAppearances(queue.page, queueAppearances);
});

test('the empty list of runs leads an admin to the import, and others to an admin', async ({
  signInAs,
}) => {
  const manager = await signInAs('manager');
  await manager.goto('/runs');
  await expect(manager.getByText('ask an admin to import accounts')).toBeVisible();
  await expect(manager.getByRole('main').getByRole('link', { name: /^Import/ })).toHaveCount(0);
  const admin = await signInAs('admin');
  await admin.goto('/runs');
  await expectAccessibleInAppearances(admin);
  await admin.getByRole('main').getByRole('link', { name: 'Import accounts or CSMs' }).click();
  await expect(admin).toHaveURL(/\/import$/);
});

test('a run without accounts fails and says that no account needs a CSM', async ({ server }) => {
  const started = await postRun(server, { mode: 'batch', batchSize: 5 });
  expect(started.status).toBe(202);
  const { runId } = await started.json();
  expect(await waitForRun(server, runId)).toMatchObject({
    status: 'failed',
    failure: expect.stringContaining('No account needs a CSM right now'),
  });
});
