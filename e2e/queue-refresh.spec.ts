import { accountsNeedingCsm, staleAccount } from './company/data';
import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

const stale = accountsNeedingCsm.find(({ id }) => id === staleAccount)?.name ?? '';
const focused = 'Pebble Works';

test.beforeEach(({ server }) => server.reset());

test('one button places stale recommendations again, in place, and the old record links to the new one', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  await queue.openForKeyboard();
  await queue.select(stale);
  await expect(queue.details).toContainText('Older than a day');
  const oldId = await queue.row(stale).getAttribute('data-row');
  await queue.select(focused);

  await page.getByRole('button', { name: 'Refresh 1 stale' }).click();
  await expect(page.getByText('1 recommended again', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Refresh stale' })).toBeDisabled();
  await expect(queue.heading(focused)).toBeVisible();
  await expect(queue.row(focused)).toHaveAttribute('aria-current', 'true');
  await expectAccessibleInAppearances(page, allAppearances);

  const csm = await queue.select(stale);
  await expect(queue.details).not.toContainText('Older than a day');
  await expect(queue.details).toContainText('Replaces a recommendation of');

  await page.goto(`/queue?row=${oldId}`);
  await expect(queue.details).toContainText('Superseded');
  await expect(queue.details).toContainText('Replaced by a recommendation of');
  await queue.details.getByRole('button', { name: csm, exact: true }).click();
  await expect(queue.button('Accept')).toBeVisible();
  await expect(queue.details).toContainText('Replaces a recommendation of');
});

test('the run’s page shows what a refresh replaced', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  await queue.open();
  await page.getByRole('button', { name: 'Refresh 1 stale' }).click();
  await page.getByRole('button', { name: 'Show run' }).click();
  await expect(page.getByRole('heading', { name: /^Refresh of 1/, level: 1 })).toBeVisible();
  await expect(page.getByText('The new recommendations replace the old ones.')).toBeVisible();
  const placed = page.getByRole('table', { name: 'Placed accounts' });
  await expect(placed.getByRole('columnheader', { name: 'Replaces' })).toBeVisible();
  await expectAccessibleInAppearances(page, allAppearances);
  await placed.getByRole('row').filter({ hasText: stale }).getByRole('link').last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${stale}Superseded`);
});

test('a viewer has no button to refresh', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open();
  await expect(queue.page.getByRole('button', { name: /stale/ })).toHaveCount(0);
});
