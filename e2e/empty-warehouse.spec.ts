import { expect, test } from './fixtures';
import { postRun, waitForRun } from './server/runs-api';
import { QueuePageObject } from './support/queue-page';

// A warehouse that was set up a moment ago: tables, views, a policy and members, and no row else.
test.use({ company: 'empty' });

test('the queue says that the engine has not run yet', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await expect(queue.page.getByText('No runs yet')).toBeVisible();
  await expect(queue.page.getByText('No account needs a CSM at the moment.')).toBeVisible();
});

test('a run of nothing says that no account needs a CSM', async ({ server }) => {
  const started = await postRun(server, { mode: 'batch', batchSize: 5 });
  expect(started.status).toBe(202);
  const { runId } = await started.json();
  expect(await waitForRun(server, runId)).toMatchObject({
    status: 'failed',
    failure: expect.stringContaining('No account needs a CSM right now'),
  });
});
