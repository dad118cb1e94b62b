import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { csmNames, managerNames } from './company/data';
import { expect, test } from './fixtures';
import { appearances, expectAccessible } from './support/accessibility';
import { chartRegion, readTable, tabTo } from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const question = 'Who has been carrying more than their share, and why?';
const [ana, bo] = csmNames;
const columns = ['The engine’s choice', 'Overrides', 'Outside the program', 'Could not receive'];

test.beforeEach(({ server }) => server.reset());

/** Everybody was given one account by the engine, and Ana seven more by overrides. */
const given = [
  ...csmNames.map((csm, n) => `('E-${n}', '${csm}', TRUE, NULL)`),
  ...Array.from({ length: 7 }, (_, n) => `('O-${n}', '${bo}', FALSE, '${ana}')`),
];
const seed = `DELETE FROM ${schema}.ACCOUNT_CSM_ASSIGNMENTS_CANNE;
  DELETE FROM ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE;
  INSERT INTO ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE (account_id, recommended_csm, was_assigned,
    actual_assigned_csm, recommendation_timestamp, assignment_method, neediness_score, health_score,
    revenue, account_segment, account_level, run_id, batch_size)
  SELECT column0, column1, column2, column3, CURRENT_TIMESTAMP(), 'batch_optimized', 5, 90, 10000,
    'Residential', 'Corporate', 'elsewhere', 21
  FROM (VALUES ${given.join(', ')}) AS v (column0, column1, column2, column3)`;

const ledgerFigure = (page: Page) => chartRegion(page, question);

test('by keyboard alone: there, another measure and period, a table, and a CSM', async ({
  signInAs,
  guide,
}) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await tabTo(page, page.getByRole('link', { name: 'Effort ledger' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workload\/ledger$/);
  await expect(page.getByRole('link', { name: 'Effort ledger' })).toHaveAttribute(
    'aria-current',
    'page',
  );

  await tabTo(page, page.getByRole('link', { name: 'Neediness' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workload\/ledger\?measure=neediness$/);
  await expect(page.getByText(/32\.5 points of neediness more/)).toBeVisible();

  await tabTo(page, page.getByRole('button', { name: '90 days', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(
    ({ search }) =>
      search === '?measure=neediness&period=90d' || search === '?period=90d&measure=neediness',
  );
  await expect(page.getByRole('link', { name: 'Neediness' })).toHaveAttribute(
    'aria-current',
    'true',
  );

  await tabTo(page, ledgerFigure(page).getByRole('button', { name: 'Table' }));
  await page.keyboard.press('Enter');
  const link = ledgerFigure(page).getByRole('table').getByRole('link', { name: ana, exact: true });
  await tabTo(page, link);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/csms/${encodeURIComponent(ana)}$`));
});

test('the figures are those of the tables, and sum up', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer', { timezoneId: 'UTC' });
  await page.goto('/workload/ledger');
  const ledger = page.getByRole('table', { name: 'The ledger' });
  await ledger.waitFor();
  const [head, first, ...more] = await readTable(ledger);
  expect(head).toEqual(['CSM', 'Received', 'Share', 'Beyond share', ...columns]);
  expect(first).toEqual([ana, '8', '1.5', '+6.5', '0', '+6.5', '0', '0']);
  expect(more.at(-1)).toEqual(['Sum', '21', '21', '0', '0', '0', '0', '0']);
  const others = more.slice(0, -1).map(([, ...figures]) => figures.join(' '));
  expect(others).toEqual(csmNames.slice(1).map(() => '1 1.5 -0.5 0 -0.5 0 0'));
  await expect(page.getByText(`${ana} received 6.5 accounts more than their share`)).toContainText(
    'mostly through overrides to them.',
  );
  await expect(page.getByText('14 accounts came of runs that kept no record')).toBeVisible();

  await ledger.getByRole('link', { name: '+6.5' }).click();
  await expect(page).toHaveURL(/\/acceptance\?overridesTo=/);
  await expect(page.getByRole('heading', { name: `Overrides to ${ana}` })).toBeVisible();
});

test('the download is the table of the chart', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/workload/ledger');
  await ledgerFigure(page).getByRole('button', { name: 'Table' }).click();
  const rows = await readTable(ledgerFigure(page).getByRole('table'));
  const started = page.waitForEvent('download');
  await ledgerFigure(page).getByRole('button', { name: /^CSV/ }).click();
  const download = await started;
  expect(download.suggestedFilename()).toBe('effort-ledger-accounts.csv');
  const file = (await readFile(await download.path(), 'utf8')).replace('\uFEFF', '').trim();
  const lines = file.split('\r\n').map((line) => line.split(','));
  expect(lines).toHaveLength(csmNames.length + 1);
  expect(lines[0]).toEqual(rows[0]);
  expect(lines[1]?.slice(0, 4)).toEqual(rows[1]?.slice(0, 4));
  expect(lines[1]?.map((cell) => Number(cell)).slice(1)).toEqual(
    rows[1]?.map((cell) => Number(cell)).slice(1),
  );
});

test('a team shows fewer CSMs and changes no figure', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto(`/workload/ledger?team=${encodeURIComponent(managerNames[0])}`);
  await expect(
    page.getByText('Shares are of all 14 active CSMs, of whom 7 are shown.'),
  ).toBeVisible();
  const [, first, ...more] = await readTable(page.getByRole('table', { name: 'The ledger' }));
  expect(first).toEqual([ana, '8', '1.5', '+6.5', '0', '+6.5', '0', '0']);
  expect(more).toHaveLength(7);
});

test('a company without anybody is told so', async ({ signInAs, guide }) => {
  const tables = ['resi_corp_active_csms', 'CSM_ROUTING_CSM_DETAILS'];
  await guide(tables.map((table) => `DELETE FROM ${schema}.${table}`).join(';\n'));
  const page = await signInAs('viewer');
  await page.goto('/workload/ledger');
  await expect(page.getByText('Nobody is active here.')).toBeVisible();
  await expect(page.getByText('Nobody active received anything in this period.')).toBeVisible();
  await expectAccessible(page);
});

for (const { name, ...look } of appearances) {
  test(`it is accessible, drawn and as a table, ${name}`, async ({ signInAs, guide }) => {
    await guide(seed);
    const page = await signInAs('viewer', look);
    await page.goto('/workload/ledger');
    await expect(ledgerFigure(page).locator('svg.recharts-surface').first()).toBeVisible();
    await expectAccessible(page);
    await ledgerFigure(page).getByRole('button', { name: 'Table' }).click();
    await expectAccessible(page);
  });
}
