import { expect } from '@playwright/test';
import { accountsNeedingCsm, routedCount } from '@/e2e/company/data';
import { QueuePageObject } from '@/e2e/support/queue-page';
import { accountQueries, guideQueries } from '@/test/support/guide-queries';
import { test } from './fixtures';

// Every test decides another account, because all share one installation.
const [accepted, overridden, rejected, undone] = accountsNeedingCsm;
// The last two have recommendations of another program that wait.
const left = accountsNeedingCsm.slice(routedCount, -2);

test('a run places every account it can, and its recommendations wait in the queue', async ({
  managersPage: page,
  installation,
}) => {
  await page.goto('/runs');
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page.getByText(`${left.length} recommendations added to the queue`)).toBeVisible();
  await page.getByRole('link', { name: 'Go to the queue' }).click();
  const queue = new QueuePageObject(page);
  for (const { name } of left) await expect(queue.row(name)).toBeVisible();

  const [latest] = await installation.sql(guideQueries.latestRun);
  expect(latest.map((row) => row.account_id).sort()).toEqual(left.map(({ id }) => id).sort());
  for (const row of latest) {
    expect(row).toMatchObject({
      assignment_method: 'batch_optimized',
      batch_size: left.length,
      was_assigned: false,
      actual_assigned_csm: null,
    });
  }
});

test('accepting gives the account to the recommended CSM', async ({
  managersPage,
  installation,
}) => {
  const queue = new QueuePageObject(managersPage);
  await queue.open();
  const csm = await queue.select(accepted.name);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${accepted.name} → ${csm}`);
  await expect(queue.row(accepted.name)).toHaveCount(0);

  const [[recommendation], assignments] = await installation.sql(...accountQueries(accepted.id));
  expect(recommendation).toMatchObject({
    recommended_csm: csm,
    was_assigned: true,
    actual_assigned_csm: csm,
  });
  expect(assignments).toEqual([
    expect.objectContaining({ csm_name: csm, assignment_method: 'batch_optimized' }),
  ]);
});

test('overriding gives it to another CSM', async ({ managersPage, installation }) => {
  const queue = new QueuePageObject(managersPage);
  await queue.open();
  await queue.select(overridden.name);
  await queue.button('Override').click();
  await queue.dialog.getByRole('option', { name: /^Dana Weiss/ }).click();
  await queue.dialog.getByLabel('The customer asked for someone else').check();
  await queue.dialog.getByRole('button', { name: 'Override' }).click();
  await queue.expectMessage(`Overridden: ${overridden.name} → Dana Weiss`);

  const [[recommendation], assignments] = await installation.sql(...accountQueries(overridden.id));
  expect(recommendation).toMatchObject({ was_assigned: false, actual_assigned_csm: 'Dana Weiss' });
  expect(assignments).toEqual([expect.objectContaining({ csm_name: 'Dana Weiss' })]);
});

test('rejecting assigns nobody and keeps the note', async ({ managersPage, installation }) => {
  const queue = new QueuePageObject(managersPage);
  await queue.open();
  await queue.select(rejected.name);
  await queue.button('Reject').click();
  await queue.dialog.getByLabel('The account is not ready for a CSM').check();
  await queue.dialog.getByLabel(/^Note/).fill('They’ll move in March. 🚚');
  await queue.dialog.getByRole('button', { name: 'Reject' }).click();
  await queue.expectMessage(`Rejected: ${rejected.name}`);

  const [[recommendation], assignments, decisions] = await installation.sql(
    ...accountQueries(rejected.id),
    `SELECT verb, reason, note FROM CSM_ROUTING_DECISIONS WHERE account_id = '${rejected.id}'`,
  );
  expect(recommendation).toMatchObject({ was_assigned: false, actual_assigned_csm: null });
  expect(assignments).toEqual([]);
  expect(decisions).toEqual([
    { verb: 'reject', reason: 'not_ready', note: 'They’ll move in March. 🚚' },
  ]);
});

test('undoing leaves both tables as they were', async ({ managersPage, installation }) => {
  const before = await installation.sql(...accountQueries(undone.id));
  const queue = new QueuePageObject(managersPage);
  await queue.open();
  await queue.select(undone.name);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${undone.name}`);
  await queue.page.getByRole('button', { name: /^Undo/ }).click();
  await queue.expectMessage(`Undone: ${undone.name}`);
  await expect(queue.row(undone.name)).toBeVisible();
  expect(await installation.sql(...accountQueries(undone.id))).toEqual(before);
});
