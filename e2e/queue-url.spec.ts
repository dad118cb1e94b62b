import { expect, test } from './fixtures';
import { pressSequence } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

// Earlier spec files on the same server may have changed its data.
test.beforeAll(({ server }) => server.reset());

const recommendations = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE';

test('unknown values in the URL are ignored and named', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open('?sort=-password_hash,account&columns=account,secret&flag=haunted');
  const notice = queue.page.getByText('Ignored unknown values in the URL');
  await expect(notice).toContainText('password_hash');
  await expect(notice).toContainText('secret');
  await expect(notice).toContainText('haunted');
  const names = await queue.accountCells.allTextContents();
  expect(names.length).toBeGreaterThan(5);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
});

test('a page past the end shows the last page', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open('?page=999');
  await expect(queue.table.getByRole('row')).not.toHaveCount(0);
  await expect(queue.page.getByText('1–8 of 8')).toBeVisible();
});

test('a search is kept in the URL and works after a reload', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open();
  await queue.page.getByRole('searchbox').fill('🚀');
  await expect(queue.page).toHaveURL(/[?&]q=/);
  await queue.expectCounts('1 of 8 pending');
  await expect(queue.row('Zürich 🚀 Gärten')).toBeVisible();
  await queue.page.reload();
  await queue.expectCounts('1 of 8 pending');
});

test('a search without matches says so and can be cleared', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open(`?q=${encodeURIComponent("'; DROP TABLE x; --")}`);
  await expect(queue.page.getByText('No recommendations match the filters')).toBeVisible();
  await queue.page.getByRole('button', { name: 'Clear all filters' }).click();
  await queue.expectCounts('8 pending');
  await expect(queue.accountCells).toHaveCount(8);
});

test('a column header sorts by the column and updates the URL', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open();
  await queue.table.getByRole('button', { name: /^Account/ }).click();
  await expect(queue.page).toHaveURL(/sort=-?account/);
  const heading = queue.table.getByRole('columnheader', { name: /^Account/ });
  await expect(heading).toHaveAttribute('aria-sort', /ascending|descending/);
});

test('a link to a recommendation opens it, even after it was decided', async ({
  signInAs,
  server,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await queue.select('Larch & Loom');
  await expect(queue.page).toHaveURL(/[?&]row=\d+/);
  const link = new URL(queue.page.url()).search;

  const colleague = new QueuePageObject(await signInAs('viewer'));
  await colleague.open(link);
  await expect(colleague.heading('Larch & Loom')).toBeVisible();
  await queue.button('Accept').click();
  await queue.expectMessage('Accepted: Larch & Loom');
  await colleague.open(link);
  await expect(colleague.heading('Larch & Loom')).toBeVisible();
  await expect(colleague.details).toContainText('by Morgan Ellis');
  await server.reset();
});

test('a link clicked right after selecting a row works, even with a slow server', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  const { page } = queue;
  await page.clock.install();
  await queue.openForKeyboard();
  const accountsRequest = page.waitForRequest('**/accounts/**');
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/accounts/**', async (route) => {
    await released;
    await route.continue();
  });

  await page.clock.pauseAt(Date.now() + 60_000);
  await page.keyboard.press('j');
  await queue.details.getByRole('heading', { level: 2 }).getByRole('link').focus();
  await page.keyboard.press('Enter');
  await accountsRequest;
  await expect(page).toHaveURL(/\/queue\?row=\d+$/);
  await page.clock.runFor(1_000);
  release();
  await page.clock.resume();
  await expect(page).toHaveURL(/\/accounts\//);
});

test('a row chosen right before another page opens stays out of its URL', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  const { page } = queue;
  // Time passes as soon as the URL has changed, before React has run the cleanups of the old page's effects.
  await page.addInitScript(() => {
    const delayed = new Map<number, () => void>();
    const { setTimeout, clearTimeout } = window;
    window.setTimeout = ((run: () => void, ms?: number) => {
      const id = setTimeout(run, ms);
      if (ms === 200) {
        delayed.set(id, run);
        document.documentElement.dataset.urlIsWrittenLater = '';
      }
      return id;
    }) as typeof window.setTimeout;
    window.clearTimeout = (id) => {
      delayed.delete(Number(id));
      clearTimeout(id);
    };
    const pushState = history.pushState.bind(history);
    history.pushState = (...args) => {
      pushState(...args);
      queueMicrotask(() => {
        for (const run of delayed.values()) run();
      });
    };
  });
  await queue.openForKeyboard();
  await page.keyboard.press('j');
  await pressSequence(page, 'g', 'r');
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/\/runs$/);
  await expect(page.locator('html')).toHaveAttribute('data-url-is-written-later');
});

test('a link to a recommendation that does not exist says so', async ({ signInAs, problems }) => {
  problems.expect(/404/);
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open('?row=999999');
  await expect(queue.details).toContainText('This recommendation does not exist.');
});

test('an empty queue says so and links to the runs', async ({ signInAs, guide, server }) => {
  await guide(`UPDATE ${recommendations} SET was_assigned = TRUE,
    actual_assigned_csm = recommended_csm`);
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await expect(queue.page.getByText('The queue is empty')).toBeVisible();
  await queue.page.getByRole('link', { name: 'Start a run' }).click();
  await expect(queue.page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  await server.reset();
});
