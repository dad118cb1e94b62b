import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { coolingAccount, coolingCsm } from './company/data';
import { expect, test } from './fixtures';
import { loggedStatements, recordStatements } from './server/statement-log';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server }) => server.reset());

test('the queue loads open work once, and then takes one statement for the first record', async ({
  signInAs,
  server,
}) => {
  const page = await signInAs('viewer');
  const { request } = page;
  // The page reads records by itself.
  await page.goto('about:blank');
  await server.clearCaches();
  const view = () => recordStatements(server, () => request.get('/queue'));
  expect((await view()).sort()).toEqual([
    'contract.other-sources',
    // Without the policy, which was read when the warehouse was opened.
    'preferences.of-person',
    'queue-views.list',
    'read-model.company',
    'read-model.open-work',
    'read-model.receipts',
    'recommendations.records',
    'session.with-member',
  ]);
  expect(await view()).toEqual(['recommendations.records']);
});

const figures = [
  ['/workload', ['company.books', 'workload.figures']],
  ['/workload/ledger', ['ledger.figures']],
  ['/acceptance', ['acceptance.figures']],
  ['/cooling', ['cooling.history', 'cooling.receipts']],
  ['/handover', ['handover.events', 'handover.figures', 'handover.open']],
  [
    '/diagnostics',
    ['company.needing', 'diagnostics.failures', 'diagnostics.figures', 'diagnostics.low-scores'],
  ],
  ['/csms', ['csms.edits']],
  [`/csms/${encodeURIComponent(coolingCsm)}`, ['csms.page', 'csms.receipt-count']],
  [`/accounts/${coolingAccount}`, ['accounts.history']],
] as const;

test('an analytics page takes at most four statements', async ({ signInAs, server }) => {
  const { request } = await signInAs('viewer');
  for (const [path, names] of figures) {
    await server.clearCaches();
    // Read what every page needs first: the member, the pending count, and the policy.
    await request.get('/queue');
    const sent = await recordStatements(server, () => request.get(path));
    expect([path, ...sent.sort()]).toEqual([path, ...names]);
  }
});

test('a recommendation’s page takes one statement while it is pending, and then three', async ({
  signInAs,
  server,
}) => {
  const page = await signInAs('manager');
  await page.goto('/queue');
  const [row] = (await (await page.request.get('/api/queue')).json()).rows;
  await page.goto('about:blank');
  const view = async () =>
    (await recordStatements(server, () => page.request.get(`/recommendations/${row.id}`))).sort();
  expect(await view()).toEqual(['recommendations.records']);
  const requests = [
    {
      recommendationId: row.id,
      requestId: randomUUID(),
      verb: 'reject',
      reason: 'wrong_fit',
    },
  ];
  const headers = { origin: server.url };
  const decided = await page.request.post('/api/decisions', { data: { requests }, headers });
  expect(decided.ok()).toBe(true);
  expect(await view()).toEqual([
    'accounts.by-id',
    'recommendations.by-id',
    'recommendations.records',
  ]);
});

test('the page after a decision takes no statements of its own', async ({ signInAs, server }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await server.clearCaches();
  await queue.openForKeyboard();
  const account = 'Quince "Q" O’Malley';
  const csm = await queue.select(account);
  const rendered: string[] = [];
  queue.page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/queue') rendered.push(request.url());
  });
  const sent = await recordStatements(server, async () => {
    const refreshed = queue.page.waitForResponse(/\/api\/queue$/);
    await queue.button('Accept').click();
    await queue.expectMessage(`Accepted: ${account} → ${csm}`);
    await refreshed;
  });
  // The decision itself, the record of the next recommendation, and at times that the person is active.
  // The rows come from memory.
  const others = sent.filter(
    (name) => !/^(recommendations\.|decisions\.|assignments\.|audit\.|session\.touch)/.test(name),
  );
  expect(others).toEqual([]);
  expect(rendered).toEqual([]);
});

test('a page’s statements are canceled when its reader leaves', async ({ signInAs, server }) => {
  const cookies = await (await signInAs('viewer')).context().cookies();
  await server.clearCaches();
  await server.slowDown('workload.figures');
  const from = loggedStatements(server).length;
  const printed = server.output.length;
  const named = (name: string) =>
    loggedStatements(server)
      .slice(from)
      .filter(({ statement }) => statement === name);

  const { hostname, port, host } = new URL(server.url);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const reader = connect(Number(port), hostname);
  reader.write(
    `GET /workload?period=30d&zone=UTC HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`,
  );
  await once(reader, 'data');
  // The page reads its figures as soon as it knows how names are spelled.
  for (const facts of ['open-work', 'company', 'receipts']) {
    await expect.poll(() => named(`read-model.${facts}`)).not.toHaveLength(0);
  }
  reader.destroy();

  await expect.poll(() => named('workload.figures')).toHaveLength(1);
  const [{ ok, ms } = { ok: true, ms: 0 }] = named('workload.figures');
  expect(ok).toBe(false);
  // Without the cancellation, it would time out after 30 seconds.
  expect(ms).toBeLessThan(10_000);
  // The failure of an abandoned page is not logged as an error.
  expect(server.output.slice(printed)).not.toMatch(/error/i);
});
