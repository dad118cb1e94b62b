import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import { pressSequence } from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_';
test.beforeEach(({ server }) => server.reset());

/** A number of identical decisions made yesterday on reviewed recommendations. */
const decided = (verdict: string, verb: string, times: number, hidden = false) =>
  Array.from({ length: times }, () => ({ verdict, verb, hidden }));

const cases = [
  ...decided('approve', 'accept', 24),
  ...decided('approve', 'reject', 2),
  ...decided('caution', 'accept', 3),
  ...decided('reassign', 'override', 4),
  ...decided('approve', 'accept', 5, true),
  ...decided('reassign', 'accept', 1, true),
];

const reviews = cases.map(
  ({ verdict, hidden }, n) =>
    `('w-${n}', ${7_000 + n}, 'run-1', 'X-${n}', 'call-1', '${verdict}', 80, 'Feedback.', NULL,
      ${verdict === 'reassign' ? "'Bo'" : 'NULL'}, NULL, 'claude-sonnet-5-5', 1, ${hidden},
      DATEADD('hour', -25, CURRENT_TIMESTAMP()))`,
);
const decisions = cases.map(
  ({ verb }, n) =>
    `('d-${n}', 'q-${n}', ${7_000 + n}, 'X-${n}', '${verb}', 'Ana', ${verb === 'reject' ? 'NULL' : "'Bo'"},
      'mia@example.com', 'Mia', DATEADD('hour', -24, CURRENT_TIMESTAMP()), ${n < 27 ? 'NULL' : '900'})`,
);
const seed = [
  `INSERT INTO ${schema}REVIEWS VALUES ${reviews.join(', ')}`,
  `INSERT INTO ${schema}DECISIONS (decision_id, request_id, recommendation_id, account_id, verb,
    recommended_csm, csm_name, decided_by, decided_by_name, decided_at, seen_ms)
    VALUES ${decisions.join(', ')}`,
  `INSERT INTO ${schema}REVIEW_CALLS (call_id, run_id, kind, status, asked, reviewed, model,
    prompt_version, input_tokens, cache_write_tokens, cache_read_tokens, output_tokens, latency_ms,
    started_by, started_at, expires_at, ended_at)
    VALUES ('call-1', 'run-1', 'now', 'done', 39, 39, 'claude-sonnet-5-5', 1, 100000, 20000, 60000,
      20000, 9000, 'mia@example.com', CURRENT_TIMESTAMP(), CURRENT_TIMESTAMP(), CURRENT_TIMESTAMP())`,
] as const;

/** The cell texts of a table’s rows, without the header. */
async function rowsOf(page: Page, table: RegExp): Promise<string[][]> {
  const rows = page.getByRole('table', { name: table }).locator('tbody tr');
  return Promise.all((await rows.all()).map(async (row) => row.locator('th, td').allInnerTexts()));
}

test('without an API key, the page says that reviews are off and why', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'v');
  await expect(page).toHaveURL(/\/reviews\?period=30d&zone=/);
  await expect(page.getByText('Review is off: ANTHROPIC_API_KEY is not set.')).toBeVisible();
  await expect(page.getByText('Claude has not reviewed anything yet')).toBeVisible();
  await expectAccessible(page);
});

test('with an API key, the page says that runs are reviewed and by which model', async ({
  signInAs,
  server,
}) => {
  await server.stop();
  await server.start({
    env: { ANTHROPIC_API_KEY: 'sk-not-a-key', ANTHROPIC_MODEL: 'claude-opus-5-5' },
  });
  const page = await signInAs('manager');
  await page.goto('/reviews');
  await expect(page.getByText('Every saved run')).toBeVisible();
  await expect(page.getByText('claude-opus-5-5')).toBeVisible();
  await expect(page.getByText('None yet')).toBeVisible();
  await page.getByRole('link', { name: 'Start a run' }).click();
  await expect(page).toHaveURL(/\/runs$/);
});

test('the page compares verdicts with decisions, separately for hidden verdicts', async ({
  signInAs,
  guide,
}) => {
  await guide(seed.join(';\n'));
  const page = await signInAs('viewer');
  await page.goto('/reviews');
  expect(await rowsOf(page, /^Verdicts shown/)).toEqual([
    ['Approve', '8% (2 of 26)', '24', '0', '2'],
    ['Caution', '0 of 3', '3', '0', '0'],
    ['Reassign', '4 of 4', '0', '4', '0'],
  ]);
  expect(await rowsOf(page, /^Verdicts hidden/)).toEqual([
    ['Approve', '0 of 5', '5', '0', '0'],
    ['Caution', '–', '0', '0', '0'],
    ['Reassign', '0 of 1', '1', '0', '0'],
  ]);
  await expect(page.getByText('93% (28 of 30) approvals and reassignments')).toBeVisible();
  await expect(page.getByText('5 of 6 approvals and reassignments')).toContainText('Too few');
  await expect(page.getByText('39 of 39 decisions were on')).toBeVisible();
  // Three cautions and four reassignments were shown, of which six are known to be fast.
  await expect(page.getByText('Of 7 decisions on rows with')).toContainText(
    ', 6 (100% of those timed) were made within 3 seconds',
  );
  await expect(page.getByText('200,000')).toBeVisible();
  await expect(page.getByText('$0.46')).toBeVisible();
  await expect(page.getByText('39 recommendations reviewed')).toBeVisible();

  await expect(page.getByRole('table', { name: 'Agreement by week' })).toBeVisible();
});

test('every count links to its decisions, which link to their records and can be exported', async ({
  signInAs,
  guide,
}) => {
  await guide(seed.join(';\n'));
  const page = await signInAs('viewer');
  await page.goto('/reviews?period=90d&zone=Asia%2FTokyo');
  await expect(page.getByText('Weeks begin on Monday, in Asia/Tokyo')).toBeVisible();
  await page
    .getByRole('table', { name: /^Verdicts shown/ })
    .getByRole('link', { name: /^2: .*approve.*rejected/ })
    .click();
  const list = page.getByRole('table', { name: /verdict approve, verdict shown, rejected/ });
  await expect(list.getByRole('row')).toHaveCount(3);
  await expect(page).toHaveURL(/period=90d&zone=Asia\/Tokyo.*outcome=rejected/);
  await expect(list.getByRole('link', { name: 'Record of X-24' })).toHaveAttribute(
    'href',
    '/recommendations/7024',
  );
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export all (CSV)' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^reviews-.*-to-.*\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
  expect(lines.slice(1, 4)).toEqual([
    expect.stringContaining('Period,'),
    'Time zone,Asia/Tokyo',
    'Scope,All',
  ]);
  expect(lines.filter((line) => line.includes('Rejected'))).toHaveLength(2);
  await page.getByRole('link', { name: 'Close list' }).click();
  await expect(page).toHaveURL(/\/reviews\?period=90d&zone=Asia\/Tokyo$/);
});

test('without decisions on reviewed recommendations, the page links to the queue', async ({
  signInAs,
  guide,
}) => {
  await guide(seed[2]);
  const page = await signInAs('viewer');
  await page.goto('/reviews');
  await expect(
    page.getByRole('heading', { name: 'No decisions on reviewed recommendations in this period' }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to the queue' }).click();
  await expect(page).toHaveURL(/\/queue/);
});

test('the page with data is accessible', async ({ signInAs, guide }) => {
  await guide(seed.join(';\n'));
  const page = await signInAs('viewer');
  await page.goto('/reviews?rows=reviewed');
  await expect(page.getByRole('heading', { name: 'By week' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Table: Decisions on reviewed' })).toBeVisible();
  await expectAccessibleInAppearances(page);
});
