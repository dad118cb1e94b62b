import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server }) => server.reset());

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';

test('a decision appears in the handover and links to its record', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  const account = 'Quince "Q" O’Malley';
  const csm = await queue.select(account);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${account} → ${csm}`);

  const { page } = queue;
  await page.goto('/workload');
  await page.getByRole('link', { name: 'Handover' }).click();
  const row = page
    .getByRole('table', { name: 'Decisions and assignments' })
    .getByRole('row')
    .filter({ hasText: account });
  await expect(row).toContainText(csm);
  await expect(page.getByText(/1 as recommended/)).toBeVisible();
  await row.getByRole('link', { name: 'Accepted' }).click();
  await expect(page).toHaveURL(/\/recommendations\/\d+/);
});

test('the CSV file has all decisions and open accounts, with the period, time zone, and scope', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/handover?segment=Residential');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export all (CSV)' }).first().click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^handover-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
  expect(lines.slice(0, 4)).toEqual([
    '\uFEFFHandover',
    expect.stringMatching(/^Period,\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d$/),
    expect.stringMatching(/^Time zone,/),
    'Scope,Segment: Residential',
  ]);
  expect(lines.some((line) => line.startsWith('Open: pending,'))).toBe(true);
});

test('a list has pages and exports all of its rows', async ({ signInAs, guide }) => {
  await guide(`INSERT INTO ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE (account_id, recommended_csm,
    was_assigned, recommendation_timestamp, assignment_method, run_id, batch_size)
    SELECT 'L-' || n, 'Listed', TRUE, CURRENT_TIMESTAMP(), 'batch_optimized', 'elsewhere', 120
    FROM (SELECT UNNEST(RANGE(120)) AS n) AS r`);
  const page = await signInAs('viewer');
  await page.goto('/acceptance?rows=accepted&csm=Listed');
  // The page completes its URL first.
  await expect(page).toHaveURL(/zone=/);
  const rows = page.getByRole('table', { name: /^Table: Accepted/ }).locator('tbody tr');
  await expect(rows).toHaveCount(50);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/page=2/);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page).toHaveURL(/page=3/);
  await expect(rows).toHaveCount(20);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export all (CSV)' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text.match(/^\d+,L-\d+,/gm)).toHaveLength(120);
});

test('the palette opens the handover, which is accessible', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/acceptance');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('handover');
  await page.getByRole('option', { name: 'Handover' }).click();
  await expect(page.getByRole('heading', { name: 'Handover', level: 1 })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Decisions and assignments' })).toBeVisible();
  await expectAccessibleInAppearances(page);
});

test('a period in which nothing happened says so', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/handover?from=2020-01-01&to=2020-01-07');
  await expect(
    page.getByRole('heading', { name: 'Nothing happened in this period' }),
  ).toBeVisible();
  await expectAccessible(page);
});
