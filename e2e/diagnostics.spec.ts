import type { Page } from '@playwright/test';
import { guideQueries } from '@/test/support/guide-queries';
import { accountsNeedingCsm, csmNames, staleAccount } from './company/data';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import { pressSequence, tabTo } from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE.';
/** Everyone is away, a CSM is over capacity, data is missing, a score is low, and a run and a review failed. */
const problemsSql = [
  `UPDATE ${schema}CSM_ROUTING_CSM_DETAILS
    SET away_until = DATEADD('day', 2, CURRENT_TIMESTAMP())`,
  `UPDATE ${schema}CSM_ROUTING_CSM_DETAILS SET capacity = 1 WHERE csm_name = '${csmNames[10]}'`,
  `INSERT INTO ${schema}CSM_ROUTING_ONBOARDING (account_id_ob, success_transition_status_ob)
    VALUES (NULL, 'Needs CSM'), ('NEED-1', 'Needs CSM')`,
  `UPDATE ${schema}data_csm_routing_account_health_revenue_tad_neediness
    SET account_level = NULL, neediness_score = NULL WHERE account_id_ob = 'NEED-7'`,
  `UPDATE ${schema}CSM_ROUTING_RECOMMENDATIONS_CANNE
    SET optimization_score = 12.5, llm_feedback = 'Their book is full.' WHERE account_id = 'NEED-1'`,
  `UPDATE ${schema}CSM_ROUTING_EXPLANATIONS SET score = 12.5 WHERE account_id = 'NEED-1'`,
  `INSERT INTO ${schema}CSM_ROUTING_RUNS (run_id, mode, dry_run, batch_size, status, stage,
    started_by, started_by_name, started_at, finished_at, policy_version, failure_code, failure)
    VALUES ('29991231_000000_e2e', 'batch', FALSE, 10, 'failed', 'solving', 'x@example.com', 'Xena',
      CURRENT_TIMESTAMP(), CURRENT_TIMESTAMP(), 1, 'interrupted', 'The program stopped meanwhile.')`,
  `INSERT INTO ${schema}CSM_ROUTING_REVIEW_CALLS (call_id, run_id, kind, status, failure_code,
    failure, asked, reviewed, model, prompt_version, started_by, started_at, expires_at, ended_at)
    VALUES ('call-1', '29991231_000000_e2e', 'now', 'failed', 'overloaded', 'Claude is overloaded.',
      6, 2, 'claude-sonnet-5-5', 1, 'x@example.com', CURRENT_TIMESTAMP(), CURRENT_TIMESTAMP(),
      CURRENT_TIMESTAMP())`,
].join(';\n');

/** Deletes every CSM, account, recommendation, and run. */
const empty = [
  'resi_corp_active_csms',
  'CSM_ROUTING_CSM_DETAILS',
  'CSM_ROUTING_ONBOARDING',
  'data_csm_routing_account_health_revenue_tad_neediness',
  'CSM_ROUTING_RECOMMENDATIONS_CANNE',
  'ACCOUNT_CSM_ASSIGNMENTS_CANNE',
  'CSM_ROUTING_RUNS',
]
  .map((table) => `DELETE FROM ${schema}${table}`)
  .join(';\n');

const findings = (page: Page) => page.getByRole('list', { name: 'Findings' }).getByRole('listitem');
const part = (page: Page, name: string | RegExp) => page.getByRole('region', { name });
const lowRows = (page: Page) =>
  page.getByRole('table', { name: /^Recommendations not accepted/ }).locator('tbody tr');

/** The value of a named fact. */
const fact = (page: Page, panel: RegExp, name: string) =>
  part(page, panel)
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd');

test.beforeEach(({ server }) => server.reset());

test('Diagnostics of an empty company reports no active CSMs and no accounts', async ({
  signInAs,
  guide,
}) => {
  await guide(empty);
  const page = await signInAs('viewer');
  await page.goto('/diagnostics');
  await expect(findings(page).first()).toContainText('Blocking');
  await expect(findings(page).first()).toContainText('There are no active CSMs');
  await expect(page.getByText('No accounts need a CSM')).toBeVisible();
  await expect(page.getByText('Nothing failed.')).toBeVisible();
  await expect(page.getByText('Review is off: ANTHROPIC_API_KEY is not set.')).toBeVisible();
  await expectAccessible(page);
});

test('a missing view in the warehouse is the only finding and says what to do', async ({
  signInAs,
  guide,
  problems,
}) => {
  await guide(`DROP VIEW ${schema}CSM_ROUTING_ACCOUNTS_V`);
  const page = await signInAs('viewer');
  await page.goto('/diagnostics');
  await expect(findings(page)).toHaveCount(1);
  await expect(findings(page)).toContainText('Blocking');
  await expect(findings(page).getByRole('heading')).toHaveText(
    'The warehouse lacks a table or view that this program needs',
  );
  await expect(findings(page).locator('code')).toHaveText('npm run setup');
  await expectAccessible(page);
  // Other pages cannot show anything and say why.
  problems.expect(/#441/);
  await page.goto('/workload');
  await expect(page.getByRole('heading', { name: 'The warehouse is not set up' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Run `npm run setup`');
  await expectAccessible(page);
});

test('a missing table of members, without which no page opens, is named until it is back', async ({
  signInAs,
  server,
  problems,
}) => {
  problems.expect(/#441|500|503/);
  const page = await signInAs('viewer');
  const rename = (from: string, to: string) =>
    server.sql(`ALTER TABLE ${schema}${from} RENAME TO ${to}`);
  await rename('CSM_ROUTING_MEMBERS', 'ELSEWHERE');
  await server.clearCaches();
  await page.goto('/runs');
  await expect(page.getByRole('heading', { name: 'The warehouse is not set up' })).toBeVisible();
  await expect(page.getByRole('alert').first()).toContainText('Run `npm run setup`');
  await expectAccessible(page);
  await rename('ELSEWHERE', 'CSM_ROUTING_MEMBERS');
  await server.clearCaches();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
});

test('the figures match the guide’s queries', async ({ signInAs, guide }) => {
  const [, needs, active, low] = await guide(
    problemsSql,
    guideQueries.accountsNeedingCsmCount,
    guideQueries.activeCsmCount,
    guideQueries.notAssigned,
  );
  const page = await signInAs('viewer');
  await page.goto('/diagnostics');
  const guides = (row: Record<string, unknown> | undefined, name: string) => String(row?.[name]);
  await expect(
    fact(page, /accounts need a CSM/, 'Needs CSM, counted as in the guide'),
  ).toContainText(guides(needs?.[0], 'needs_csm_count'));
  await expect(fact(page, /CSMs are available/, 'Active, counted as in the guide')).toContainText(
    guides(active?.[0], 'eligible_csm_count'),
  );
  expect(guides(needs?.[0], 'needs_csm_count')).toBe(String(accountsNeedingCsm.length + 2));
  await expect(page.getByText('including 1 row without an id and 1 duplicate row')).toBeVisible();
  const cells = await lowRows(page).locator('td:nth-child(2)').allInnerTexts();
  expect(cells.sort()).toEqual(low?.map((row) => row.account_id).sort());
  await expect(lowRows(page).first()).toContainText('13 poor');
  await expect(lowRows(page).first()).toContainText('Their book is full.');
  await expect(lowRows(page).first()).toContainText('Pending');
});

test('each finding says what, why, and what to do, most severe first', async ({
  signInAs,
  guide,
}) => {
  await guide(problemsSql);
  const page = await signInAs('manager');
  await page.goto('/diagnostics');
  const titles = await findings(page).locator('h3').allInnerTexts();
  expect(titles[0]).toMatch(/^None of 14 active CSMs is available now; .+ (is|are) from/);
  expect(titles[1]).toBe('The last run was interrupted');
  for (const title of [
    /^1 row in the onboarding view needs a CSM but has no account id$/,
    /^1 account to place has no segment or level$/,
    /^1 active CSM is over capacity$/,
    /^8 pending recommendations are stale, the oldest from/,
    /^8 pending recommendations break a rule right now$/,
    /^\d of 8 pending recommendations scores? 50 or less$/,
    /^1 account to place is missing neediness, health, or revenue$/,
  ]) {
    expect(titles.filter((text) => title.test(text))).toHaveLength(1);
  }
  await expect(findings(page).nth(1)).toContainText('The program stopped meanwhile.');
  const failed = page.getByRole('table', { name: 'Failed runs and reviews' }).locator('tbody tr');
  await expect(failed).toHaveCount(2);
  await expect(failed.filter({ hasText: 'by Xena' })).toHaveCount(1);
  await expect(failed.filter({ hasText: '2 of 6 reviewed' })).toHaveCount(1);

  const finding = findings(page).filter({ hasText: 'stale, the oldest from' });
  await expect(finding.getByRole('button', { name: /^Refresh \d stale$/ })).toBeVisible();
  await finding.getByRole('link', { name: 'Show in the queue' }).click();
  await expect(page).toHaveURL(/\/queue\?ready=blocked/);
  const stale = accountsNeedingCsm.find(({ id }) => id === staleAccount)?.name ?? '';
  const rows = page.getByRole('grid', { name: 'Pending recommendations' }).getByRole('row');
  await expect(rows.filter({ hasText: stale })).toBeVisible();
  await expect(rows).toHaveCount(9);
});

test('Diagnostics says how many CSMs lack a detail, what that disables, and who they are', async ({
  signInAs,
  guide,
}) => {
  const [first, second] = csmNames;
  await guide(`UPDATE ${schema}CSM_ROUTING_CSM_DETAILS SET tenure_months = NULL
    WHERE csm_name IN ('${first}', '${second}')`);
  const page = await signInAs('viewer');
  await page.goto('/diagnostics');
  const finding = findings(page).filter({ hasText: '2 of 14 active CSMs have no tenure' });
  await expect(finding).toContainText('Experience has no effect on their recommendations');
  await finding.getByText('Show 2 CSMs').click();
  await expect(finding.getByRole('link', { name: first })).toBeVisible();
  await expect(finding.getByRole('link', { name: second })).toBeVisible();
});

test('a finding lists everything it is about, a page at a time, without SQL to paste', async ({
  signInAs,
  guide,
}) => {
  await guide(problemsSql);
  await guide(`INSERT INTO ${schema}CSM_ROUTING_ONBOARDING (account_id_ob, account_name, success_transition_status_ob)
    SELECT 'NOCLASS-' || LPAD(CAST(range AS VARCHAR), 2, '0'), 'Classless', 'Needs CSM' FROM range(40)`);
  const page = await signInAs('viewer');
  await page.goto('/diagnostics');
  await expect(page.getByRole('main')).not.toContainText(/SELECT|npm run sql/);
  const finding = findings(page).filter({
    hasText: '41 accounts to place have no segment or level',
  });
  await finding.getByText('Show 41 accounts').click();
  const rows = finding.getByRole('list').getByRole('listitem');
  await expect(rows).toHaveCount(20);
  await finding.getByRole('link', { name: 'Next page' }).click();
  await expect(finding.getByText('21–40 of 41')).toBeVisible();
  await finding.getByRole('link', { name: 'Next page' }).click();
  await expect(rows).toHaveCount(1);
  await expectAccessible(page);
  await rows.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('Diagnostics can be reached, read, and left by keyboard alone', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'd');
  await expect(page).toHaveURL(/\/diagnostics$/);
  await expect(findings(page).first()).toBeVisible();
  const cooling = part(page, /CSMs are available/).locator('summary', { hasText: 'Cooling' });
  await tabTo(page, cooling);
  await page.keyboard.press('Enter');
  await expect(page.getByText('reserved by a pending recommendation').first()).toBeVisible();
  await tabTo(page, lowRows(page).first().getByRole('link').first());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/queue\?.*row=\d+/);
});

test('Diagnostics is accessible with every part filled', async ({ signInAs, guide }) => {
  await guide(problemsSql);
  const page = await signInAs('viewer');
  await page.goto('/diagnostics');
  await expect(page.getByText('The last run was interrupted')).toBeVisible();
  for (const summary of await page.locator('summary').all()) await summary.click();
  await expectAccessibleInAppearances(page);
});
