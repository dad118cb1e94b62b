import { expect, test } from './fixtures';
import type { AppServer } from './server/server';
import { QueuePageObject } from './support/queue-page';

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_';
const desktop = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };

test.beforeEach(({ server }) => server.reset());

interface StoredExplanation {
  readonly chosen: { readonly cost: number };
  readonly alternatives: readonly {
    readonly csm: string;
    readonly cost: number;
    readonly placedWith: string | null;
  }[];
}

/** The first recommendation with a better alternative, who received another account of the run. */
async function findBetterAlternative(server: AppServer) {
  const [rows] = await server.sql(`SELECT recommendation_id, explanation FROM ${schema}EXPLANATIONS
    ORDER BY recommendation_id`);
  for (const { recommendation_id, explanation } of rows) {
    const { chosen, alternatives } = JSON.parse(String(explanation)) as StoredExplanation;
    const better = alternatives.find(({ cost }) => cost < chosen.cost);
    if (better) return { id: String(recommendation_id), ...better };
  }
  throw new Error('Every recommendation has the best CSM.');
}

for (const viewport of [desktop, phone]) {
  test(`the record starts with the account’s facts, ${viewport.width} px wide`, async ({
    signInAs,
    server,
  }) => {
    const { id } = await findBetterAlternative(server);
    const queue = new QueuePageObject(await signInAs('viewer', { viewport }));
    await queue.page.goto(`/queue?row=${id}`);
    await queue.expectReadyForKeys();
    for (const fact of ['Neediness', 'Health', 'Revenue', 'Waiting since', 'Current CSM:']) {
      const term = queue.details.getByRole('term').filter({ hasText: fact }).first();
      await expect(term).toBeInViewport({ ratio: 1 });
    }
    const health = queue.details.getByRole('definition').filter({ hasText: /red|yellow|green/ });
    await expect(health.getByRole('img', { name: /^Health (red|yellow|green)$/ })).toBeVisible();
  });
}

test('what a decision needs is above the fold at 1440 × 900, also with a review', async ({
  signInAs,
  server,
}) => {
  const { id } = await findBetterAlternative(server);
  const feedback = 'They already own five red accounts. '.repeat(10);
  await server.sql(`INSERT INTO ${schema}REVIEWS
    SELECT 'w-' || recommendation_id, recommendation_id, run_id, account_id, 'c', 'caution', 70,
      '${feedback}', NULL, NULL, NULL, 'claude-sonnet-5-5', 1, FALSE, recommendation_timestamp
    FROM ${schema}RECOMMENDATIONS_CANNE WHERE recommendation_id = ${id}`);
  const queue = new QueuePageObject(await signInAs('manager', { viewport: desktop }));
  await queue.open(`?row=${id}`);
  await expect(queue.details.getByText('Caution')).toBeInViewport({ ratio: 1 });
  await expect(queue.button('Reject')).toBeInViewport({ ratio: 1 });
  const reasons = queue.details.getByRole('region', { name: 'Why this CSM' });
  await expect(reasons.getByText('All factors')).toBeInViewport({ ratio: 1 });
  const books = queue.details.getByRole('region', { name: 'Books before → after' });
  await expect(books.getByRole('rowheader').first()).toBeInViewport({ ratio: 1 });
});

test('the record says which account needed a better CSM more, and links to it', async ({
  signInAs,
  server,
}) => {
  const { id, csm, placedWith } = await findBetterAlternative(server);
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open(`?row=${id}`);
  await queue.expectReadyForKeys();
  const row = queue.details.getByRole('rowgroup').filter({ hasText: csm });
  await expect(row).toContainText(`went to ${placedWith}, where they were needed more`);
  await row.getByRole('link', { name: String(placedWith) }).click();
  await expect(queue.page).toHaveURL(new RegExp(`/accounts/${placedWith}$`));
});

test('the reasons are at most four lines, and "All factors" shows the others', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.openForKeyboard();
  const reasons = queue.details.getByRole('region', { name: 'Why this CSM' });
  const bars = reasons.getByRole('img');
  const shown = await bars.count();
  expect(shown).toBeGreaterThan(0);
  expect(shown).toBeLessThanOrEqual(4);
  await reasons.getByText('All factors').click();
  await expect(bars).toHaveCount(6);
});

test('the score explains itself on focus, and Escape hides the explanation', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.openForKeyboard();
  const score = queue.details.getByRole('button', { name: /^\d+ (excellent|good|fair|poor)$/ });
  await expect(score).toHaveAccessibleDescription(
    /At 100, waiting a day would not yield a better CSM/,
  );
  const tooltip = queue.page.getByRole('tooltip');
  await expect(tooltip).toBeHidden();
  await score.focus();
  await expect(tooltip).toBeVisible();
  await queue.page.keyboard.press('Escape');
  await expect(tooltip).toBeHidden();
  await expect(score).toBeFocused();
});
