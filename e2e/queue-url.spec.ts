import { expect, test } from './fixtures';
import { QueuePageObject } from './support/queue-page';

// Whatever file was before on the same server may have left its company changed.
test.beforeAll(({ server }) => server.reset());

const recommendations = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE';

test('what an address asks for that there is not is left out and named', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('viewer'));
  await desk.open('?sort=-password_hash,account&columns=account,secret&flag=haunted');
  const notice = desk.page.getByText('The address asks for something unknown');
  await expect(notice).toContainText('password_hash');
  await expect(notice).toContainText('secret');
  await expect(notice).toContainText('haunted');
  const names = await desk.table.getByRole('row').locator('td:first-child').allTextContents();
  expect(names.length).toBeGreaterThan(5);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
});

test('a page beyond the end shows the last one there is', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('viewer'));
  await desk.open('?page=999');
  await expect(desk.table.getByRole('row')).not.toHaveCount(0);
  await expect(desk.page.getByText('1–8 of 8')).toBeVisible();
});

test('a search is in the address, and what it finds too', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('viewer'));
  await desk.open();
  await desk.page.getByRole('searchbox').fill('🚀');
  await expect(desk.page).toHaveURL(/[?&]q=/);
  await expect(desk.page.getByText('1 of 8 waiting')).toBeVisible();
  await expect(desk.row('Zürich 🚀 Gärten')).toBeVisible();
  await desk.page.reload();
  await expect(desk.page.getByText('1 of 8 waiting')).toBeVisible();
});

test('a search that finds nothing says so and can be cleared', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('viewer'));
  await desk.open(`?q=${encodeURIComponent("'; DROP TABLE x; --")}`);
  await expect(desk.page.getByText('Nothing matches the filters')).toBeVisible();
  await desk.page.getByRole('button', { name: 'Clear all filters' }).click();
  await expect(desk.page.getByText('8 waiting')).toBeVisible();
  await expect(desk.table.getByRole('row').locator('td:first-child')).toHaveCount(8);
});

test('a column’s heading sorts by it and says so in the address', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('viewer'));
  await desk.open();
  await desk.table.getByRole('button', { name: /^Account/ }).click();
  await expect(desk.page).toHaveURL(/sort=-?account/);
  const heading = desk.table.getByRole('columnheader', { name: /^Account/ });
  await expect(heading).toHaveAttribute('aria-sort', /ascending|descending/);
});

test('a link to a record opens it, even once it was decided', async ({ signInAs, server }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  await desk.select('Larch & Loom');
  await expect(desk.page).toHaveURL(/[?&]row=\d+/);
  const link = new URL(desk.page.url()).search;

  const colleague = new QueuePageObject(await signInAs('viewer'));
  await colleague.open(link);
  await expect(colleague.heading('Larch & Loom')).toBeVisible();
  await desk.button('Accept').click();
  await desk.expectMessage('Accepted: Larch & Loom');
  await colleague.open(link);
  await expect(colleague.heading('Larch & Loom')).toBeVisible();
  await expect(colleague.record).toContainText('by Morgan Ellis');
  await server.reset();
});

test('a link followed right after a row was chosen leads there, however slow the server', async ({
  signInAs,
}) => {
  const desk = new QueuePageObject(await signInAs('viewer'));
  const { page } = desk;
  await page.clock.install();
  await desk.openForKeyboard();
  const asked = page.waitForRequest('**/accounts/**');
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/accounts/**', async (route) => {
    await answered;
    await route.continue();
  });

  await page.clock.pauseAt(Date.now() + 60_000);
  await page.keyboard.press('j');
  await desk.record.getByRole('heading', { level: 2 }).getByRole('link').focus();
  await page.keyboard.press('Enter');
  await asked;
  await expect(page).toHaveURL(/\/queue\?row=\d+$/);
  await page.clock.runFor(1_000);
  answer();
  await page.clock.resume();
  await expect(page).toHaveURL(/\/accounts\//);
});

test('a link to a record that never was says so', async ({ signInAs, problems }) => {
  problems.expect(/404/);
  const desk = new QueuePageObject(await signInAs('viewer'));
  await desk.open('?row=999999');
  await expect(desk.record).toContainText('This recommendation does not exist.');
});

test('an empty queue says that all was decided and leads to the runs', async ({
  signInAs,
  guide,
  server,
}) => {
  await guide(`UPDATE ${recommendations} SET was_assigned = TRUE,
    actual_assigned_csm = recommended_csm`);
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  await expect(desk.page.getByText('Nothing is waiting')).toBeVisible();
  await desk.page.getByRole('link', { name: 'Start a run' }).click();
  await expect(desk.page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  await server.reset();
});
