import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { cellsByName, expectOneNumber, numberIn, schema, textOf } from './support/shared-numbers';

// What pages say about runs, fairness, and the accounts of recommendations.
test.use({ company: 'demo' });

test.beforeEach(({ server }) => server.reset());

/** The cells of the page's fairness by class, without marks of change: [before, after] where both are shown. */
async function fairnessOf(page: Page): Promise<Record<string, string[][]>> {
  const rows = await cellsByName(page.getByRole('table', { name: 'Fairness within classes' }));
  const pairs = (cell: string) =>
    [...cell.matchAll(/([\d.]+%?) → ([\d.]+%?)/g)].map(([, before = '', after = '']) => [
      before,
      after,
    ]);
  return Object.fromEntries(
    Object.entries(rows).map(([name, cells]) => [name.split('\n')[0] ?? '', cells.flatMap(pairs)]),
  );
}

/** One side of every pair, as text. */
function sideOf(fairness: Record<string, string[][]>, side: 0 | 1): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fairness).map(([name, pairs]) => [
      name,
      pairs.map((pair) => pair[side]).join(' '),
    ]),
  );
}

test('the handover, runs, and Workload give the same fairness', async ({ signInAs, guide }) => {
  const [runs] = await guide(`SELECT run_id AS id FROM ${schema}CSM_ROUTING_RUNS
    WHERE dry_run = FALSE AND status = 'succeeded' AND fairness IS NOT NULL
      AND started_at >= DATE_TRUNC('day', CURRENT_TIMESTAMP()) - INTERVAL 6 DAY
    ORDER BY started_at, run_id`);
  const [first, last] = [runs?.[0]?.id, runs?.at(-1)?.id].map(String);
  expect(first).not.toBe(last);
  const page = await signInAs('viewer');
  await textOf(page, '/handover?period=7d&zone=UTC');
  const handover = await fairnessOf(page);
  expect(Object.keys(handover).length).toBeGreaterThan(3);
  await textOf(page, `/runs/${first}`);
  expect(sideOf(await fairnessOf(page), 0)).toEqual(sideOf(handover, 0));
  await textOf(page, `/runs/${last}`);
  const newest = await fairnessOf(page);
  expect(sideOf(newest, 1)).toEqual(sideOf(handover, 1));

  // The trend has the same figures at the last run of the day.
  await page.goto('/workload?period=7d&zone=UTC', { waitUntil: 'networkidle' });
  const chart = page.getByRole('region', { name: 'Are CSMs getting more evenly filled?' });
  await chart.getByRole('button', { name: 'Table' }).click();
  const latest = await chart.getByRole('row').last().textContent();
  const [ownSpread = ''] = (newest['All, each within their classes'] ?? []).map(
    ([before]) => before,
  );
  expect(latest).toContain(ownSpread);
});

test('the list of runs, a run’s page, and the queue count the same recommendations', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/runs', { waitUntil: 'networkidle' });
  const batch = page
    .locator('tbody tr')
    .filter({ hasText: /^Batch of/ })
    .first();
  const [, , , , placed, deferred] = await batch.locator('td, th').allInnerTexts();
  await batch.getByRole('link').first().click();
  await page.waitForURL(/\/runs\/[^/?]+$/);
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const run = await textOf(page, `/runs/${id}`);
  const rows = page.getByRole('table', { name: 'Placed accounts' }).locator('tbody tr');
  const placedRows = await rows.count();
  const pending = await rows.filter({ hasText: 'Pending' }).count();
  const queue = await textOf(page, `/queue?run=${id}`);
  expectOneNumber('placed', {
    list: Number(placed),
    heading: numberIn(run, /([\d,]+) accounts? placed/),
    rows: placedRows,
  });
  expect(Number(deferred)).toBe(Number(/([\d,]+) accounts? deferred/.exec(run)?.[1] ?? 0));
  expectOneNumber('pending', {
    run: pending,
    queue: numberIn(queue, /([\d,]+) of [\d,]+ pending/),
  });
});

test('every page gives the same figures of an account and its recommendation', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  const { rows } = await (await page.request.get('/api/queue')).json();
  const row = rows.find((one: { health: number | null; revenue: number | null }) =>
    Boolean(one.health && one.revenue),
  );
  const neediness = row.neediness.toFixed(1);
  const revenue = `$${row.revenue.toLocaleString('en-US')}`;
  const account = await textOf(page, `/accounts/${row.accountId}`);
  expect(account).toMatch(new RegExp(`Neediness\\s+${neediness}\\s+Health\\s+${row.health}\\s`));
  expect(account).toContain(revenue);
  expect(account).toContain(`Recommended: ${row.recommendedCsm}, score ${Math.round(row.score)}`);
  const since = page.locator('header time, #main time').first();
  expect(await since.getAttribute('datetime')).toBe(row.waitingSince);

  const record = await textOf(page, `/recommendations/${row.id}`);
  expect(record).toContain(revenue);
  expect(record).toMatch(new RegExp(`${row.recommendedCsm}[\\s\\S]*${Math.round(row.score)}`));
  expect(record).toMatch(new RegExp(`Neediness\\s+${neediness}`));

  await textOf(page, '/handover?period=7d&zone=UTC');
  const open = page.getByRole('table', { name: 'Accounts that still need a CSM' });
  const listed = open.locator('tbody tr').filter({ hasText: row.accountId });
  await expect(listed).toContainText(`Pending: ${row.recommendedCsm}`);
  expect(await listed.locator('time').first().getAttribute('datetime')).toBe(row.waitingSince);

  const run = await textOf(page, `/runs/${row.runId}`);
  const placed = page.getByRole('table', { name: 'Placed accounts' }).locator('tbody tr');
  await expect(placed.filter({ hasText: row.accountId })).toContainText(revenue);
  expect(run).toContain(row.recommendedCsm);
});
