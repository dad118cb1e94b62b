import { guideQueries } from '@/test/support/guide-queries';
import { accountsNeedingCsm, routedCount } from './company/data';
import { expect, test } from './fixtures';

const recommendations = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE';
// The last two have pending recommendations from another program.
const unrouted = accountsNeedingCsm.slice(routedCount, -2);

test.beforeEach(({ server }) => server.reset());

test('a batch places every account it can and adds the recommendations to the queue', async ({
  signInAs,
  guide,
}) => {
  const page = await signInAs('manager');
  await page.goto('/runs');
  await expect(page.getByLabel('Maximum number of accounts')).toHaveValue(String(unrouted.length));
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page).toHaveURL(/\/runs\/\d{8}_\d{6}_/);
  await expect(
    page.getByText(`${unrouted.length} recommendations added to the queue`),
  ).toBeVisible();
  const runId = new URL(page.url()).pathname.split('/').at(-1);

  await page.getByRole('link', { name: 'Go to the queue' }).click();
  await expect(page).toHaveURL(new RegExp(`/queue\\?run=${runId}`));
  const rows = page.getByRole('grid', { name: 'Pending recommendations' }).getByRole('row');
  for (const { name } of unrouted) await expect(rows.filter({ hasText: name })).toBeVisible();

  const [latest] = await guide(guideQueries.latestRun);
  expect(latest.map((row) => row.account_id).sort()).toEqual(unrouted.map(({ id }) => id).sort());
  for (const row of latest) {
    expect(row).toMatchObject({
      run_id: runId,
      assignment_method: 'batch_optimized',
      batch_size: unrouted.length,
      was_assigned: false,
      actual_assigned_csm: null,
    });
  }
  expect(new Set(latest.map((row) => row.recommended_csm)).size).toBe(unrouted.length);
});

test('a dry run shows its result and saves nothing', async ({ signInAs, guide }) => {
  const all = `SELECT * FROM ${recommendations} ORDER BY recommendation_id`;
  const before = await guide(all);
  const page = await signInAs('manager');
  await page.goto('/runs');
  await page.getByLabel(/^Dry run/).check();
  await page.getByRole('button', { name: 'Start dry run' }).click();
  await expect(page.getByText('This was a dry run. Nothing was saved.')).toBeVisible();
  for (const { name } of unrouted) await expect(page.getByText(name).first()).toBeVisible();
  expect(await guide(all)).toEqual(before);
});

test('a manager finds one account by name and places it', async ({ signInAs, guide }) => {
  const page = await signInAs('manager');
  await page.goto('/runs');
  await page.getByText('One account').click();
  await page.getByRole('button', { name: 'Choose an account' }).click();
  await page.getByRole('dialog').getByRole('combobox').fill('willow');
  await page.getByRole('option', { name: /Willow & Wick/ }).click();
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page.getByText('1 recommendation added to the queue')).toBeVisible();

  const [latest] = await guide(guideQueries.latestRun);
  expect(latest).toEqual([
    expect.objectContaining({
      account_id: 'NEED-8',
      assignment_method: 'single_optimized',
      batch_size: 1,
    }),
  ]);
});

test('a viewer can read runs but not start one', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/runs');
  await expect(page.getByRole('button', { name: 'Start run' })).toHaveCount(0);
  await page.getByRole('link', { name: `Batch of ${routedCount}` }).click();
  await expect(page.getByText(`${routedCount} recommendations added to the queue`)).toBeVisible();
});

test('an unknown run shows a not-found page', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/runs/20200101_000000_none');
  await expect(page.getByText('Run not found')).toBeVisible();
});
