import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { guideQueries } from '@/test/support/guide-queries';
import { coolingCsm, csmNames } from './company/data';
import { expect, test } from './fixtures';
import { appearances, expectAccessible } from './support/accessibility';
import { chartRegion, pressSequence, tabTo } from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const kept = 'Is the cooling period kept?';
const week = 'How did the last seven days go?';
const cooling = 'CSMs who are cooling now';
const tooSoonTable = 'Accounts that came too soon';
const [ana, , chidi] = csmNames;

test.beforeEach(({ server }) => server.reset());

/** Assignments that nobody recommended: so many minutes ago, of whose account to whom. */
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

/** What stands in the rows of a table's body. */
async function rowsOf(page: Page, table: string): Promise<string[][]> {
  const rows = page.getByRole('table', { name: table }).locator('tbody tr');
  await rows.first().waitFor();
  return Promise.all((await rows.all()).map((row) => row.locator('th, td').allInnerTexts()));
}

test('by keyboard alone: there, another period, a table, and the week behind a row', async ({
  signInAs,
  guide,
}) => {
  await guide(tooSoon);
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'c');
  await expect(page).toHaveURL(/\/cooling$/);
  await expect(page.getByRole('heading', { name: kept })).toBeVisible();

  await tabTo(page, page.getByRole('button', { name: '7 days', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/cooling\?period=7d$/);

  await tabTo(page, chartRegion(page, kept).getByRole('button', { name: 'Table' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('table', { name: kept }).getByRole('link').last());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=\d{4}-\d{2}-\d{2}&to=\d{4}-\d{2}-\d{2}#violations$/);
  await expect(page.getByRole('table', { name: tooSoonTable })).toContainText('10 min');
});

test('the data team’s list is what their query answers, and each difference is explained', async ({
  signInAs,
  guide,
}) => {
  await guide(
    `${tooSoon};
    UPDATE ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = TRUE
      WHERE account_id = 'NEED-1'`,
  );
  const answers = await guide(guideQueries.coolingCheck);
  const page = await signInAs('viewer');
  await page.goto('/cooling');
  const shown = (await rowsOf(page, 'What the guide’s query answers')).map(([csm, , hours]) => [
    csm,
    hours,
  ]);
  const asked = answers
    .flat()
    .map((row) => [row.recommended_csm, String(row.hours_since_last_assignment)]);
  expect(asked.length).toBeGreaterThan(1);
  expect(shown).toEqual(asked);

  const names = (await rowsOf(page, cooling)).map(([csm]) => csm?.split('\n')[0]);
  expect(names).toEqual(expect.arrayContaining([ana, chidi, coolingCsm]));
  const words = page.getByRole('listitem');
  await expect(words.filter({ hasText: `${ana}, not in the guide’s list` })).toContainText(
    'assigned without an accepted recommendation',
  );
  await expect(page.getByText(/wait for a CSM\./)).toBeVisible();
});

test('violations have what led to them, and the accounts and CSM to go to', async ({
  signInAs,
  guide,
}) => {
  await guide(tooSoon);
  const page = await signInAs('viewer');
  await page.goto('/cooling?period=7d');
  const [[, csm, account, after, decision] = [], ...more] = await rowsOf(page, tooSoonTable);
  expect(more).toEqual([]);
  expect([csm, account, decision]).toEqual([
    ...[ana, 'Old Customer 0-1', 'Assigned outside the program'],
  ]);
  expect(after).toContain('10 min');
  const link = page.getByRole('table', { name: tooSoonTable }).getByRole('link').first();
  expect(await link.getAttribute('href')).toBe(`/csms/${encodeURIComponent(ana)}`);
  await expect(chartRegion(page, week).getByText(/Old Customer 0-1, .* too soon/)).toBeAttached();
  await expect(
    page.getByText(/4 accounts received in the period, 1 came within 4 h/),
  ).toBeVisible();
});

test('the time left counts down, says when somebody is free, and looks again once', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.clock.install();
  await page.goto('/cooling');
  const row = page.getByRole('table', { name: cooling }).getByRole('row', { name: coolingCsm });
  const left = row.getByRole('timer');
  const minutes = async () => {
    const [, hours = 0, rest] =
      /(?:(\d+) h )?(\d+) min/.exec((await left.textContent()) ?? '') ?? [];
    return Number(hours) * 60 + Number(rest);
  };
  await expect(left).toHaveAttribute('aria-live', 'off');
  const before = await minutes();
  expect(before).toBeGreaterThan(60);
  const width = await left.evaluate((element) => element.getBoundingClientRect().width);

  await page.clock.runFor(10 * 60_000);
  await expect.poll(async () => before - (await minutes())).toBeGreaterThanOrEqual(10);
  expect(await left.evaluate((element) => element.getBoundingClientRect().width)).toBe(width);

  const looked: string[] = [];
  page.on('request', (request) => {
    const headers = request.headers();
    // What the links in sight fetch ahead, this page's own among them, is no look at the page.
    if (!headers.rsc || headers['next-router-prefetch']) return;
    if (request.url().includes('/cooling')) looked.push(request.url());
  });
  await page.clock.fastForward(5 * 3_600_000);
  await expect(left).toHaveText('free now');
  await expect.poll(() => looked.length).toBe(1);
  await page.clock.runFor(5 * 60_000);
  expect(looked).toHaveLength(1);
});

test('the download has the rows of the table', async ({ signInAs, guide }) => {
  await guide(tooSoon);
  const page = await signInAs('viewer');
  await page.goto('/cooling');
  await chartRegion(page, kept).getByRole('button', { name: 'Table' }).click();
  const rows = await rowsOf(page, kept);
  const started = page.waitForEvent('download');
  await chartRegion(page, kept).getByRole('button', { name: /^CSV/ }).click();
  const download = await started;
  expect(download.suggestedFilename()).toBe('cooling-kept-by-week.csv');
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines[0]?.replace('\uFEFF', '')).toBe('Week of,Too soon,Received,Share too soon');
  expect(lines.slice(1).map((line) => line.split(',').slice(1, 3))).toEqual(
    rows.map((row) => row.slice(1, 3)),
  );
  expect(rows.at(-1)?.slice(1)).toEqual(['1', '4', '25%']);
});

for (const { name, ...look } of appearances) {
  test(`it is accessible, drawn and as tables, ${name}`, async ({ signInAs, guide }) => {
    await guide(tooSoon);
    const page = await signInAs('viewer', look);
    await page.goto('/cooling');
    await expect(chartRegion(page, kept).locator('svg.recharts-surface').first()).toBeVisible();
    await expectAccessible(page);
    for (const question of [kept, week]) {
      await chartRegion(page, question).getByRole('button', { name: 'Table' }).click();
    }
    await expectAccessible(page);
  });
}

test('a company where nothing happened is told so, part by part', async ({ signInAs, guide }) => {
  const tables = [
    ...['resi_corp_active_csms', 'CSM_ROUTING_CSM_DETAILS', 'CSM_ROUTING_ONBOARDING'],
    ...['data_csm_routing_account_health_revenue_tad_neediness', 'CSM_ROUTING_DECISIONS'],
    ...['CSM_ROUTING_RECOMMENDATIONS_CANNE', 'ACCOUNT_CSM_ASSIGNMENTS_CANNE'],
  ];
  await guide(tables.map((table) => `DELETE FROM ${schema}.${table}`).join(';\n'));
  const page = await signInAs('viewer');
  await page.goto('/cooling');
  await expect(page.getByText('There is no active CSM.')).toBeVisible();
  await expect(page.getByText('No account waits for a CSM.')).toBeVisible();
  await expect(page.getByText('Nobody is cooling.')).toBeVisible();
  await expect(page.getByText('Its answer is empty.')).toBeVisible();
  await expect(page.getByText('They do not: both are empty.')).toBeVisible();
  await expect(page.getByText('Nobody received an account in these seven days.')).toBeVisible();
  await expect(page.getByText('There was no violation in this time.').first()).toBeVisible();
  await expectAccessible(page);
});
