import { guideQueries } from '@/test/support/guide-queries';
import { expect, test } from './fixtures';
import { axeViolations } from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

// The demo company as `npm run demo` makes it: a quarter of history, and accounts that wait today.
test.use({ company: 'demo' });

test('whoever opens the demo finds a queue with work in it, and why each was proposed', async ({
  signInAs,
}) => {
  const desk = new QueuePageObject(await signInAs('viewer'));
  await desk.open();
  const rows = desk.table.getByRole('row').locator('td:first-child');
  await expect(rows.first()).toBeVisible();
  await expect(desk.record.getByRole('heading', { name: 'Why this CSM' })).toBeVisible();
  await expect(desk.record.getByRole('heading', { name: 'Alternatives' })).toBeVisible();
  expect(await axeViolations(desk.page)).toEqual([]);
  await desk.page.goto('/runs');
  await expect(desk.page.getByText(/accounts need a CSM/)).toBeVisible();
  expect(await axeViolations(desk.page)).toEqual([]);
});

test('a manager of the demo runs a batch, sees its proof, and accepts from it', async ({
  signInAs,
  guide,
}) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  const { page } = desk;
  await page.goto('/runs');
  await page.getByLabel('How many accounts at most').fill('10');
  await page.getByRole('button', { name: 'Start the run' }).click();
  await expect(page.getByText(/recommendations? went to the queue/)).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Decide them' }).click();
  await expect(desk.record.getByRole('heading', { level: 2 })).toBeVisible();
  await desk.button('Accept').click();
  await desk.expectMessage('Accepted: ');

  const [latest, recent] = await guide(guideQueries.latestRun, guideQueries.assignmentsJustMade);
  const [accepted, ...more] = latest.filter((row) => row.was_assigned);
  expect(more).toEqual([]);
  expect(recent).toContainEqual(
    expect.objectContaining({
      account_id: accepted?.account_id,
      csm_name: accepted?.recommended_csm,
    }),
  );
});
