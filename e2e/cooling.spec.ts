import type { Page } from '@playwright/test';
import { guideQueries } from '@/test/support/guide-queries';
import { coolingCsm, csmNames, managerNames } from './company/data';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import {
  chartRegion,
  downloadChartCsv,
  pressSequence,
  tabTo,
  untilHydrated,
} from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const complianceChart = 'Is the cooling period followed?';
const weekChart = 'How did the last seven days go?';
const coolingTable = 'CSMs who are cooling now';
const tooSoonTable = 'Accounts received too soon';
const [ana, bo, chidi] = csmNames;

test.beforeEach(({ server }) => server.reset());

/** SQL that assigns accounts without a recommendation, some minutes ago. */
function assigned(...rows: readonly (readonly [minutes: number, account: string, csm: string])[]) {
  const values = rows.map(([minutes, account, csm]) => {
    const at = `DATEADD('minute', ${-minutes}, CURRENT_TIMESTAMP())`;
    return `('${account}', '${csm}', ${at}, ${at})`;
  });
  return `INSERT INTO ${schema}.ACCOUNT_CSM_ASSIGNMENTS_CANNE
    (account_id, csm_name, assignment_date, last_updated) VALUES ${values.join(', ')}`;
}

/** Ana received two accounts ten minutes apart, Chidi one. */
const tooSoon = assigned([40, 'BOOK-0-0', ana], [30, 'BOOK-0-1', ana], [20, 'BOOK-2-0', chidi]);

/** The cell texts of a table's rows. */
async function rowsOf(page: Page, table: string): Promise<string[][]> {
  const rows = page.getByRole('table', { name: table }).locator('tbody tr');
  await rows.first().waitFor();
  return Promise.all((await rows.all()).map((row) => row.locator('th, td').allInnerTexts()));
}

test('the Cooling page can be reached, filtered, and read by keyboard alone', async ({
  signInAs,
  guide,
}) => {
  await guide(tooSoon);
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'c');
  await expect(page).toHaveURL(/\/cooling\?period=30d&zone=/);
  await expect(page.getByRole('heading', { name: complianceChart })).toBeVisible();

  await tabTo(page, page.getByRole('button', { name: '7 days', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/cooling\?period=7d&zone=/);

  await tabTo(page, chartRegion(page, complianceChart).getByRole('button', { name: 'Table' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('table', { name: complianceChart }).getByRole('link').last());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(
    /from=\d{4}-\d{2}-\d{2}&to=\d{4}-\d{2}-\d{2}&zone=[^&]+#violations$/,
  );
  await expect(page.getByRole('table', { name: tooSoonTable })).toContainText('10 min');
});

test('the data team’s list matches the guide’s query and each difference is explained', async ({
  signInAs,
  guide,
}) => {
  await guide(
    `${tooSoon};
    UPDATE ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = TRUE
      WHERE account_id = 'NEED-1'`,
  );
  const results = await guide(guideQueries.coolingCheck);
  const page = await signInAs('viewer');
  await page.goto('/cooling');
  const shown = (await rowsOf(page, 'Rows of the guide’s query')).map(([csm, , hours]) => [
    csm,
    hours,
  ]);
  const expected = results
    .flat()
    .map((row) => [row.recommended_csm, String(row.hours_since_last_assignment)]);
  expect(expected.length).toBeGreaterThan(1);
  expect(shown).toEqual(expected);

  const names = (await rowsOf(page, coolingTable)).map(([csm]) => csm?.split('\n')[0]);
  expect(names).toEqual(expect.arrayContaining([ana, chidi, coolingCsm]));
  const differences = page.getByRole('listitem');
  await expect(differences.filter({ hasText: `${ana}, not in the guide’s list` })).toContainText(
    'assigned without an accepted recommendation',
  );
  await expect(page.getByText(/accounts? to place\./)).toBeVisible();
});

test('violations show their cause and link to the accounts and the CSM', async ({
  signInAs,
  guide,
}) => {
  await guide(tooSoon);
  const page = await signInAs('viewer');
  await page.goto('/cooling?period=7d');
  const [[, csm, account, after, decision] = [], ...more] = await rowsOf(page, tooSoonTable);
  expect(more).toEqual([]);
  expect([csm, account, decision]).toEqual([ana, 'Old Customer 0-1', 'Assigned outside the app']);
  expect(after).toContain('10 min');
  const link = page.getByRole('table', { name: tooSoonTable }).getByRole('link').first();
  expect(await link.getAttribute('href')).toBe(`/csms/${encodeURIComponent(ana)}`);
  await expect(
    chartRegion(page, weekChart).getByText(/Old Customer 0-1, .* too soon/),
  ).toBeAttached();
  await expect(
    page.getByText(/1 of 4 accounts received in this period came within 4 h/),
  ).toBeVisible();
});

test('the timeline shows each team above its CSMs, most violations first', async ({
  signInAs,
  guide,
}) => {
  await guide(`${tooSoon}; ${assigned([50, 'BOOK-1-0', bo])}`);
  const page = await signInAs('viewer');
  await page.goto('/cooling');
  const chart = chartRegion(page, weekChart);
  const byTeam = chart.getByRole('button', { name: 'By team' });
  await untilHydrated(byTeam);
  await byTeam.click();
  const lanes = chart.getByRole('list').last().locator('> li');
  const names = await lanes.locator('> span:first-child').allInnerTexts();
  const [first = '', second = ''] = managerNames.map((name) => `${name}’s team`);
  expect(names.slice(0, 2)).toEqual([first, ana]);
  expect(names.indexOf(chidi)).toBeLessThan(names.indexOf(second));
  expect(names.indexOf(bo)).toBeGreaterThan(names.indexOf(second));
  await expect(lanes.first()).toContainText(/: \d accounts received, 1 too soon$/);

  await chart.getByRole('button', { name: 'Table' }).click();
  const rows = await rowsOf(page, weekChart);
  expect(rows[0]?.slice(0, 2)).toEqual([first, '–']);
  expect(rows.find(([csm]) => csm === bo)?.[1]).toBe(second);
});

test('the time left counts down, and the page refreshes once when a CSM is free', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.clock.install();
  await page.goto('/cooling');
  const row = page
    .getByRole('table', { name: coolingTable })
    .getByRole('row', { name: coolingCsm });
  const left = row.getByRole('time').first();
  const minutes = async () => {
    const [, hours = 0, rest = 0] =
      /^in (?:(\d+) h ?)?(?:(\d+) min)?/.exec((await left.textContent()) ?? '') ?? [];
    return Number(hours) * 60 + Number(rest);
  };
  const before = await minutes();
  expect(before).toBeGreaterThan(60);
  const width = await left.evaluate((element) => element.getBoundingClientRect().width);

  await page.clock.runFor(10 * 60_000);
  await expect.poll(async () => before - (await minutes())).toBeGreaterThanOrEqual(10);
  expect(await left.evaluate((element) => element.getBoundingClientRect().width)).toBe(width);

  const refreshes: string[] = [];
  page.on('request', (request) => {
    const headers = request.headers();
    // Prefetches of visible links are not refreshes.
    if (!headers.rsc || headers['next-router-prefetch']) return;
    if (request.url().includes('/cooling')) refreshes.push(request.url());
  });
  await page.clock.fastForward(5 * 3_600_000);
  await expect(left).toHaveText(/ ago$/);
  await expect.poll(() => refreshes.length).toBe(1);
  await page.clock.runFor(5 * 60_000);
  expect(refreshes).toHaveLength(1);
});

test('the CSV download has the rows of the table', async ({ signInAs, guide }) => {
  await guide(tooSoon);
  const page = await signInAs('viewer');
  await page.goto('/cooling');
  await chartRegion(page, complianceChart).getByRole('button', { name: 'Table' }).click();
  const rows = await rowsOf(page, complianceChart);
  const { fileName, table } = await downloadChartCsv(page, complianceChart);
  expect(fileName).toMatch(/^cooling-violations-by-week-.+-to-.+\.csv$/);
  expect(table[0]).toEqual(['Week of', 'Too soon', 'Received', 'Share too soon']);
  expect(table.slice(1).map((row) => row.slice(1, 3))).toEqual(rows.map((row) => row.slice(1, 3)));
  expect(rows.at(-1)?.slice(1)).toEqual(['1', '4', '25.0%']);
});

test('the Cooling page is accessible with charts and tables', async ({ signInAs, guide }) => {
  await guide(tooSoon);
  const page = await signInAs('viewer');
  await page.goto('/cooling');
  await expect(
    chartRegion(page, complianceChart).locator('svg.recharts-surface').first(),
  ).toBeVisible();
  await expectAccessibleInAppearances(page);
  for (const question of [complianceChart, weekChart]) {
    await chartRegion(page, question).getByRole('button', { name: 'Table' }).click();
  }
  await expectAccessibleInAppearances(page);
});

test('each part of the Cooling page says when it is empty', async ({ signInAs, guide }) => {
  const tables = [
    'resi_corp_active_csms',
    'CSM_ROUTING_CSM_DETAILS',
    'CSM_ROUTING_ONBOARDING',
    'data_csm_routing_account_health_revenue_tad_neediness',
    'CSM_ROUTING_DECISIONS',
    'CSM_ROUTING_RECOMMENDATIONS_CANNE',
    'ACCOUNT_CSM_ASSIGNMENTS_CANNE',
  ];
  await guide(tables.map((table) => `DELETE FROM ${schema}.${table}`).join(';\n'));
  const page = await signInAs('viewer');
  await page.goto('/cooling');
  await expect(page.getByText('There are no active CSMs.')).toBeVisible();
  await expect(page.getByText('No accounts to place.')).toBeVisible();
  await expect(page.getByText('No CSM is cooling.')).toBeVisible();
  await expect(page.getByText('The query returns no rows.')).toBeVisible();
  await expect(page.getByText('Both lists are empty.')).toBeVisible();
  await expect(page.getByText('No accounts were received in these seven days.')).toBeVisible();
  await expect(page.getByText('No violations in this period.').first()).toBeVisible();
  await expectAccessible(page);
});
