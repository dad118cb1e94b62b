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
  await server.reset();
});

/** Starts the server anew as one with a key. */
async function withKey(server: { stop(): Promise<void>; start(options: object): Promise<void> }) {
  await server.stop();
  await server.start({ env: claude.environment });
}

test('a run is reviewed after its recommendations are in the queue, and its page says how', async ({
  server,
  signInAs,
}) => {
  await withKey(server);
  const page = await signInAs('manager');
  const held = claude.faults.plan({ do: 'hold' });
  await page.goto('/runs');
  await expect(page.getByLabel('Claude reviews the recommendations')).toHaveValue('now');
  await page.getByRole('button', { name: 'Start the run' }).click();
  await expect(page.getByText(/\d+ recommendations went to the queue/)).toBeVisible();

  const review = page.getByRole('region', { name: 'Claude’s review' });
  await expect(review.getByText(/^Reviewing 0 of \d+$/)).toBeVisible();
  await expectAccessible(page);
  held.release();
  await expect(review.getByText('claude-sonnet-5-5')).toBeVisible();
  await expect(review.getByRole('list', { name: 'Verdicts' })).toContainText(/Approve: \d/);
  await expect(review.getByText('Estimated cost')).toBeVisible();
  await expect(review.getByText(/unreviewed/i)).toBeHidden();
  await expectAccessible(page);
});

test('what Claude did not answer is said, and asked again by a click', async ({
  server,
  signInAs,
}) => {
  await withKey(server);
  const page = await signInAs('manager');
  claude.faults.plan({ do: 'refusal' });
  await page.goto('/runs');
  await page.getByRole('button', { name: 'Start the run' }).click();
  const review = page.getByRole('region', { name: 'Claude’s review' });
  await expect(review.getByText('Claude declined to review these.')).toBeVisible();
  await expect(review.getByText(/^\d+ recommendations unreviewed$/)).toBeVisible();
  await expectAccessible(page);
  await review.getByRole('button', { name: 'Review again' }).click();
  await expect(review.getByText('Claude declined to review these.')).toBeHidden();
  await expect(review.getByRole('list', { name: 'Verdicts' })).toContainText(/Approve: \d/);
});

test('a batch is handed in with the run, and picked up by the server that comes next', async ({
  server,
  signInAs,
}) => {
  await withKey(server);
  const page = await signInAs('manager');
  await page.goto('/runs');
  await page.getByLabel('Claude reviews the recommendations').selectOption('As a batch');
  await page.getByRole('button', { name: 'Start the run' }).click();
  const review = page.getByRole('region', { name: 'Claude’s review' });
  await expect(review.getByText(/Waiting for the batch since/)).toBeVisible();
  const address = page.url();

  await claude.batches.end();
  await withKey(server);
  await page.goto(address);
  await expect(async () => {
    await page.reload();
    await expect(review.getByText('Handed in')).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect(review.getByRole('list', { name: 'Verdicts' })).toContainText(/Approve: \d/);
});

test('without a key review is off, and everything else works', async ({ signInAs }) => {
  const page = await signInAs('manager');
  await page.goto('/runs');
  await expect(page.getByRole('button', { name: 'Start the run' })).toBeVisible();
  await expect(page.getByLabel('Claude reviews the recommendations')).toBeHidden();
  await page.getByRole('button', { name: 'Start the run' }).click();
  const review = page.getByRole('region', { name: 'Claude’s review' });
  await expect(review.getByText(/Review is off: ANTHROPIC_API_KEY is not set/)).toBeVisible();
  await expect(review.getByRole('button')).toBeHidden();
});
