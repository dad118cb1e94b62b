import { type ClaudeServer, startClaudeServer } from '@/test/claude/server';
import { expect, test } from './fixtures';
import { expectAccessible } from './support/accessibility';

let claude: ClaudeServer;
test.beforeAll(async () => {
  claude = await startClaudeServer();
});
test.afterAll(() => claude.close());
test.beforeEach(async ({ server }) => {
  claude.clearRequests();
  claude.faults.clear();
  await server.reset({ env: claude.environment });
});

test('the run page shows the progress and result of the review after a run', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  const held = claude.faults.plan({ do: 'hold' });
  await page.goto('/runs');
  await expect(page.getByLabel('Review by Claude')).toHaveValue('now');
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page.getByText(/\d+ recommendations added to the queue/)).toBeVisible();

  const review = page.getByRole('region', { name: 'Claude’s review' });
  await expect(review.getByText(/^Reviewing 0 of \d+$/)).toBeVisible();
  await expectAccessible(page);
  held.release();
  await expect(review.getByText('claude-sonnet-5-5')).toBeVisible();
  await expect(review.getByRole('list', { name: 'Verdicts' })).toContainText(/Approve: \d/);
  await expect(review.getByText('Estimated cost')).toBeVisible();
  await expect(review.getByText(/not reviewed/i)).toBeHidden();
  await expectAccessible(page);
});

test('the run page says why recommendations were not reviewed and can start another review', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  claude.faults.plan({ do: 'refusal' });
  await page.goto('/runs');
  await page.getByRole('button', { name: 'Start run' }).click();
  const review = page.getByRole('region', { name: 'Claude’s review' });
  await expect(review.getByText('Claude declined to review these.')).toBeVisible();
  await expect(review.getByText('1 recommendation not reviewed')).toBeVisible();
  await expectAccessible(page);
  await review.getByRole('button', { name: 'Review again' }).click();
  await expect(review.getByText('Claude declined to review these.')).toBeHidden();
  await expect(review.getByRole('list', { name: 'Verdicts' })).toContainText(/Approve: \d/);
});

test('a review batch submitted by one server is collected by the next', async ({
  server,
  signInAs,
}) => {
  const page = await signInAs('manager');
  await page.goto('/runs');
  await page.getByLabel('Review by Claude').selectOption('As a batch');
  await page.getByRole('button', { name: 'Start run' }).click();
  const review = page.getByRole('region', { name: 'Claude’s review' });
  await expect(review.getByText(/Submitted as a batch/)).toBeVisible();
  const address = page.url();

  await claude.batches.end();
  await server.restart({ env: claude.environment });
  await page.goto(address);
  await expect(async () => {
    await page.reload();
    await expect(review.getByText('Submitted')).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expect(review.getByRole('list', { name: 'Verdicts' })).toContainText(/Approve: \d/);
});

test('without an API key, runs work and the page says that reviews are off', async ({
  signInAs,
  server,
}) => {
  await server.reset();
  const page = await signInAs('manager');
  await page.goto('/runs');
  await expect(page.getByRole('button', { name: 'Start run' })).toBeVisible();
  await expect(page.getByLabel('Review by Claude')).toBeHidden();
  await page.getByRole('button', { name: 'Start run' }).click();
  const review = page.getByRole('region', { name: 'Claude’s review' });
  await expect(review.getByText(/Review is off: ANTHROPIC_API_KEY is not set/)).toBeVisible();
  await expect(review.getByRole('button')).toBeHidden();
});
