import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { routedCount } from './company/data';
import { expect, test } from './fixtures';
import { allAppearances, expectAccessibleInAppearances } from './support/accessibility';

test.beforeEach(({ server }) => server.reset());

interface QueueRow {
  readonly id: string;
  readonly accountId: string;
  readonly recommendedCsm: string;
}

/** The pending recommendations. */
async function pending(page: Page, query = ''): Promise<readonly QueueRow[]> {
  const response = await page.request.get(`/api/queue?${query}`);
  return (await response.json()).rows;
}

async function decide(page: Page, requests: readonly object[]): Promise<void> {
  const response = await page.request.post('/api/decisions', {
    data: { requests: requests.map((request) => ({ requestId: randomUUID(), ...request })) },
    headers: { origin: new URL(page.url()).origin },
  });
  const { outcomes }: { outcomes: readonly { status: string }[] } = await response.json();
  expect(outcomes.map(({ status }) => status)).toEqual(requests.map(() => 'decided'));
}

/** A CSM who may receive the recommendation's account, other than the recommended one. */
async function otherCsm(page: Page, row: QueueRow | undefined): Promise<string> {
  const response = await page.request.get(`/api/recommendations/${row?.id}/candidates`);
  const candidates: readonly { csm: string; exclusion: unknown }[] = await response.json();
  const other = candidates.find(
    ({ csm, exclusion }) => exclusion === null && csm !== row?.recommendedCsm,
  );
  return other?.csm ?? '';
}

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('the record of an override shows who decided it, why, and what the run saw', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  await page.goto('/queue');
  const [row] = (await pending(page)).filter(({ accountId }) => accountId === 'NEED-1');
  const id = row?.id ?? '';
  const csm = await otherCsm(page, row);
  await decide(page, [
    {
      recommendationId: id,
      verb: 'override',
      csm,
      reason: 'expertise',
      note: 'Speaks Swedish.',
      acknowledged: [],
    },
  ]);
  await page.goto('/accounts/NEED-1');
  await page.getByRole('link', { name: /^Record of the decision on/ }).click();
  await expect(page).toHaveURL(new RegExp(`/recommendations/${id}$`));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Larch & Loom');
  const decision = region(page, 'Decision');
  await expect(decision).toContainText(`Overridden to ${csm} by`);
  await expect(decision).toContainText('Reason: Another CSM is a better fit');
  await expect(decision).toContainText('Speaks Swedish.');
  await expect(region(page, 'Recommendation')).toContainText(row?.recommendedCsm ?? '');
  await expect(region(page, 'Why this CSM')).toBeVisible();
  await expect(region(page, 'Books before → after')).toContainText(row?.recommendedCsm ?? '');
  await expect(region(page, 'Source').getByRole('link', { name: /^Version 1/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open in the queue' })).toHaveCount(0);
  await expectAccessibleInAppearances(page, allAppearances);
});

test('a pending record leads to the queue, and another program’s says that nothing explains it', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/queue');
  const rows = await pending(page);
  const own = rows.find(({ accountId }) => accountId === 'NEED-2')?.id ?? '';
  const foreign = rows.find(({ accountId }) => accountId === 'COOL-1')?.id ?? '';
  await page.goto(`/recommendations/${own}`);
  await page.getByRole('link', { name: 'Open in the queue' }).click();
  await expect(page).toHaveURL(new RegExp(`/queue\\?row=${own}`));
  await page.goto(`/recommendations/${foreign}`);
  await expect(region(page, 'Explanation')).toContainText(
    'No explanation is stored: another program made this recommendation.',
  );
  await expect(region(page, 'Source')).toContainText('Not recorded');
});

test('an impossible or unknown id is not found', async ({ signInAs, problems }) => {
  problems.expect(/404/);
  const page = await signInAs('viewer');
  for (const id of ['999999', 'x']) {
    await page.goto(`/recommendations/${id}`);
    await expect(page.getByText('Recommendation not found')).toBeVisible();
  }
});

test('a run’s page shows the outcome of each recommendation, and leads to the queue only while some are pending', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  await page.goto('/runs');
  await page.getByRole('link', { name: `Batch of ${routedCount}` }).click();
  await expect(page.getByText(`${routedCount} recommendations added to the queue`)).toBeVisible();
  const runUrl = page.url();
  const rows = await pending(page, `run=${new URL(runUrl).pathname.split('/').at(-1)}`);
  const [first, second, ...others] = rows;
  const csm = await otherCsm(page, first);
  await decide(page, [
    {
      recommendationId: first?.id,
      verb: 'override',
      csm,
      reason: 'expertise',
    },
    { recommendationId: second?.id, verb: 'reject', reason: 'wrong_fit' },
  ]);
  await page.reload();
  await expect(
    page.getByText(`${routedCount - 2} of ${routedCount} recommendations still pending`),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go to the queue' })).toBeVisible();
  const outcomes = page.getByRole('list', { name: 'Outcomes' });
  await expect(outcomes).toContainText('Overridden: 1');
  await expect(outcomes).toContainText('Rejected: 1');
  const placed = page.getByRole('table', { name: 'Placed accounts' });
  await expect(placed.getByRole('row').filter({ hasText: `to ${csm}` })).toHaveCount(1);

  await decide(
    page,
    others.map(({ id }) => ({ recommendationId: id, verb: 'reject', reason: 'wrong_fit' })),
  );
  await page.reload();
  await expect(page.getByText(`All ${routedCount} recommendations are decided`)).toBeVisible();
  await expect(
    page
      .getByRole('link', { name: /queue$/i, exact: false })
      .filter({ hasText: /Go to the queue|Show in queue/ }),
  ).toHaveCount(0);
  await expectAccessibleInAppearances(page, allAppearances);
  await placed
    .getByRole('link', { name: /^Record of/ })
    .first()
    .click();
  await expect(region(page, 'Decision')).toBeVisible();
});
