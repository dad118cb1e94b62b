import { demoMembers } from '@/demo/people';
import { guideQueries } from '@/test/support/guide-queries';
import { expect, test } from './fixtures';
import { axeViolations } from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

// The demo company as `npm run demo` creates it: a quarter of history and a full queue.
test.use({ company: 'demo' });

test('the demo opens with a full queue and explains each recommendation', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open();
  const rows = queue.accountCells;
  await expect(rows.first()).toBeVisible();
  await expect(queue.details.getByRole('heading', { name: 'Why this CSM' })).toBeVisible();
  await expect(queue.details.getByRole('heading', { name: 'Books before → after' })).toBeVisible();
  expect(await axeViolations(queue.page)).toEqual([]);
  await queue.page.goto('/runs');
  await expect(queue.page.getByText(/accounts to place/)).toBeVisible();
  expect(await axeViolations(queue.page)).toEqual([]);
});

test('a manager in the demo runs a batch and accepts a recommendation from it', async ({
  signInAs,
  guide,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  await page.goto('/runs');
  await page.getByLabel('Maximum number of accounts').fill('10');
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page.getByText(/recommendations? added to the queue/)).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Go to the queue' }).click();
  await expect(queue.details.getByRole('heading', { level: 2 })).toBeVisible();
  await queue.button('Accept').click();
  await queue.expectMessage('Accepted: ');

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

test('a newcomer signs in to the demo with one click', async ({ page, server }) => {
  await server.stop();
  await server.start({ env: { DEMO_MEMBERS: JSON.stringify(demoMembers) } });
  try {
    for (const { name, role } of demoMembers) {
      await page.goto('/sign-in');
      expect(await axeViolations(page)).toEqual([]);
      await page.getByRole('button', { name: `${name}, ${role}` }).click();
      await expect(page).toHaveURL('/queue');
      // Leave the page first: it would go on loading without a session.
      await page.goto('about:blank');
      await page.context().clearCookies();
    }
  } finally {
    await server.restart();
  }
  await page.goto('/sign-in');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('This is the demo')).toHaveCount(0);
});

test('the demo’s reviews are marked as samples', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/reviews');
  await expect(page.getByRole('cell', { name: 'Sample', exact: true })).toBeVisible();
});
