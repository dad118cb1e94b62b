import type { Page } from '@playwright/test';
import { type ClaudeServer, startClaudeServer } from '@/test/claude/server';
import { expect, test } from './fixtures';
import { untilHydrated } from './support/interactions';

let claude: ClaudeServer;
test.beforeAll(async () => {
  claude = await startClaudeServer();
});
test.afterAll(() => claude.close());

let page: Page;
test.beforeEach(async ({ server, signInAs, problems }) => {
  claude.faults.clear();
  await server.reset({ env: claude.environment });
  page = await signInAs('manager');
  // The page stays open while the server is away.
  server.leave = async () => {};
  problems.expect(/Failed to load resource|ERR_/);
});

async function startRun(): Promise<void> {
  await page.goto('/runs');
  const startButton = page.getByRole('button', { name: 'Start run' });
  await untilHydrated(startButton);
  await startButton.click();
}

test('a deploy while the solver works: the open page says that nothing was saved, and the run can be started again', async ({
  server,
  guide,
}) => {
  await server.holdSolver();
  await startRun();
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress.getByRole('listitem').filter({ hasText: 'Solving' })).toHaveAttribute(
    'aria-current',
    'step',
  );
  await server.stop();
  await expect(progress).toContainText('The server is not responding. This page keeps trying');
  await server.start({ env: claude.environment });
  await expect(page.getByText('The run was interrupted')).toBeVisible();
  await expect(
    page.getByText('The program stopped during this run. Nothing was saved. Start it again.'),
  ).toBeVisible();
  const runId = new URL(page.url()).pathname.split('/').at(-1);
  const saved = `SELECT COUNT(*) AS n FROM CSM_ROUTING_RECOMMENDATIONS_CANNE WHERE run_id = '${runId}'`;
  expect(await guide(saved)).toEqual([[{ n: 0 }]]);
  await startRun();
  await expect(page.getByText(/\d+ recommendations added to the queue/)).toBeVisible();
});

test('a deploy during Claude’s review: the open page says that it was stopped, and the rest can be reviewed', async ({
  server,
}) => {
  const held = claude.faults.plan({ do: 'hold' });
  await startRun();
  const review = page.getByRole('region', { name: 'Claude’s review' });
  await held.reached;
  await expect(review.getByText(/^Reviewing 0 of \d+$/)).toBeVisible();
  await server.stop();
  await expect(review).toContainText('The server is not responding. This page keeps trying');
  await server.start({ env: claude.environment });
  await expect(review.getByText('The review was stopped before it finished.')).toBeVisible();
  await expect(page.getByText(/\d+ recommendations added to the queue/)).toBeVisible();
  await review.getByRole('button', { name: 'Review again' }).click();
  await expect(review.getByText(/not reviewed/i)).toHaveCount(0);
  await expect(review.getByText('Estimated cost')).toBeVisible();
});
