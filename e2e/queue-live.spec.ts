import { expect, test } from './fixtures';
import type { AppServer } from './server/server';
import { QueuePageObject } from './support/queue-page';

const account = 'Pebble Works';
const accountId = 'NEED-4';

test.beforeEach(({ server }) => server.reset());

async function recommendationOf(server: AppServer, id: string): Promise<string> {
  const [[row]] = await server.sql(
    `SELECT recommendation_id FROM CSM_ROUTING_RECOMMENDATIONS_CANNE WHERE account_id = '${id}'`,
  );
  return String(row?.recommendation_id);
}

/** Decides as a colleague does from another computer. */
async function decide(
  colleague: QueuePageObject,
  request: Readonly<Record<string, unknown>>,
): Promise<void> {
  const requests = [
    { requestId: crypto.randomUUID(), note: null, dwellMs: null, acknowledged: [], ...request },
  ];
  const response = await colleague.page.request.post('/api/decisions', { data: { requests } });
  expect(await response.text()).toContain('"status":"decided"');
}

const rejection = (recommendationId: string) => ({
  verb: 'reject',
  reason: 'wrong_fit',
  recommendationId,
});

test('a row that someone else decides leaves within two seconds, and the page says who did what', async ({
  signInAs,
  server,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const colleague = new QueuePageObject(await signInAs('admin'));
  await queue.openForKeyboard();
  const first = await queue.details.getByRole('heading', { level: 2 }).textContent();
  expect(first).not.toBe(account);
  await decide(colleague, {
    verb: 'accept',
    recommendationId: await recommendationOf(server, accountId),
  });
  await expect(queue.row(account)).toHaveCount(0, { timeout: 2_000 });
  await expect(queue.othersDecisions).toContainText(`Avery Stone accepted ${account} → `);
  await expect(queue.details.getByRole('heading', { level: 2 })).toHaveText(first ?? '');
});

test('a record that a colleague decides stays, says who decided it, and j goes to the row after it', async ({
  signInAs,
  server,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const colleague = new QueuePageObject(await signInAs('admin'));
  await queue.openForKeyboard();
  await queue.select(account);
  const rows = queue.table.locator('tbody tr');
  const at = await rows.evaluateAll(
    (all, name) => all.findIndex((row) => row.textContent?.includes(name)),
    account,
  );
  const next = (await rows.nth(at + 1).getAttribute('data-row')) ?? '';
  await decide(colleague, rejection(await recommendationOf(server, accountId)));
  await expect(queue.details).toContainText('by Avery Stone');
  await expect(queue.heading(account)).toBeVisible();
  await expect(queue.button('Accept')).toHaveCount(0);
  await queue.page.keyboard.press('j');
  await expect(queue.table.locator('tr[data-active="true"]')).toHaveAttribute('data-row', next);
});

test('rows that arrive and leave above the active row do not move it', async ({
  signInAs,
  server,
}) => {
  const page = await signInAs('manager', { viewport: { width: 1280, height: 420 } });
  const queue = new QueuePageObject(page);
  const colleague = new QueuePageObject(await signInAs('admin'));
  await queue.openForKeyboard();
  const rows = queue.table.locator('tbody tr');
  const top = (await rows.first().getAttribute('data-row')) ?? '';
  await rows.last().click();
  await page.keyboard.press('Escape');
  const active = queue.table.locator('tr[data-active="true"]');
  await active.scrollIntoViewIfNeeded();
  const placeOf = async () => (await active.boundingBox())?.y;
  const before = await placeOf();
  await decide(colleague, rejection(top));
  await expect(queue.table.locator(`tr[data-row="${top}"]`)).toHaveCount(0);
  const [[made]] = await server.sql('SELECT request_id FROM CSM_ROUTING_DECISIONS');
  // The table has become shorter: its last row can only stay where it was if another one arrives.
  await decide(colleague, {
    verb: 'undo',
    recommendationId: top,
    undoes: String(made?.request_id),
  });
  await expect(queue.table.locator(`tr[data-row="${top}"]`)).toHaveCount(1);
  expect(await placeOf()).toBe(before);
});

test('an undo after the other person changed something says what happened, and changes nothing', async ({
  signInAs,
  server,
  guide,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const colleague = new QueuePageObject(await signInAs('admin'));
  await queue.open();
  await queue.select(account);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${account}`);
  const recommendationId = await recommendationOf(server, accountId);
  const [[made]] = await server.sql('SELECT request_id FROM CSM_ROUTING_DECISIONS');
  await decide(colleague, { verb: 'undo', recommendationId, undoes: String(made?.request_id) });
  await decide(colleague, rejection(recommendationId));

  await queue.page.keyboard.press('u');
  await expect(queue.details).toContainText(`Not undone: ${account}`);
  await expect(queue.details).toContainText('can no longer be undone');
  const [decisions] = await guide('SELECT verb FROM CSM_ROUTING_DECISIONS ORDER BY decided_at');
  expect(decisions.map(({ verb }) => verb)).toEqual(['accept', 'undo', 'reject']);
});

test('a record and its row say who else has it open, until they leave', async ({
  signInAs,
  server,
}) => {
  const id = await recommendationOf(server, accountId);
  const queue = new QueuePageObject(await signInAs('manager'));
  const viewer = new QueuePageObject(await signInAs('viewer'));
  await queue.open(`?row=${id}`);
  const ownTab = await queue.page.context().newPage();
  await ownTab.goto(`/queue?row=${id}`);
  await viewer.open(`?row=${id}`);
  const open = queue.details.getByRole('status', { name: 'Also open' });
  await expect(open).toHaveText('Victoria Lane also has this open');
  await expect(queue.row(account)).toContainText('Open: Victoria Lane');
  await expect(viewer.details.getByRole('status', { name: 'Also open' })).toHaveText(
    'Morgan Ellis also has this open',
  );

  const place = await queue.button('Accept').boundingBox();
  await viewer.page.goto('/runs');
  await expect(open).toHaveText('');
  await expect(queue.row(account)).not.toContainText('Open:');
  expect(await queue.button('Accept').boundingBox()).toEqual(place);
});

test('only people who are signed in can say what they have open', async ({ server }) => {
  const response = await fetch(`${server.url}/api/presence`, {
    method: 'POST',
    body: JSON.stringify({ tab: crypto.randomUUID(), recommendationId: '1' }),
  });
  expect(response.status).toBe(401);
});

test('the rows are read again when one changes by itself', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.clock.install();
  const queue = new QueuePageObject(page);
  await queue.openForKeyboard();
  const refetch = page.waitForRequest('**/api/queue');
  await page.clock.fastForward('06:01:00');
  await refetch;
});
