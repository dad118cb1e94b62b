import { randomUUID } from 'node:crypto';
import { expect, test } from './fixtures';
import { postRun, waitForRun } from './server/runs-api';
import type { AppServer } from './server/server';
import { expectAccessibleInAppearances } from './support/accessibility';

test.beforeEach(({ server }) => server.reset());

/** Places three accounts and accepts all recommendations of the run. */
async function acceptedRun(server: AppServer): Promise<string> {
  const response = await postRun(server, { mode: 'batch', batchSize: 3, review: 'off' });
  const { runId } = await response.json();
  await waitForRun(server, runId);
  const [rows] = await server.sql(
    `SELECT CAST(recommendation_id AS VARCHAR) AS id FROM CSM_ROUTING_RECOMMENDATIONS_CANNE
     WHERE run_id = '${runId}'`,
  );
  const requests = rows.map(({ id }) => ({
    verb: 'accept',
    recommendationId: id,
    requestId: randomUUID(),
    acknowledged: [],
  }));
  const decided = await fetch(`${server.url}/api/decisions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.operatorToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ requests }),
  });
  expect(decided.status).toBe(200);
  return runId;
}

test('an admin rolls back a run, and sees what was undone and what stays', async ({
  signInAs,
  server,
}) => {
  const runId = await acceptedRun(server);
  const [[reassigned]] = await server.sql(
    `SELECT account_id FROM CSM_ROUTING_RECOMMENDATIONS_CANNE WHERE run_id = '${runId}'
     ORDER BY account_id LIMIT 1`,
  );
  await server.sql(
    `UPDATE ACCOUNT_CSM_ASSIGNMENTS_CANNE SET csm_name = 'Mei Chen', last_updated = last_updated + INTERVAL 1 SECOND
     WHERE account_id = '${reassigned?.account_id}'`,
  );
  const page = await signInAs('admin');
  await page.goto(`/runs/${runId}`);
  await page.getByRole('button', { name: 'Roll back this run…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Roll back this run?' });
  await expect(dialog).toContainText('2 decisions will be undone, no matter who made them');
  const kept = dialog.getByRole('region', { name: '1 decision can’t be undone and stays' });
  await expect(kept).toContainText('Accepted by Command line');
  await expect(kept).toContainText('The account has since been assigned to Mei Chen');
  await expectAccessibleInAppearances(page);

  await dialog.getByRole('button', { name: 'Undo 2 decisions' }).click();
  const done = page.getByRole('dialog', { name: '2 decisions undone' });
  await expect(done.getByRole('region', { name: '1 decision could not be undone' })).toBeVisible();
  await done.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('list', { name: 'Outcomes' })).toContainText('Pending: 2');
  await expect(page.getByText('Rolled back by')).toBeVisible();
  await expectAccessibleInAppearances(page);

  await page.goto('/runs');
  await expect(page.getByRole('row').filter({ hasText: 'Rolled back' })).toHaveCount(1);
  await page.goto(`/queue?run=${runId}`);
  const rows = page.getByRole('grid', { name: 'Pending recommendations' }).getByRole('row');
  await expect(rows).toHaveCount(3);
});

test('a manager sees who can roll back a run', async ({ signInAs, server }) => {
  const runId = await acceptedRun(server);
  const page = await signInAs('manager');
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText('Only admins can roll back a run.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Roll back this run…' })).toHaveCount(0);
});
