import type { Page } from '@playwright/test';
import { csmNames, managerNames } from './company/data';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import {
  chartRegion,
  downloadChartCsv,
  readTable,
  tabTo,
  untilHydrated,
} from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const question = 'Who received more than their share, and why?';
const [ana, bo] = csmNames;
const columns = ['Engine’s choice', 'Overrides', 'Outside the app', 'Availability'];

test.beforeEach(({ server }) => server.reset());

/** The engine placed one account with everyone, and seven overrides went to Ana. */
const recommendations = [
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
  FROM (VALUES ${recommendations.join(', ')}) AS v (column0, column1, column2, column3)`;

const surplusChart = (page: Page) => chartRegion(page, question);

test('the keyboard reaches the page, another measure, a table, and a CSM', async ({
  signInAs,
  guide,
}) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await tabTo(page, page.getByRole('link', { name: 'Effort ledger' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workload\/ledger\?period=30d&zone=/);
  await expect(page.getByRole('link', { name: 'Effort ledger' })).toHaveAttribute(
    'aria-current',
    'page',
  );

  await tabTo(page, page.getByRole('link', { name: 'Neediness' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workload\/ledger\?.*measure=neediness$/);
  await expect(page.getByText(/32\.5 neediness points more/)).toBeVisible();

  await tabTo(page, page.getByRole('button', { name: '90 days', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(
    ({ searchParams }) =>
      searchParams.get('measure') === 'neediness' && searchParams.get('period') === '90d',
  );
  await expect(page.getByRole('link', { name: 'Neediness' })).toHaveAttribute(
    'aria-current',
    'true',
  );

  await tabTo(page, surplusChart(page).getByRole('button', { name: 'Table' }));
  await page.keyboard.press('Enter');
  const link = surplusChart(page).getByRole('table').getByRole('link', { name: ana, exact: true });
  await tabTo(page, link);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/csms/${encodeURIComponent(ana)}`));
});

test('the ledger shows amounts, totals, and causes', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer', { timezoneId: 'UTC' });
  await page.goto('/workload/ledger');
  const ledger = page.getByRole('table', { name: 'Ledger' });
  await ledger.waitFor();
  const [header, first, ...others] = await readTable(ledger);
  expect(header).toEqual([
    'CSM',
    'Received',
    'By capacity',
    'Intake by class',
    'Share',
    'Above share',
    ...columns,
  ]);
  expect(first).toEqual([ana, '8.0', '1.5', '0.0', '1.5', '+6.5', '0.0', '+6.5', '0.0', '0.0']);
  expect(others.at(-1)).toEqual([
    'Total',
    '21.0',
    '21.0',
    '0.0',
    '21.0',
    '0.0',
    '0.0',
    '0.0',
    '0.0',
    '0.0',
  ]);
  const otherCsms = others.slice(0, -1).map(([, ...figures]) => figures.join(' '));
  expect(otherCsms).toEqual(csmNames.slice(1).map(() => '1.0 1.5 0.0 1.5 -0.5 0.0 -0.5 0.0 0.0'));
  await expect(page.getByText(`${ana} received 6.5 accounts more than their share`)).toContainText(
    'mostly because of overrides to them.',
  );
  await expect(page.getByText('14 accounts were placed by runs without a record')).toBeVisible();

  await ledger.getByRole('link', { name: '+6.5' }).click();
  await expect(page).toHaveURL(/\/acceptance\?.*overridesTo=/);
  await expect(page.getByRole('heading', { name: `Overrides to ${ana}` })).toBeVisible();
});

test('the CSV has the rows of the chart’s table', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/workload/ledger');
  await surplusChart(page).getByRole('button', { name: 'Table' }).click();
  const rows = await readTable(surplusChart(page).getByRole('table'));
  const { fileName, table: lines } = await downloadChartCsv(page, question);
  expect(fileName).toMatch(/^effort-ledger-accounts-.+-to-.+\.csv$/);
  expect(lines).toHaveLength(csmNames.length + 1);
  expect(lines[0]).toEqual(rows[0]);
  expect(lines[1]?.[0]).toBe(rows[1]?.[0]);
  expect(lines[1]?.map((cell) => Number(cell)).slice(1)).toEqual(
    rows[1]?.map((cell) => Number(cell)).slice(1),
  );
});

test('the chart shows each team above its CSMs, with their sums', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/workload/ledger');
  const byTeam = surplusChart(page).getByRole('button', { name: 'By team' });
  await untilHydrated(byTeam);
  await byTeam.click();
  await surplusChart(page).getByRole('button', { name: 'Table' }).click();
  const [header, ...rows] = await readTable(surplusChart(page).getByRole('table'));
  expect(header?.slice(0, 3)).toEqual(['CSM', 'Team', 'Received']);
  const [first = '', second = ''] = managerNames.map((name) => `${name}’s team`);
  expect(rows[0]?.slice(0, 3)).toEqual([first, '–', '14.0']);
  expect(rows[1]?.slice(0, 3)).toEqual([ana, first, '8.0']);
  expect(rows[8]?.slice(0, 3)).toEqual([second, '–', '7.0']);
  expect(rows.slice(9).map(([, team]) => team)).toEqual(Array.from({ length: 7 }, () => second));
});

test('selecting a team shows fewer CSMs with the same figures', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto(`/workload/ledger?team=${encodeURIComponent(managerNames[0])}`);
  await expect(
    page.getByText('Shares are among all active CSMs who may take the account; 7 of 14'),
  ).toBeVisible();
  const [, first, ...others] = await readTable(page.getByRole('table', { name: 'Ledger' }));
  expect(first).toEqual([ana, '8.0', '1.5', '0.0', '1.5', '+6.5', '0.0', '+6.5', '0.0', '0.0']);
  expect(others).toHaveLength(7);
});

test('an empty company shows empty states', async ({ signInAs, guide }) => {
  const tables = ['resi_corp_active_csms', 'CSM_ROUTING_CSM_DETAILS'];
  await guide(tables.map((table) => `DELETE FROM ${schema}.${table}`).join(';\n'));
  const page = await signInAs('viewer');
  await page.goto('/workload/ledger');
  await expect(page.getByText('No active CSMs.')).toBeVisible();
  await expect(page.getByText('No active CSM received anything in this date range.')).toBeVisible();
  await expectAccessible(page);
});

test('chart and table are accessible', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/workload/ledger');
  await expect(surplusChart(page).locator('svg.recharts-surface').first()).toBeVisible();
  await expectAccessibleInAppearances(page);
  await surplusChart(page).getByRole('button', { name: 'Table' }).click();
  await expectAccessibleInAppearances(page);
});
