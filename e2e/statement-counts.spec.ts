import { once } from 'node:events';
import { connect } from 'node:net';
import { coolingAccount, coolingCsm } from './company/data';
import { expect, test } from './fixtures';
import { loggedStatements, recordStatements } from './server/statement-log';
import { QueuePageObject } from './support/queue-page';

const debug = { env: { LOG_LEVEL: 'debug' } };

/** The CSMs as somebody may have redefined them: reading whether one is active never ends. */
const endlessCsms = `CREATE OR REPLACE VIEW DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_CSMS_V AS
SELECT active_csm AS csm_name,
  (SELECT SUM(CAST(a.range AS DOUBLE) * b.range) FROM range(100000000) AS a, range(1000000) AS b)
    >= 0 AS is_active,
  CAST(NULL AS DOUBLE) AS tenure_months, CAST(NULL AS VARCHAR) AS manager_name,
  CAST(NULL AS VARCHAR) AS segment, CAST(NULL AS VARCHAR) AS account_level,
  CAST(NULL AS DOUBLE) AS capacity, CAST(NULL AS TIMESTAMP) AS away_until
FROM DSV_WAREHOUSE.DATA_SCIENCE.resi_corp_active_csms`;

test.beforeEach(({ server }) => server.reset());

test('views of the queue cost two statements once the server knows who asks, and soon one', async ({
  signInAs,
  server,
}) => {
  const { request } = await signInAs('viewer');
  await server.stop();
  await server.start(debug);
  const view = () => recordStatements(server, () => request.get('/queue'));
  expect((await view()).sort()).toEqual([
    'member.by-email',
    'policy.newest',
    'queue.facets',
    'queue.page',
  ]);
  expect(await view()).toEqual(['queue.page']);
});

const figures = [
  ['/workload', ['company.books', 'workload.figures']],
  ['/workload/ledger', ['company.books', 'ledger.figures']],
  ['/acceptance', ['acceptance.figures', 'scope.choices']],
  ['/cooling', ['cooling.history', 'cooling.now']],
  ['/diagnostics', ['company.standing', 'diagnostics.figures']],
  [`/csms/${encodeURIComponent(coolingCsm)}`, ['company.books', 'csms.page']],
  [`/accounts/${coolingAccount}`, ['accounts.history']],
] as const;

test('a page of figures costs at most two statements', async ({ signInAs, server }) => {
  const { request } = await signInAs('viewer');
  for (const [path, names] of figures) {
    await server.stop();
    await server.start(debug);
    // What every page asks for first: who it is, what waits, and by which policy.
    await request.get('/queue');
    const sent = await recordStatements(server, () => request.get(path));
    expect([path, ...sent.sort()]).toEqual([path, ...names]);
  }
});

test('what a page of figures remembers is asked again after a decision, before anybody looks', async ({
  signInAs,
  server,
}) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await server.stop();
  const from = loggedStatements(server).length;
  await server.start(debug);
  const sums = () =>
    loggedStatements(server)
      .slice(from)
      .filter(({ statement }) => statement === 'company.books');
  await desk.page.request.get('/workload');
  await expect.poll(sums).toHaveLength(1);
  await desk.open();
  const account = 'Quince "Q" O’Malley';
  const csm = await desk.select(account);
  await desk.button('Accept').click();
  await desk.expectMessage(`Accepted: ${account} → ${csm}`);
  await expect.poll(sums).toHaveLength(2);
  const sent = await recordStatements(server, () => desk.page.request.get('/workload'));
  // The queue's page reads its next record meanwhile.
  const figures = sent.filter((name) => /^(company|workload)\./.test(name));
  expect(figures).toEqual(['workload.figures']);
});

test('the queue after one’s own decision costs two statements', async ({ signInAs, server }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await server.stop();
  await server.start(debug);
  await desk.open();
  const account = 'Quince "Q" O’Malley';
  const csm = await desk.select(account);
  await desk.page.waitForURL(/row=/);
  const chosen = desk.page.url();
  const sent = await recordStatements(server, async () => {
    await desk.button('Accept').click();
    await desk.expectMessage(`Accepted: ${account} → ${csm}`);
    // The address names the next row once the newer rows are there, lest they be asked for again.
    await desk.page.waitForURL((url) => url.href !== chosen);
  });
  // Who decides is looked up anew; the rows that come with the answer need not ask again.
  const about = sent.filter((name) => /^(queue|policy|member)\./.test(name));
  expect(about.sort()).toEqual(['member.by-email', 'queue.facets', 'queue.page']);
});

test('what a page was reading is cancelled when its reader leaves', async ({
  signInAs,
  server,
}) => {
  const cookies = await (await signInAs('viewer')).context().cookies();
  await server.stop();
  await server.sql(endlessCsms);
  const from = loggedStatements(server).length;
  const printed = server.output.length;
  await server.start(debug);
  const named = (name: string) =>
    loggedStatements(server)
      .slice(from)
      .filter(({ statement }) => statement === name);

  const { hostname, port, host } = new URL(server.url);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const reader = connect(Number(port), hostname);
  reader.write(`GET /queue HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`);
  await once(reader, 'data');
  // The rows are asked for as soon as the policy is known.
  await expect.poll(() => named('policy.newest')).toHaveLength(1);
  reader.destroy();

  await expect.poll(() => named('queue.page')).toHaveLength(1);
  const [{ ok, ms } = { ok: true, ms: 0 }] = named('queue.page');
  expect(ok).toBe(false);
  // It would have been stopped by itself after 30 seconds.
  expect(ms).toBeLessThan(10_000);
  // Nobody is told of a failure of a page that nobody sees.
  expect(server.output.slice(printed)).not.toMatch(/error/i);
});
