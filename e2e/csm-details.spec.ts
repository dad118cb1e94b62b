import type { Page } from '@playwright/test';
import { DAY_MS } from '@/lib/time';
import { coolingCsm, csmNames } from './company/data';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import { tabTo } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server }) => server.reset());

const [ana] = csmNames;
const rowOf = (page: Page, csm: string) =>
  page
    .getByRole('table', { name: 'CSMs and their details' })
    .getByRole('row')
    .filter({ hasText: csm });
const dialogOf = (page: Page, csm: string) =>
  page.getByRole('dialog', { name: `Details of ${csm}` });

/** A day as a date input takes it. */
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

async function openDetails(page: Page, csm: string) {
  await page.goto('/csms');
  await page.getByRole('button', { name: `Edit ${csm}` }).click();
  const dialog = dialogOf(page, csm);
  await expect(dialog.getByLabel('Start date')).toBeFocused();
  return dialog;
}

test('a manager plans leave and edits a capacity by keyboard, and every page shows it', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  const queue = new QueuePageObject(page);
  await queue.open();
  const account = 'Zürich 🚀 Gärten';
  const csm = await queue.select(account);
  await expect(queue.row(account)).not.toContainText('Away');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('CSM details');
  await expect(page.getByRole('option', { name: 'CSM details' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/csms$/);
  await expect(rowOf(page, csm)).not.toContainText('Edited by');

  const edit = page.getByRole('button', { name: `Edit ${csm}` });
  await tabTo(page, edit);
  await page.keyboard.press('Enter');
  const dialog = dialogOf(page, csm);
  await expect(dialog.getByLabel('Start date')).toBeFocused();
  await dialog.getByLabel('Capacity').fill('33');
  await dialog.getByLabel('First day away').fill(day(-1));
  await dialog.getByLabel('Back on').fill(day(4));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(edit).toBeFocused();
  await expect(rowOf(page, csm)).toContainText('33 accounts');
  await expect(rowOf(page, csm)).toContainText('Away until');
  await expect(rowOf(page, csm)).toContainText(/Edited by .+ now|Edited by .+ ago/);

  await rowOf(page, csm).getByRole('link', { name: csm }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(csm);
  const changes = page.getByRole('table', { name: 'Changes of details, newest first' });
  await expect(changes.locator('tbody tr')).toHaveCount(3);
  await expect(changes.getByRole('row', { name: /Capacity/ })).toContainText('33');
  await expect(page.getByText(`${csm} is away until`)).toBeVisible();

  await queue.open();
  await expect(queue.row(account)).toContainText('Away');
});

test('Cooling counts on a CSM who is on leave only after the return', async ({ signInAs }) => {
  const page = await signInAs('manager');
  const main = page.getByRole('main');
  await page.goto('/cooling');
  await expect(main).toContainText(`The next CSM, ${coolingCsm}, is available`);
  const dialog = await openDetails(page, coolingCsm);
  await dialog.getByLabel('First day away').fill(day(-1));
  await dialog.getByLabel('Back on').fill(day(4));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(rowOf(page, coolingCsm)).toContainText('Away until');
  await page.goto('/cooling');
  await expect(main).toContainText('Who is free next?');
  await expect(main).not.toContainText(`The next CSM, ${coolingCsm}, is available`);
});

test('leave that is planned for tomorrow excludes nobody today', async ({ signInAs }) => {
  const page = await signInAs('manager');
  const queue = new QueuePageObject(page);
  await queue.open();
  const account = 'Zürich 🚀 Gärten';
  const csm = await queue.select(account);
  const dialog = await openDetails(page, csm);
  await dialog.getByLabel('First day away').fill(day(1));
  await dialog.getByLabel('Back on').fill(day(9));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(rowOf(page, csm)).toContainText('From');
  await queue.open();
  await expect(queue.row(account)).toBeVisible();
  await expect(queue.row(account)).not.toContainText('Away');
});

test('of two managers who edit the same CSM, the second sees what changed and can save again', async ({
  signInAs,
}) => {
  const [first, second] = [await signInAs('manager'), await signInAs('admin')];
  const mine = await openDetails(first, ana);
  const theirs = await openDetails(second, ana);
  await mine.getByLabel('Capacity').fill('41');
  await mine.getByRole('button', { name: 'Save' }).click();
  await expect(mine).toBeHidden();

  await theirs.getByLabel('Manager').fill('Someone New');
  await theirs.getByRole('button', { name: 'Save' }).click();
  await expect(theirs).toContainText(`changed details of ${ana} while you were editing (capacity)`);
  await expect(theirs.getByLabel('Manager')).toHaveValue('Someone New');
  await expect(theirs.getByLabel('Capacity')).toHaveValue('41');
  await expectAccessible(second, 'the dialog with a conflict');
  await theirs.getByRole('button', { name: 'Save' }).click();
  await expect(theirs).toBeHidden();
  await expect(rowOf(second, ana)).toContainText('Someone New');
  // The other browser follows the changes.
  await expect(rowOf(first, ana)).toContainText('Someone New');
  await expect(rowOf(first, ana)).toContainText('41 accounts');
});

test('a problem is beside its field, nothing is saved, and clearing a value returns to the source', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  const dialog = await openDetails(page, ana);
  await dialog.getByLabel('Capacity').fill('12.5');
  await dialog.getByLabel('First day away').fill(day(3));
  await dialog.getByLabel('Back on').fill(day(3));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Capacity')).toBeFocused();
  await expect(dialog.getByLabel('Capacity')).toHaveAccessibleDescription(
    /Must be a whole number from 0 to 100,000/,
  );
  await expect(dialog.getByLabel('Back on')).toHaveAccessibleDescription(
    /Must be after the first day/,
  );
  await expectAccessibleInAppearances(page);
  await dialog.getByLabel('Capacity').fill('12');
  await dialog.getByLabel('First day away').fill('');
  await dialog.getByLabel('Back on').fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(rowOf(page, ana)).toContainText('12 accounts');

  await page.getByRole('button', { name: `Edit ${ana}` }).click();
  await dialog.getByLabel('Capacity').fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(rowOf(page, ana)).not.toContainText('Edited by');
});

test('a viewer reads the list, sorted by keyboard, and cannot edit', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/csms');
  const table = page.getByRole('table', { name: 'CSMs and their details' });
  await table.getByRole('link', { name: 'Manager' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/sort=manager/);
  await expect(table.getByRole('columnheader', { name: 'Manager' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(table.locator('tbody tr').first()).toContainText('Rita Reyes');
  await expect(rowOf(page, 'Former CSM')).toContainText('Not active');
  await expect(page.getByRole('button', { name: /^Edit/ })).toHaveCount(0);
  await expectAccessibleInAppearances(page);
});
