import { readFile } from 'node:fs/promises';
import { guideQueries } from '@/test/support/guide-queries';
import { csmNames } from './company/data';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import { chartRegion, pressSequence, readChartTable, tabTo } from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const overCapacity = 'Who is over capacity?';
const recommended = 'Who is recommended, and how much is accepted?';

test.beforeEach(({ server }) => server.reset());

test('the keyboard reaches the page, another period, a table, and a CSM', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'w');
  await expect(page).toHaveURL(/\/workload$/);
  await expect(page.getByRole('heading', { name: overCapacity })).toBeVisible();

  await tabTo(page, page.getByRole('button', { name: '90 days', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workload\?period=90d$/);

  await tabTo(page, chartRegion(page, overCapacity).getByRole('button', { name: 'Table' }));
  await page.keyboard.press('Enter');
  const link = page.getByRole('table', { name: overCapacity }).getByRole('link').first();
  await expect(link).toBeVisible();
  await tabTo(page, link);
  const name = (await link.textContent()) ?? '';
  expect(await link.getAttribute('href')).toBe(`/csms/${encodeURIComponent(name)}`);
});

test('the keyboard changes the sort order and the number of days and keeps the period', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/workload?period=90d');
  await tabTo(page, page.getByRole('link', { name: /^Accepted score/ }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/period=90d&sort=-acceptedScore$/);
  await expect(page.getByRole('link', { name: /^Accepted score/ })).toContainText('descending');
  await tabTo(page, page.getByRole('link', { name: '7 days', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/window=7d/);
  await expect(chartRegion(page, recommended)).toContainText(
    'Recommendations made in the last 7 days',
  );
});

test('books show accounts and capacity from the data team’s tables', async ({
  signInAs,
  guide,
}) => {
  await guide(
    `UPDATE ${schema}.CSM_ROUTING_CSM_DETAILS SET capacity = 2 WHERE csm_name = '${csmNames[3]}';
     DELETE FROM ${schema}.resi_corp_active_csms WHERE active_csm = '${csmNames[5]}'`,
  );
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await expect(page.getByText('1 inactive CSM still owns 3 accounts')).toBeVisible();
  const [header, first, ...others] = await readChartTable(page, overCapacity);
  const columns = ['CSM', 'Accounts', 'Pending', 'Capacity', 'Share of capacity'];
  expect(header?.slice(0, 5)).toEqual(columns);
  expect(first?.slice(0, 5)).toEqual([csmNames[3], '3', '0', '2', '150%']);
  expect(others).toHaveLength(csmNames.length - 2);
  const overCapacityItem = page
    .locator('dl > div')
    .filter({ has: page.getByText('Over capacity', { exact: true }) });
  await expect(overCapacityItem).toContainText('1');
  await expect(overCapacityItem.getByRole('img', { name: 'over capacity' })).toBeVisible();
  // Everyone owns 3 accounts, but one CSM's capacity is 2. Raw amounts have no grade.
  const within = page.getByRole('table', { name: 'Fairness within classes' });
  await expect(within.getByRole('row', { name: /^All, .* [1-9][\d.]*% Poor/ })).toBeVisible();
  const amounts = page.getByRole('table', { name: /^Raw amounts/ });
  await expect(
    amounts.getByRole('row', { name: /^Accounts [\d.]+% [\d.]+ [\d.]+$/ }),
  ).toBeVisible();
});

test('recommendations per CSM match the guide’s query', async ({ signInAs, guide }) => {
  await guide(`UPDATE ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = TRUE
    WHERE recommendation_id % 2 = 0`);
  const guideRows = await guide(guideQueries.workloadDistribution);
  const page = await signInAs('viewer', { timezoneId: 'UTC' });
  await page.goto('/workload');
  await page.getByRole('link', { name: '7 days' }).click();
  await expect(page).toHaveURL(/window=7d/);
  await expect(chartRegion(page, recommended)).toContainText('the last 7 days');
  const [, ...tableRows] = await readChartTable(page, recommended);
  const rows = tableRows.map(([csm, total, accepted, , , score]) => [csm, total, accepted, score]);
  const expected = guideRows
    .flat()
    .map((row) => [
      row.recommended_csm,
      String(row.total_recommendations),
      String(row.accepted_assignments),
      Number(row.avg_score).toFixed(2),
    ]);
  expect(expected.length).toBeGreaterThan(3);
  expect(rows.sort()).toEqual(expected.sort());
});

test('the CSV has the rows of the table', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/workload');
  const [header, ...rows] = await readChartTable(page, overCapacity);
  const downloadStarted = page.waitForEvent('download');
  await chartRegion(page, overCapacity).getByRole('button', { name: /^CSV/ }).click();
  const download = await downloadStarted;
  expect(download.suggestedFilename()).toBe('books-against-capacity.csv');
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines[0]?.replace('\uFEFF', '')).toBe(header?.join(','));
  expect(lines).toHaveLength(rows.length + 1);
  expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(rows.map((row) => row[1]));
});

test('an empty company shows an empty state in every chart', async ({ signInAs, guide }) => {
  const tables = [
    ...['resi_corp_active_csms', 'CSM_ROUTING_CSM_DETAILS', 'CSM_ROUTING_RUNS'],
    ...['data_csm_routing_account_health_revenue_tad_neediness', 'CSM_ROUTING_ONBOARDING'],
    ...['CSM_ROUTING_RECOMMENDATIONS_CANNE', 'ACCOUNT_CSM_ASSIGNMENTS_CANNE'],
  ];
  await guide(tables.map((table) => `DELETE FROM ${schema}.${table}`).join(';\n'));
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await expect(page.getByText('No active CSMs.').first()).toBeVisible();
  await expect(page.getByText('No runs in the last 90 days.')).toBeVisible();
  await expect(page.getByText('No recommendations in the last 30 days.')).toBeVisible();
  await expectAccessible(page);
});

test('charts and tables are accessible', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await expect(
    chartRegion(page, overCapacity).locator('svg.recharts-surface').first(),
  ).toBeVisible();
  await expectAccessibleInAppearances(page);
  await readChartTable(page, overCapacity);
  await readChartTable(page, recommended);
  await expectAccessibleInAppearances(page);
});
