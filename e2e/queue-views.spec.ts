import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';
import { chooseFirstOption } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server }) => server.reset());

const viewsButton = (queue: QueuePageObject) => queue.page.getByRole('button', { name: /^View: / });
const panel = (queue: QueuePageObject) => queue.page.getByRole('dialog', { name: /^View: / });

async function saveView(queue: QueuePageObject, name: string, shared = false): Promise<void> {
  await viewsButton(queue).click();
  await panel(queue).getByRole('button', { name: 'Save as view…' }).click();
  await panel(queue).getByRole('textbox', { name: 'Name of the view' }).fill(name);
  if (shared) await panel(queue).getByLabel('Share with everyone').check();
  await panel(queue).getByRole('button', { name: 'Save' }).click();
  await expect(panel(queue).getByRole('button', { name, exact: false }).first()).toHaveAttribute(
    'aria-current',
    'true',
  );
}

test('a view is saved, opened as the default after signing in, and says when it is modified', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open('?q=Works&sort=-score&size=25');
  await queue.expectCounts('1 of 8 pending');
  await saveView(queue, 'Works 🛠');
  await panel(queue).getByRole('button', { name: 'Set as my default' }).click();
  await expect(panel(queue).getByRole('button', { name: /Works 🛠.*default/ })).toBeVisible();
  await expectAccessibleInAppearances(queue.page, allAppearances);
  await queue.page.keyboard.press('Escape');

  const later = new QueuePageObject(await signInAs('manager'));
  await later.open();
  await expect(later.page).toHaveURL(/[?&]view=/);
  await later.expectCounts('1 of 8 pending');
  await expect(viewsButton(later)).toHaveAccessibleName('View: Works 🛠');
  await later.page.getByRole('searchbox').fill('Pebble');
  await expect(viewsButton(later)).toHaveAccessibleName('View: Works 🛠, modified');
  await viewsButton(later).click();
  await panel(later).getByRole('button', { name: 'Discard changes' }).click();
  await expect(later.page.getByRole('searchbox')).toHaveValue('Works');
  await panel(later).getByRole('button', { name: 'All pending' }).click();
  await later.expectCounts('8 pending');
  await later.page.reload();
  await later.expectCounts('8 pending');
});

test('a shared view is there for everyone, and only its owner and admins change it', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open('?q=Pebble');
  await saveView(queue, 'Pebbles', true);

  const viewer = new QueuePageObject(await signInAs('viewer'));
  await viewer.open();
  await viewsButton(viewer).click();
  await panel(viewer).getByRole('button', { name: 'Pebbles' }).click();
  await viewer.expectCounts('1 of 8 pending');
  await viewsButton(viewer).click();
  await expect(panel(viewer).getByText('Morgan Ellis')).toBeVisible();
  await expect(panel(viewer).getByRole('button', { name: 'Delete…' })).toHaveCount(0);

  await viewer.page.goto('/runs');
  await viewer.page.keyboard.press('Control+k');
  await viewer.page.getByRole('combobox', { name: 'Search and commands' }).fill('pebbles');
  await chooseFirstOption(viewer.page, viewer.page.getByRole('option', { name: 'View: Pebbles' }));
  await viewer.expectCounts('1 of 8 pending');

  const admin = new QueuePageObject(await signInAs('admin'));
  await admin.open();
  await viewsButton(admin).click();
  await panel(admin).getByRole('button', { name: 'Pebbles' }).click();
  await viewsButton(admin).click();
  await panel(admin).getByRole('button', { name: 'Rename or share…' }).click();
  await panel(admin).getByRole('textbox', { name: 'Name of the view' }).fill(' ');
  await panel(admin).getByRole('button', { name: 'Save' }).click();
  await expect(panel(admin)).toContainText('Enter a name.');
  await panel(admin).getByRole('textbox', { name: 'Name of the view' }).fill('Stones');
  await panel(admin).getByRole('button', { name: 'Save' }).click();
  await expect(viewsButton(admin)).toHaveAccessibleName('View: Stones');
  await panel(admin).getByRole('button', { name: 'Delete…' }).click();
  await panel(admin).getByRole('button', { name: 'Delete “Stones” for everyone' }).click();
  await expect(panel(admin).getByRole('button', { name: 'Stones' })).toHaveCount(0);
});

test('columns, density, order, and page size are remembered in another browser', async ({
  signInAs,
  server,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  await queue.open();
  const saved = () => page.waitForResponse('**/api/queue/preferences');
  await page.getByRole('button', { name: 'Columns and density' }).click();
  const menu = page.getByRole('dialog', { name: 'Columns and density' });
  await menu.getByLabel('Run').check();
  const response = saved();
  await menu.getByLabel('Comfortable').check();
  await response;
  await page.keyboard.press('Escape');
  const sorted = saved();
  await queue.table.getByRole('button', { name: /^Account/ }).click();
  await page.getByLabel('Rows', { exact: true }).selectOption('100');
  await sorted;

  await server.clearCaches();
  const elsewhere = new QueuePageObject(await signInAs('manager'));
  await elsewhere.open();
  await expect(elsewhere.table.getByRole('columnheader', { name: /^Account/ })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(elsewhere.table.getByRole('columnheader', { name: /^Run/ })).toHaveCount(1);
  await expect(elsewhere.page.getByLabel('Rows', { exact: true })).toHaveValue('100');
  await elsewhere.page.getByRole('button', { name: 'Columns and density' }).click();
  await expect(elsewhere.page.getByLabel('Comfortable')).toBeChecked();
});

test('the filtered rows are downloaded as CSV, in the order on the screen', async ({
  signInAs,
  server,
}) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open('?q=e&sort=account');
  const names = await queue.table.getByRole('row').locator('td:first-child').allTextContents();
  const downloading = queue.page.waitForEvent('download');
  await queue.page.getByRole('button', { name: 'Export as CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^queue-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  const lines: string[][] = parse(text, { bom: true, relax_column_count: true });
  expect(lines.slice(2, 5)).toEqual([
    ['Time zone', 'America/New_York'],
    ['Filters', 'Search: e'],
    ['Order', 'Account name'],
  ]);
  const [header = [], ...rows] = lines.slice(6);
  const accountNames = rows.map((row) => row[header.indexOf('Account name')]);
  expect(accountNames.length).toBeGreaterThan(1);
  expect(lines[0]?.[1]).toBe(`${rows.length} of 8`);
  expect(names.map((name, n) => name.includes(accountNames[n] ?? '?'))).toEqual(
    names.map(() => true),
  );
  expect((await fetch(`${server.url}/api/queue/export`)).status).toBe(401);
});
