import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { chooseFirstOption } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server }) => server.reset());

/** Opens the palette, types, and chooses the first option, which must have this name. */
async function runCommand(page: Page, typed: string, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill(typed);
  await chooseFirstOption(page, page.getByRole('option', { name, exact: true }));
}

test('the palette accepts the selected recommendation', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.select('Pebble Works');
  await runCommand(queue.page, 'accept', 'Accept');
  await queue.expectMessage('Accepted: Pebble Works');
});

test('the palette places stale recommendations again', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await runCommand(queue.page, 'refresh', 'Refresh stale recommendations');
  await expect(queue.page.getByText('1 recommended again', { exact: true })).toBeVisible();
});

test('a filter chosen on another page opens the filtered queue, and can be cleared there', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.page.goto('/runs');
  await runCommand(queue.page, 'flagged', 'Filter: flagged');
  await expect(queue.page).toHaveURL(/\/queue\?flag=any/);
  await queue.expectCounts('2 of 8 pending');
  await runCommand(queue.page, 'clear filters', 'Clear filters');
  await queue.expectCounts('8 pending');
});

test('“Start a run” focuses the form on the runs page, and viewers do not see it', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  await page.goto('/workload');
  await runCommand(page, 'start', 'Start a run');
  await expect(page.getByLabel('Maximum number of accounts')).toBeFocused();

  const viewer = await signInAs('viewer');
  await viewer.goto('/workload');
  await viewer.keyboard.press('Control+k');
  await viewer.getByRole('combobox', { name: 'Search and commands' }).fill('start a run');
  await expect(viewer.getByText('No results')).toBeVisible();
});

test('the theme changes at once and after a reload', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/runs');
  await runCommand(page, 'dark', 'Theme: Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('recent decisions open on any page, where an undo is saved', async ({ signInAs, guide }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.select('Pebble Works');
  await queue.button('Accept').click();
  await queue.expectMessage('Accepted: Pebble Works');

  await queue.page.goto('/workload');
  await runCommand(queue.page, 'recent', 'Recently decided');
  const item = queue.dialog.getByRole('listitem').filter({ hasText: 'Pebble Works' });
  await item.getByRole('button', { name: /^Undo/ }).click();
  await expect(item).toContainText('Undone');
  const [assignments] = await guide(
    `SELECT account_id FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE WHERE account_id = 'NEED-4'`,
  );
  expect(assignments).toEqual([]);
  await item.getByRole('button', { name: /^Pebble Works/ }).click();
  await expect(queue.heading('Pebble Works')).toBeVisible();
  await expect(queue.page).toHaveURL(/\/queue\?row=\d+/);
});
