import { readFile } from 'node:fs/promises';
import { methodLabel } from '@/lib/runs/labels';
import { guideQueries } from '@/test/support/guide-queries';
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
const byMethod = 'What is the acceptance rate by method?';
const byVerdict = 'Are recommendations that Claude approves accepted more often?';
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
  const [, ...rows] = await readChartTable(page, byMethod);
  const shown = rows.map((row) => [row[0], row[1], row[2], row.at(-2)]);
  const expected = guideRows.map((row) => [
    methodLabel(row.assignment_method as string | null),
    String(row.total_recommendations),
    String(row.accepted),
    `${Number(row.acceptance_rate).toFixed(2)}%`,
  ]);
  expect(expected).toHaveLength(2);
  expect(shown.sort()).toEqual(expected.sort());
});

test('charts show outcomes, reasons, and Claude’s verdicts', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/acceptance');
  await expect(page.getByText('1 decided outside the app at an unknown time')).toBeVisible();
  const verdicts = await readChartTable(page, byVerdict);
  expect(verdicts.map((row) => row.slice(0, 6))).toEqual([
    ['Claude’s verdict', 'Recommended', 'Accepted', 'Overridden', 'Rejected', 'Pending'],
    ['Approve', '14', '12', '2', '0', '0'],
    ['Caution', '3', '0', '0', '3', '0'],
    ['Reassign', '4', '0', '4', '0', '0'],
    // The verdicts on the two pending recommendations are hidden.
    ['Hidden or none', '3', '1', '0', '0', '2'],
  ]);
  expect(await readChartTable(page, reasons)).toEqual([
    ['Reason', 'Overridden', 'Rejected'],
    ['The recommended CSM has too much work', '6', '3'],
  ]);
  await expect(chartRegion(page, agreement)).toContainText(
    'All three agreed in 12 of 21 reviewed decisions (57%). When Claude suggested another CSM, managers did not accept the engine’s choice in 4 of 4 and followed Claude’s suggestion in 4.',
  );
  const timed = (await readChartTable(page, hours)).slice(1);
  expect(timed.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(21);
});

test('the keyboard opens the rows behind an override', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/queue');
  await pressSequence(page, 'g', 'a');
  await expect(page).toHaveURL(/\/acceptance$/);
  await tabTo(page, page.getByRole('button', { name: '90 days', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/acceptance\?period=90d$/);

  await tabTo(page, chartRegion(page, byMethod).getByRole('button', { name: 'Table' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table', { name: byMethod })).toBeVisible();

  const cell = chartRegion(page, overrides).getByRole('link', { name: '4', exact: true });
  await tabTo(page, cell);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(
    /overridesFrom=Dana\+Weiss&overridesTo=Bo\+%22Bear%22\+Larsen#rows$/,
  );
  const list = page.getByRole('table', { name: `Overrides from Dana Weiss to ${bo}` });
  const rows = await readTable(list);
  expect(rows).toHaveLength(5);
  expect(rows.at(-1)?.slice(0, 7)).toEqual([
    ...['X-12', 'Dana Weiss', 'Overridden', bo, 'Reassign'],
    'The recommended CSM has too much work\n\nThey asked for <b>Bo</b>',
    'Mia',
  ]);
  await tabTo(page, list.getByRole('link', { name: 'X-12' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/accounts\/X-12$/);
});

test('a count opens its rows, and the list can be closed', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/acceptance?period=7d');
  await readChartTable(page, byVerdict);
  const table = page.getByRole('table', { name: byVerdict });
  const row = table.getByRole('row', { name: /^Hidden or none/ });
  await row.getByRole('link', { name: '2', exact: true }).click();
  const title = 'Pending recommendations, verdict hidden or none';
  await expect(page.getByRole('heading', { name: title })).toBeInViewport();
  await expect(chartRegion(page, title)).toContainText('2 recommendations.');
  await expect(chartRegion(page, title).getByRole('link', { name: 'Open in queue' })).toHaveCount(
    2,
  );
  await page.getByRole('link', { name: 'Close list' }).click();
  await expect(page).toHaveURL(/\/acceptance\?period=7d$/);
  await expect(page.getByRole('heading', { name: title })).toHaveCount(0);
});

test('the CSV has the rows of the table', async ({ signInAs, guide }) => {
  await guide(seed);
  const page = await signInAs('viewer');
  await page.goto('/acceptance');
  const [header, ...rows] = await readChartTable(page, byVerdict);
  const downloadStarted = page.waitForEvent('download');
  await chartRegion(page, byVerdict).getByRole('button', { name: /^CSV/ }).click();
  const download = await downloadStarted;
  expect(download.suggestedFilename()).toBe('acceptance-by-verdict.csv');
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines[0]).toBe(
    `${header?.map((title) => (title.includes(',') ? `"${title}"` : title)).join(',')}`,
  );
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 7))).toEqual(
    rows.map((row) => row.slice(0, 7)),
  );
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
  await expect(page.getByText('No recommendations in this date range.')).toHaveCount(6);
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
