import { methodLabel } from '@/lib/runs/labels';
import { guideQueries } from '@/test/support/guide-queries';
import { managerNames } from './company/data';
import { expect, test } from './fixtures';
import { expectAccessible, expectAccessibleInAppearances } from './support/accessibility';
import {
  chartRegion,
  downloadChartCsv,
  pressSequence,
  readChartTable,
  readTable,
  tabTo,
  untilHydrated,
} from './support/interactions';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const byMethod = 'What is the acceptance rate by method?';
const byCsm = 'Whose recommendations are accepted?';
const byScore = 'Are higher scores accepted more often?';
const overrides = 'Where did overrides go?';
const reasons = 'Why did managers override or reject?';
const agreement = 'Do the engine, Claude, and managers agree?';
const hours = 'How long do decisions take, by hour?';

test.beforeEach(({ server }) => server.reset());

const bo = 'Bo "Bear" Larsen';
const cases = [
  ...times(12, { verb: 'accept', from: 'Dana Weiss', to: 'Dana Weiss', verdict: 'approve' }),
  ...times(4, { verb: 'override', from: 'Dana Weiss', to: bo, verdict: 'reassign' }),
  ...times(2, { verb: 'override', from: bo, to: 'Emeka Obi', verdict: 'approve' }),
  ...times(3, { verb: 'reject', from: bo, to: null, verdict: 'caution' }),
  ...times(2, { verb: null, from: bo, to: null, verdict: 'reassign' }),
  ...times(1, { verb: null, from: bo, to: bo, verdict: null }),
] as const;

function times<Case>(count: number, one: Case): Case[] {
  return Array.from({ length: count }, () => one);
}

const sqlText = (value: string | null) => (value === null ? 'NULL' : `'${value}'`);
const madeAt = `DATEADD('hour', -20, CURRENT_TIMESTAMP())`;
const recommendations = cases.map(
  ({ from, to, verb }, n) => `(${9_000 + n}, 'X-${n}', '${from}', ${madeAt},
    ${n === 0 ? 'NULL' : "'batch_optimized'"}, 'Residential', 'Corporate', ${(n * 7) % 101},
    ${verb === 'accept' || to === from}, ${sqlText(to)}, 'run-x', 10)`,
);
const reviews = cases.flatMap(({ verdict }, n) =>
  verdict === null
    ? []
    : [
        `('w-${n}', ${9_000 + n}, 'run-x', 'X-${n}', 'call-x', '${verdict}', 80, 'Said.', NULL,
    ${verdict === 'reassign' ? sqlText(bo) : 'NULL'}, NULL, 'claude-sonnet-5-5', 1, ${verdict === 'reassign'},
    DATEADD('minute', 1, ${madeAt}))`,
      ],
);
const decisions = cases.flatMap(({ verb, from, to }, n) =>
  verb === null
    ? []
    : [
        `('d-${n}', 'q-${n}', ${9_000 + n}, 'X-${n}', '${verb}', '${from}', ${sqlText(to)},
    ${verb === 'accept' ? 'NULL' : "'workload'"}, ${n === 12 ? "'They asked for <b>Bo</b>'" : 'NULL'},
    'mia@example.com', 'Mia', DATEADD('minute', ${(n + 1) * 20}, ${madeAt}))`,
      ],
);
const seed = [
  `DELETE FROM ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE`,
  `DELETE FROM ${schema}.ACCOUNT_CSM_ASSIGNMENTS_CANNE`,
  `INSERT INTO ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE (recommendation_id, account_id,
    recommended_csm, recommendation_timestamp, assignment_method, account_segment, account_level,
    optimization_score, was_assigned, actual_assigned_csm, run_id, batch_size)
    VALUES ${recommendations.join(', ')}`,
  `INSERT INTO ${schema}.CSM_ROUTING_REVIEWS VALUES ${reviews.join(', ')}`,
  `INSERT INTO ${schema}.CSM_ROUTING_DECISIONS (decision_id, request_id, recommendation_id,
    account_id, verb, recommended_csm, csm_name, reason, note, decided_by, decided_by_name,
    decided_at) VALUES ${decisions.join(', ')}`,
].join(';\n');

test('rates by method match the guide’s query', async ({ signInAs, guide }) => {
  await guide(seed);
  const guideRows = (await guide(guideQueries.acceptanceRate)).flat();
  const page = await signInAs('viewer', { timezoneId: 'UTC' });
  await page.goto('/acceptance');
  const [header = [], ...rows] = await readChartTable(page, byMethod);
  const rate = header.indexOf('Acceptance rate');
  const shown = rows.map((row) => [row[0], row[1], row[2], row[rate]]);
  const expected = guideRows.map((row) => [
    methodLabel(row.assignment_method as string | null),
    String(row.total_recommendations),
    String(row.accepted),
    `${Number(row.acceptance_rate).toFixed(2)}%`,
  ]);
  expect(expected).toHaveLength(2);
  expect(shown.sort()).toEqual(expected.sort());
  await expect(chartRegion(page, byMethod)).toContainText(
    /The data team’s “Assignment Success Rate” gives .+\. That is the same\./,
  );
});

test('charts show outcomes, reasons, and Claude’s verdicts', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/acceptance');
  await expect(page.getByText('1 decided outside the app at an unknown time')).toBeVisible();
  const verdicts = await readChartTable(page, agreement);
  expect(verdicts.map((row) => [row[0], row[1], row[2], row.at(-2)])).toEqual([
    ['Claude’s verdict', 'Decided', 'Accepted', 'Not accepted'],
    ['Approve', '14', '12', '14%'],
    ['Caution', '3', '0', '100%'],
    ['Reassign', '4', '0', '100%'],
    ['Not reviewed', '1', '1', '0%'],
  ]);
  expect(verdicts[0]?.at(-1)).toBe('Not accepted, 30 days before');
  expect(await readChartTable(page, reasons)).toEqual([
    ['Reason', 'Overridden', 'Rejected', '30 days before'],
    ['The recommended CSM has too much work', '6', '3', '0'],
  ]);
  await expect(chartRegion(page, agreement)).toContainText(
    'Not accepted: 4 of 4 after reassign, 3 of 3 after caution, 2 of 14 after approve, and 43% (9 of 21) of all reviewed. Fewer than 20 cases, too few to say.',
  );
  const timed = (await readChartTable(page, hours)).slice(1);
  expect(timed.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(21);
});

test('the chart by CSM shows each team above its CSMs', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/acceptance');
  const chart = chartRegion(page, byCsm);
  const byTeam = chart.getByRole('button', { name: 'By team' });
  await untilHydrated(byTeam);
  await byTeam.click();
  const [header, ...rows] = await readChartTable(page, byCsm);
  expect(header?.slice(0, 3)).toEqual(['Team or CSM', 'Team', 'Recommended']);
  const counts = rows.map(([name, , count]) => [name, count]);
  expect(counts).toEqual([
    [`${managerNames[1]}’s team`, '24'],
    ['Dana Weiss', '16'],
    [bo, '8'],
  ]);
});

test('the keyboard opens the rows behind an override', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'a');
  await expect(page).toHaveURL(/\/acceptance\?period=30d&zone=/);
  await tabTo(page, page.getByRole('button', { name: '90 days', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/acceptance\?period=90d&zone=/);

  await tabTo(page, chartRegion(page, byMethod).getByRole('button', { name: 'Table' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table', { name: byMethod })).toBeVisible();

  const cell = chartRegion(page, overrides).getByRole('link', { name: '4', exact: true });
  await tabTo(page, cell);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(
    /overridesFrom=Dana\+Weiss&overridesTo=Bo\+%22Bear%22\+Larsen#rows$/,
  );
  const topBar = await page.getByRole('banner').boundingBox();
  const section = page.locator('#rows');
  await expect
    .poll(async () => (await section.boundingBox())?.y, { message: 'the top bar covers the rows' })
    .toBeGreaterThanOrEqual(topBar?.height ?? Number.NaN);
  const list = page.getByRole('table', { name: `Overrides from Dana Weiss to ${bo}` });
  const rows = await readTable(list);
  expect(rows).toHaveLength(5);
  expect(rows.at(-1)?.slice(0, 7)).toEqual([
    'X-12',
    'Dana Weiss',
    'Overridden',
    bo,
    'Reassign',
    'The recommended CSM has too much work\n\nThey asked for <b>Bo</b>',
    'Mia',
  ]);
  await tabTo(page, list.getByRole('link', { name: 'X-12', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/accounts\/X-12$/);
});

test('a count opens its rows, and the list can be closed', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/acceptance?period=7d');
  await readChartTable(page, byScore);
  const row = page.getByRole('table', { name: byScore }).getByRole('row', { name: /^40–60/ });
  await row.getByRole('link', { name: '2', exact: true }).click();
  const title = 'Pending recommendations, score 40–60';
  await expect(page.getByRole('heading', { name: title })).toBeInViewport();
  await expect(chartRegion(page, title)).toContainText('2 recommendations');
  await expect(chartRegion(page, title).getByRole('link', { name: 'Open in queue' })).toHaveCount(
    2,
  );
  await page.getByRole('link', { name: 'Close list' }).click();
  await expect(page).toHaveURL(/\/acceptance\?period=7d&zone=[^&]+$/);
  await expect(page.getByRole('heading', { name: title })).toHaveCount(0);
});

test('the CSV has the rows of the table, and says of what period', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer', { timezoneId: 'Asia/Tokyo' });
  await page.goto('/acceptance?period=7d&segment=Residential');
  const shown = await readChartTable(page, byScore);
  const { fileName, description, table } = await downloadChartCsv(page, byScore);
  expect(fileName).toMatch(/^acceptance-by-score-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv$/);
  expect(description).toEqual([
    `Chart,${byScore}`,
    expect.stringMatching(/^Period,\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d$/),
    'Time zone,Asia/Tokyo',
    'Scope,Segment: Residential',
  ]);
  expect(table.map((row) => row.slice(0, 7))).toEqual(shown.map((row) => row.slice(0, 7)));
});

test('a company without recommendations shows an empty state in every chart', async ({
  signInAs,
  guide,
}) => {
  await guide(
    ['CSM_ROUTING_RECOMMENDATIONS_CANNE', 'ACCOUNT_CSM_ASSIGNMENTS_CANNE']
      .map((table) => `DELETE FROM ${schema}.${table}`)
      .join(';\n'),
  );
  const page = await signInAs('viewer');
  await page.goto('/acceptance?rows=accepted');
  await expect(page.getByText('No recommendations in this date range.')).toHaveCount(5);
  await expect(page.getByText('Nothing was overridden in this date range.')).toBeVisible();
  await expect(page.getByText('No such recommendations in this date range.')).toBeVisible();
  await expectAccessible(page);
});

test('charts and tables are accessible', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/acceptance?rows=all');
  await expect(chartRegion(page, byMethod).locator('svg.recharts-surface').first()).toBeVisible();
  await expectAccessibleInAppearances(page);
  for (const question of [byMethod, reasons, hours]) {
    await chartRegion(page, question).getByRole('button', { name: 'Table' }).click();
  }
  await expectAccessibleInAppearances(page);
});
