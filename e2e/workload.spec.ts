import { readFile } from 'node:fs/promises';
import { guideQueries } from '@/test/support/guide-queries';
import { csmNames, managerNames } from './company/data';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import {
  chartRegion,
  pressSequence,
  readChartTable,
  readTable,
  tabTo,
} from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const question = 'How do CSMs’ workloads compare?';

test.beforeEach(({ server }) => server.reset());

test('the keyboard reaches the page, another period, an order, a grouping, and a CSM', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'w');
  await expect(page).toHaveURL(/\/workload\?period=30d&zone=/);
  await expect(page.getByRole('heading', { name: question })).toBeVisible();

  await tabTo(page, page.getByRole('button', { name: '90 days', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/workload\?period=90d&zone=/);

  const table = page.getByRole('table', { name: 'Workload by CSM' });
  await tabTo(page, table.getByRole('link', { name: 'Received' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/period=90d&.*sort=-received$/);
  await expect(table.getByRole('columnheader', { name: /Received/ })).toHaveAttribute(
    'aria-sort',
    'descending',
  );

  await page.getByLabel('Group by').selectOption('Manager');
  await expect(page).toHaveURL(/group=manager/);
  for (const manager of managerNames) {
    await expect(table.getByRole('rowheader', { name: manager })).toBeVisible();
  }
  // The order and the grouping stay when the period changes.
  await page.getByRole('button', { name: '7 days', exact: true }).click();
  await expect(page).toHaveURL(/period=7d/);
  await expect(page).toHaveURL(/group=manager/);
  await expect(page).toHaveURL(/sort=-received/);

  const link = table.getByRole('link', { name: csmNames[0], exact: true });
  await tabTo(page, link);
  expect(await link.getAttribute('href')).toBe(`/csms/${encodeURIComponent(csmNames[0])}`);
});

test('every CSM has a row, compared on everything, and sentences link to the rows', async ({
  signInAs,
  guide,
}) => {
  const full = csmNames[3];
  await guide(
    `UPDATE ${schema}.CSM_ROUTING_CSM_DETAILS SET capacity = 2 WHERE csm_name = '${full}';
     DELETE FROM ${schema}.resi_corp_active_csms WHERE active_csm = '${csmNames[5]}'`,
  );
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await expect(page.getByText('1 inactive CSM still owns 3 accounts')).toBeVisible();
  const table = page.getByRole('table', { name: 'Workload by CSM' });
  const rows = await readTable(table);
  expect(rows[0]?.[0]).toBe('CSM');
  for (const name of csmNames.filter((each) => each !== csmNames[5])) {
    await expect(table.getByRole('rowheader', { name, exact: true })).toHaveCount(1);
  }
  await expect(table.getByRole('row', { name: full })).toContainText('150%');

  const answer = page.getByRole('definition').filter({ hasText: 'at 90% of capacity or more' });
  await expect(answer).toContainText(
    `1 CSM at 90% of capacity or more (1 over it): ${full} (150%).`,
  );
  await answer.getByRole('link', { name: full }).click();
  await expect(page).toHaveURL(/#csm-/);
  await expect(table.getByRole('row', { name: full })).toBeInViewport();

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

test('one CSM has no one to be compared with, and no grade', async ({ signInAs, guide }) => {
  await guide(
    `DELETE FROM ${schema}.resi_corp_active_csms WHERE active_csm <> '${csmNames[0].replaceAll("'", "''")}'`,
  );
  const page = await signInAs('viewer');
  await page.goto('/workload');
  const within = page.getByRole('table', { name: 'Fairness within classes' });
  await expect(within.getByText('No CSMs to compare').first()).toBeVisible();
  await expect(within.getByText('Excellent')).toHaveCount(0);
});

test('recommendations per CSM match the guide’s query', async ({ signInAs, guide }) => {
  await guide(`UPDATE ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = TRUE
    WHERE recommendation_id % 2 = 0`);
  const guideRows = await guide(guideQueries.workloadDistribution);
  const page = await signInAs('viewer', { timezoneId: 'UTC' });
  // The guide's query counts today and the 7 days before.
  const day = (daysAgo: number) =>
    new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  await page.goto(`/workload?from=${day(7)}&to=${day(0)}`);
  const [header = [], ...tableRows] = await readChartTable(page, question);
  const titles = ['CSM', 'Recommended', 'Accepted', 'Average score'];
  const rows = tableRows.map((row) => titles.map((title) => row[header.indexOf(title)]));
  const expected = guideRows
    .flat()
    .map((row) => [
      row.recommended_csm,
      String(row.total_recommendations),
      String(row.accepted_assignments),
      Number(row.avg_score).toFixed(2),
    ]);
  expect(expected.length).toBeGreaterThan(3);
  expect(rows.filter(([, total]) => total !== '0').sort()).toEqual(expected.sort());
});

test('the CSV has the rows of the table', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/workload');
  const [header, ...rows] = await readChartTable(page, question);
  const downloadStarted = page.waitForEvent('download');
  await chartRegion(page, question).getByRole('button', { name: /^CSV/ }).click();
  const download = await downloadStarted;
  expect(download.suggestedFilename()).toMatch(/^workload.*\.csv$/);
  const file = (await readFile(await download.path(), 'utf8')).replace('\uFEFF', '').trim();
  const lines = file.split('\r\n').map((line) => line.split(','));
  const at = lines.findIndex(([first]) => first === 'CSM');
  expect(lines[at]).toEqual(header);
  expect(rows).toHaveLength(csmNames.length);
  const accounts = header?.indexOf('Accounts') ?? -1;
  expect(lines.slice(at + 1).map((line) => line[accounts])).toEqual(
    rows.map((row) => row[accounts]),
  );
});

test('an empty company shows an empty state in every panel', async ({ signInAs, guide }) => {
  const tables = [
    'resi_corp_active_csms',
    'CSM_ROUTING_CSM_DETAILS',
    'CSM_ROUTING_RUNS',
    'data_csm_routing_account_health_revenue_tad_neediness',
    'CSM_ROUTING_ONBOARDING',
    'CSM_ROUTING_RECOMMENDATIONS_CANNE',
    'ACCOUNT_CSM_ASSIGNMENTS_CANNE',
  ];
  await guide(tables.map((table) => `DELETE FROM ${schema}.${table}`).join(';\n'));
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await expect(page.getByText('No active CSMs.').first()).toBeVisible();
  await expect(page.getByText('No runs in the last 90 days.')).toBeVisible();
  await expect(page.getByText('No account is waiting for a CSM.')).toBeVisible();
  await expectAccessible(page);
});

test('the comparison and its table are accessible', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await expect(page.locator('svg.recharts-surface').first()).toBeVisible();
  await expectAccessibleInAppearances(page);
  await readChartTable(page, question);
  await expectAccessibleInAppearances(page);
});

test('on a phone, the name stays while the table scrolls to the side', async ({ signInAs }) => {
  const page = await signInAs('viewer', { viewport: { width: 360, height: 740 } });
  await page.goto('/workload');
  const table = page.getByRole('region', { name: 'Workload by CSM' });
  await table.evaluate((element) => {
    element.scrollIntoView();
    element.scrollTo({ left: 400 });
  });
  const name = table.getByRole('rowheader').nth(4).getByRole('link');
  await expect(name).toBeInViewport({ ratio: 1 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(360);
});

test('the page of a large company has all CSMs, although the server sends only the first rows', async ({
  signInAs,
  server,
}) => {
  await server.sql(
    `INSERT INTO ${schema}.resi_corp_active_csms
SELECT 'Extra ' || LPAD(CAST(n AS VARCHAR), 3, '0') FROM range(100) AS r (n)`,
  );
  await server.clearCaches();
  const page = await signInAs('viewer');
  const sent = await page.goto('/workload?group=none');
  const rows = page.getByRole('table', { name: 'Workload by CSM' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Extra' })).toHaveCount(100);
  const html = (await sent?.text()) ?? '';
  expect(html.match(/<tr/g)?.length).toBeLessThan(80);
});
