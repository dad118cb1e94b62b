import { once } from 'node:events';
import { connect } from 'node:net';
import type { Page } from '@playwright/test';
import { accountsNeedingCsm } from './company/data';
import { expect, test } from './fixtures';
import { type LogLine, logLines } from './server/log-lines';
import { waitForRun } from './server/runs-api';
import type { AppServer } from './server/server';
import { growth, parseMetrics, type Series } from './support/prometheus';
import { QueuePageObject } from './support/queue-page';

const token = 'the-metrics-token-of-the-browser-tests';

test.beforeEach(({ server }) => server.reset({ env: { METRICS_TOKEN: token } }));
test.afterAll(({ server }) => server.reset());

const [account] = accountsNeedingCsm;
/** An id that the server made. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** An id that the browser made. */
const browserId = /^\d+(-\d+){3}$/;

async function scrape(server: AppServer): Promise<Series> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${server.url}/api/metrics`, { headers });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return parseMetrics(await response.text());
}

/** Waits for the line that the log has of a request after its end. */
async function accessLine(server: AppServer, requestId: string): Promise<LogLine> {
  const find = () =>
    logLines(server).find((line) => line.msg === 'request' && line.requestId === requestId);
  await expect.poll(find).toBeDefined();
  return find() as LogLine;
}

/** Sends a request whose client leaves before its response has ended. */
async function leaveEarly(server: AppServer, page: Page, path: string, requestId: string) {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const { hostname, port, host } = new URL(server.url);
  const reader = connect(Number(port), hostname);
  reader.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nX-Request-Id: ${requestId}\r\n\r\n`,
  );
  await once(reader, 'data');
  reader.destroy();
}

test('metrics need their token, which nothing else opens', async ({ server, signInAs }) => {
  const page = await signInAs('admin');
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: token }]) {
    const response = await page.request.get('/api/metrics', { headers });
    expect(response.status()).toBe(401);
    expect(await response.text()).not.toContain('csm_routing');
  }
  // It opens nothing else either.
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${server.url}/api/runs`, { headers })).status).toBe(401);
});

test('metrics count exactly what people and scripts did', async ({
  server,
  signInAs,
  problems,
}) => {
  problems.expect(/404|401/);
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  await queue.openForKeyboard();
  await page.waitForLoadState('networkidle');
  await expect.poll(() => server.streams()).toBe(1);
  const before = await scrape(server);
  expect(before.get('csm_routing_event_streams')).toBe(1);

  const csm = await queue.select(account.name);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${account.name} → ${csm}`);
  const recommendation = { recommendationId: '999', requestId: crypto.randomUUID() };
  const requests = [{ verb: 'accept', ...recommendation, acknowledged: [], dwellMs: null }];
  await page.request.post('/api/decisions', { data: { requests } });
  await page.request.get('/api/nothing-here');
  await page.request.get('/api/runs', { headers: { authorization: 'Bearer csmr_wrong' } });
  const run = { mode: 'batch', batchSize: 1, dryRun: true };
  const { runId } = await (await page.request.post('/api/runs', { data: run })).json();
  await waitForRun(server, runId);
  await leaveEarly(server, page, '/api/events', 'a-client-that-leaves');
  await accessLine(server, 'a-client-that-leaves');

  const after = await scrape(server);
  // An alert would miss the first failure of a series that begins with it.
  const noFailure = 'csm_routing_runs_total{mode="single",dry_run="false",status="failed"}';
  expect(before.get(noFailure)).toBe(0);
  const grown = growth(before, after);
  const grownBy = (key: string) => (after.get(key) ?? 0) - (before.get(key) ?? 0);
  expect(grown).toMatchObject({
    'csm_routing_decisions_total{verb="accept",outcome="decided"}': 1,
    'csm_routing_decisions_total{verb="accept",outcome="refused"}': 1,
    'csm_routing_outbox_refusals_total{code="not_found"}': 1,
    'csm_routing_runs_total{mode="batch",dry_run="true",status="succeeded"}': 1,
    'csm_routing_http_requests_total{method="POST",route="/api/decisions",status="2xx"}': 2,
    'csm_routing_http_requests_total{method="POST",route="/api/runs",status="2xx"}': 1,
    'csm_routing_http_requests_total{method="GET",route="/api/runs",status="4xx"}': 1,
    'csm_routing_http_requests_total{method="GET",route="/api/events",status="2xx"}': 1,
    'csm_routing_http_requests_total{method="GET",route="other",status="4xx"}': 1,
  });
  expect(Object.keys(grown).join()).not.toMatch(/failures|nothing-here|NEED/);
  const statement = 'csm_routing_statement_duration_seconds_count{statement="decisions.insert"';
  expect(grownBy(`${statement},kind="statement"}`)).toBe(1);
  expect(grownBy('csm_routing_queue_pending')).toBe(-1);
  expect(after.get('csm_routing_queue_oldest_age_seconds')).toBeGreaterThan(24 * 3_600);
  expect(after.get('csm_routing_read_model_age_seconds')).toBe(0);
  expect(grownBy('csm_routing_run_duration_seconds_count{mode="batch",dry_run="true"}')).toBe(1);
  const loads = 'csm_routing_read_model_load_duration_seconds_count{result="ok"}';
  expect(after.get(loads)).toBeGreaterThan(0);
  expect(grownBy(loads)).toBe(0);
  expect(after.get('process_resident_memory_bytes')).toBeGreaterThan(1e7);
});

test('a request has one id in the browser, the response, and each of its log lines', async ({
  server,
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  const { page } = queue;
  const opened = await page.goto('/queue');
  const pageId = (await opened?.allHeaders())?.['x-request-id'] ?? '';
  expect(pageId).toMatch(uuid);
  expect(await accessLine(server, pageId)).toMatchObject({
    level: 'info',
    method: 'GET',
    path: '/queue',
    route: '/queue',
    status: expect.any(Number),
    ms: expect.any(Number),
  });

  await queue.expectReadyForKeys();
  await queue.select(account.name);
  const decided = page.waitForResponse('**/api/decisions');
  await queue.button('Accept').click();
  const response = await decided;
  const id = (await response.request().allHeaders())['x-request-id'] ?? '';
  expect(id).toMatch(browserId);
  expect((await response.allHeaders())['x-request-id']).toBe(id);
  expect(await accessLine(server, id)).toMatchObject({ route: '/api/decisions', status: 200 });
  const statements = logLines(server).filter((line) => line.requestId === id && line.statement);
  expect(statements.map(({ statement }) => statement)).toContain('decisions.insert');

  await page.goto('/runs');
  const posted = page.waitForRequest((request) => 'next-action' in request.headers());
  await page.getByRole('button', { name: 'Start run' }).click();
  const action = await posted;
  const actionId = (await action.allHeaders())['x-request-id'] ?? '';
  expect(actionId).toMatch(browserId);
  await expect(page.getByText('recommendations added to the queue')).toBeVisible();
  // A run goes on after its request.
  const ofRun = () =>
    logLines(server).flatMap(({ requestId, statement }) =>
      requestId === actionId && statement ? [statement] : [],
    );
  await expect.poll(ofRun).toContain('runs.finish');
});

test('an id is accepted only if it is well formed', async ({ server, request }) => {
  for (const [sent, isKept] of [
    ['0123456789abcdef', true],
    ['short', false],
    ['x'.repeat(65), false],
    ['{"level":"fatal"}', false],
  ] as const) {
    const response = await request.get('/api/health', { headers: { 'x-request-id': sent } });
    const id = response.headers()['x-request-id'] ?? '';
    if (isKept) expect(id).toBe(sent);
    else expect(id).toMatch(uuid);
    expect(await accessLine(server, id)).toMatchObject({ level: 'debug', path: '/api/health' });
  }
});

test('an unexpected error shows the id by which its log lines are found', async ({
  server,
  signInAs,
  problems,
}) => {
  problems.expect(/500|React error #441/);
  const page = await signInAs('manager');
  // A request that the warehouse cannot answer for a reason that the program does not know.
  await server.fail('accounts.search');
  const response = await page.request.get('/api/accounts?q=Larch');
  expect(response.status()).toBe(500);
  const { error } = await response.json();
  const id = response.headers()['x-request-id'] ?? '';
  expect(error.message).toMatch(new RegExp(`Error ID: ${id}$`));
  expect(await accessLine(server, id)).toMatchObject({ level: 'warn', status: 500 });
  const lines = logLines(server).filter((line) => line.requestId === id);
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 'error', name: 'accounts.search' }),
  );

  // Next.js names the error of a page, and passes nothing else of it to the browser.
  await server.fail('runs.page');
  const from = server.output.length;
  await page.goto('/runs');
  const shown = await page.getByText(/^Error ID: /).textContent();
  const digest = shown?.split(': ')[1];
  const ofPage = () => logLines(server, from).find(({ msg }) => msg === 'request failed');
  await expect.poll(ofPage).toMatchObject({
    requestId: expect.any(String),
    route: '/runs',
    err: { digest, message: 'Broken by the test' },
  });
});

test('everything that the server prints is one JSON object per line', async ({
  server,
  signInAs,
}) => {
  const from = server.output.length;
  await server.restart({ env: { METRICS_TOKEN: token } });
  const page = await signInAs('manager');
  await page.goto('/queue');
  await page.goto('/csms/Kim%20Lee?period=30d&zone=UTC');
  await leaveEarly(server, page, '/workload?period=30d&zone=UTC', 'leaves-the-workload');
  await accessLine(server, 'leaves-the-workload');
  await server.print();
  await server.stop();
  await server.start({ env: { METRICS_TOKEN: token } });

  const lines = logLines(server, from);
  const named = (msg: string) => lines.find((line) => line.msg === msg);
  expect(lines.filter(({ msg }) => msg.startsWith('Ready in'))).toHaveLength(2);
  expect(named('to the console')).toMatchObject({ level: 'error', err: { message: 'thrown' } });
  expect(named('to standard output')).toMatchObject({ level: 'info' });
  expect(named('a warning')).toMatchObject({ level: 'warn' });
  expect(named('two\nlines')).toMatchObject({ level: 'info' });
  // A person's name is in no path.
  expect(lines.map(({ path }) => String(path)).join()).not.toContain('Kim');
});
