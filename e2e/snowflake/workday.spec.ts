import { expect } from '@playwright/test';
import { accountsNeedingCsm, routedCount } from '@/e2e/company/data';
import { QueuePageObject } from '@/e2e/support/queue-page';
import { accountQueries, guideQueries } from '@/test/support/guide-queries';
import { test } from './fixtures';

// Each test decides on a different account, because all tests share one app.
const [accepted, overridden, rejected, undone] = accountsNeedingCsm;
// The last two already have pending recommendations from another program.
const unrouted = accountsNeedingCsm.slice(routedCount, -2);

test('a run places every account it can and adds the recommendations to the queue', async ({
  managersPage: page,
  app,
}) => {
  await page.goto('/runs');
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(
    page.getByText(`${unrouted.length} recommendations added to the queue`),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Go to the queue' }).click();
  const queue = new QueuePageObject(page);
  for (const { name } of unrouted) await expect(queue.row(name)).toBeVisible();

  const [latest] = await app.sql(guideQueries.latestRun);
  expect(latest.map((row) => row.account_id).sort()).toEqual(unrouted.map(({ id }) => id).sort());
  for (const row of latest) {
    expect(row).toMatchObject({
      assignment_method: 'batch_optimized',
      batch_size: unrouted.length,
      was_assigned: false,
      actual_assigned_csm: null,
    });
  }
});

test('accepting assigns the account to the recommended CSM', async ({ managersPage, app }) => {
  const queue = new QueuePageObject(managersPage);
  await queue.open();
  const csm = await queue.select(accepted.name);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${accepted.name} → ${csm}`);
  await expect(queue.row(accepted.name)).toHaveCount(0);

  const [[recommendation], assignments] = await app.sql(...accountQueries(accepted.id));
  expect(recommendation).toMatchObject({
    recommended_csm: csm,
    was_assigned: true,
    actual_assigned_csm: csm,
  });
  expect(assignments).toEqual([
    expect.objectContaining({ csm_name: csm, assignment_method: 'batch_optimized' }),
  ]);
});

test('overriding assigns the account to another CSM', async ({ managersPage, app }) => {
  const queue = new QueuePageObject(managersPage);
  await queue.open();
  await queue.select(overridden.name);
  await queue.button('Override').click();
  await queue.dialog.getByRole('option', { name: /^Dana Weiss/ }).click();
  await queue.dialog.getByLabel('The customer asked for someone else').check();
  await queue.dialog.getByRole('button', { name: 'Override' }).click();
  await queue.expectMessage(`Overridden: ${overridden.name} → Dana Weiss`);

  const [[recommendation], assignments] = await app.sql(...accountQueries(overridden.id));
  expect(recommendation).toMatchObject({ was_assigned: false, actual_assigned_csm: 'Dana Weiss' });
  expect(assignments).toEqual([expect.objectContaining({ csm_name: 'Dana Weiss' })]);
});

test('rejecting leaves the account unassigned and stores the note', async ({
  managersPage,
  app,
}) => {
  const queue = new QueuePageObject(managersPage);
  await queue.open();
  await queue.select(rejected.name);
  await queue.button('Reject').click();
  await queue.dialog.getByLabel('The account is not ready for a CSM').check();
  await queue.dialog.getByLabel(/^Note/).fill('They’ll move in March. 🚚');
  await queue.dialog.getByRole('button', { name: 'Reject' }).click();
  await queue.expectMessage(`Rejected: ${rejected.name}`);

  const [[recommendation], assignments, decisions] = await app.sql(
    ...accountQueries(rejected.id),
    `SELECT verb, reason, note FROM CSM_ROUTING_DECISIONS WHERE account_id = '${rejected.id}'`,
  );
  expect(recommendation).toMatchObject({ was_assigned: false, actual_assigned_csm: null });
  expect(assignments).toEqual([]);
  expect(decisions).toEqual([
    { verb: 'reject', reason: 'not_ready', note: 'They’ll move in March. 🚚' },
  ]);
});

test('undoing restores both tables', async ({ managersPage, app }) => {
  const before = await app.sql(...accountQueries(undone.id));
  const queue = new QueuePageObject(managersPage);
  await queue.open();
  await queue.select(undone.name);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${undone.name}`);
  await queue.page.getByRole('button', { name: /^Undo/ }).click();
  await queue.expectMessage(`Undone: ${undone.name}`);
  await expect(queue.row(undone.name)).toBeVisible();
  expect(await app.sql(...accountQueries(undone.id))).toEqual(before);
});
