import { readFile } from 'node:fs/promises';
import { guideQueries } from '@/test/support/guide-queries';
import { csmNames } from './company/data';
import { expect, test } from './fixtures';
import { appearances, expectAccessible } from './support/accessibility';
import { chartRegion, pressSequence, readChartTable, tabTo } from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const carries = 'Who carries more than they can?';
const recommended = 'Who is recommended, and how much of it is accepted?';

test.beforeEach(({ server }) => server.reset());

test('by keyboard alone: there, another period, a table, and the CSM behind a row', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'w');
  await expect(page).toHaveURL(/\/workload$/);
  await expect(page.getByRole('heading', { name: carries })).toBeVisible();

  await tabTo(page, page.getByRole('button', { name: '90 days', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workload\?period=90d$/);

  await tabTo(page, chartRegion(page, carries).getByRole('button', { name: 'Table' }));
  await page.keyboard.press('Enter');
  const link = page.getByRole('table', { name: carries }).getByRole('link').first();
  await expect(link).toBeVisible();
  await tabTo(page, link);
  const name = (await link.textContent()) ?? '';
  expect(await link.getAttribute('href')).toBe(`/csms/${encodeURIComponent(name)}`);
});

test('by keyboard alone: another order and other days, which keep the period', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/workload?period=90d');
  await tabTo(page, page.getByRole('link', { name: /^Score of accepted/ }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/period=90d&sort=-acceptedScore$/);
  await expect(page.getByRole('link', { name: /^Score of accepted/ })).toContainText('most first');
  await tabTo(page, page.getByRole('link', { name: '7 days', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/window=7d/);
  await expect(chartRegion(page, recommended)).toContainText('Recommendations of the last 7 days');
});

test('the books are those of the tables, against what each CSM can carry', async ({
  signInAs,
  guide,
}) => {
  await guide(
    `UPDATE ${schema}.CSM_ROUTING_CSM_DETAILS SET capacity = 2 WHERE csm_name = '${csmNames[3]}';
     DELETE FROM ${schema}.resi_corp_active_csms WHERE active_csm = '${csmNames[5]}'`,
  );
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await expect(page.getByText('1 CSM who is no longer active still owns 3 accounts')).toBeVisible();
  const [head, first, ...more] = await readChartTable(page, carries);
  expect(head?.slice(0, 4)).toEqual(['CSM', 'Accounts', 'Capacity', 'Share of capacity']);
  expect(first?.slice(0, 4)).toEqual([csmNames[3], '3', '2', '150%']);
  expect(more).toHaveLength(csmNames.length - 2);
  const over = page
    .locator('dl > div')
    .filter({ has: page.getByText('Over capacity', { exact: true }) });
  await expect(over).toContainText('1');
  await expect(over.getByRole('img', { name: 'more than they can carry' })).toBeVisible();
  const evenness = page.getByRole('table', { name: 'All active CSMs' });
  await expect(evenness.getByRole('row', { name: /^Accounts 0\.0 % excellent/ })).toBeVisible();
});

test('what was recommended to whom is what the guide’s query answers', async ({
  signInAs,
  guide,
}) => {
  await guide(`UPDATE ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = TRUE
    WHERE recommendation_id % 2 = 0`);
  const answers = await guide(guideQueries.workloadDistribution);
  const page = await signInAs('viewer', { timezoneId: 'UTC' });
  await page.goto('/workload');
  await page.getByRole('link', { name: '7 days' }).click();
  await expect(page).toHaveURL(/window=7d/);
  await expect(chartRegion(page, recommended)).toContainText('the last 7 days');
  const [, ...shown] = await readChartTable(page, recommended);
  const rows = shown.map(([csm, total, accepted, , , score]) => [csm, total, accepted, score]);
  const asked = answers
    .flat()
    .map((row) => [
      row.recommended_csm,
      String(row.total_recommendations),
      String(row.accepted_assignments),
      score(Number(row.avg_score)),
    ]);
  expect(asked.length).toBeGreaterThan(3);
  expect(rows.sort()).toEqual(asked.sort());
});

const score = (value: number) =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value);

test('the download has the rows of the table', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/workload');
  const [head, ...rows] = await readChartTable(page, carries);
  const started = page.waitForEvent('download');
  await chartRegion(page, carries).getByRole('button', { name: /^CSV/ }).click();
  const download = await started;
  expect(download.suggestedFilename()).toBe('books-against-capacity.csv');
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines[0]?.replace('\uFEFF', '')).toBe(head?.join(','));
  expect(lines).toHaveLength(rows.length + 1);
  expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(rows.map((row) => row[1]));
});

test('a company without anybody is told so, part by part', async ({ signInAs, guide }) => {
  const tables = [
    ...['resi_corp_active_csms', 'CSM_ROUTING_CSM_DETAILS', 'CSM_ROUTING_RUNS'],
    ...['data_csm_routing_account_health_revenue_tad_neediness', 'CSM_ROUTING_ONBOARDING'],
    ...['CSM_ROUTING_RECOMMENDATIONS_CANNE', 'ACCOUNT_CSM_ASSIGNMENTS_CANNE'],
  ];
  await guide(tables.map((table) => `DELETE FROM ${schema}.${table}`).join(';\n'));
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await expect(page.getByText('Nobody is active here.').first()).toBeVisible();
  await expect(page.getByText('There was no run in the last 90 days.')).toBeVisible();
  await expect(page.getByText('Nothing was recommended in the last 30 days.')).toBeVisible();
  await expectAccessible(page);
});

for (const { name, ...look } of appearances) {
  test(`it is accessible, drawn and as tables, ${name}`, async ({ signInAs }) => {
    const page = await signInAs('viewer', look);
    await page.goto('/workload');
    await expect(chartRegion(page, carries).locator('svg.recharts-surface').first()).toBeVisible();
    await expectAccessible(page);
    await readChartTable(page, carries);
    await readChartTable(page, recommended);
    await expectAccessible(page);
  });
}
