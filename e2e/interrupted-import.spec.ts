import { once } from 'node:events';
import { connect } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { type LogLine, logLines } from './server/log-lines';
import type { AppServer } from './server/server';

// Other tests need the company's own lists.
test.use({ company: 'empty' });

const oldList = 'account_id,revenue,needs_csm\nOld-1,100,yes\nOld-2,200,no\n';
const newList = 'account_id,revenue,needs_csm\nNew-1,300,yes\nNew-2,400,no\nNew-3,500,no\n';

const oldRows = ['Old-1 100', 'Old-2 200'];
const newRows = ['New-1 300', 'New-2 400', 'New-3 500'];

let page: Page;
test.beforeEach(async ({ server, signInAs }) => {
  await server.reset();
  page = await signInAs('admin');
  expect(await send(oldList)).toBe(200);
});

const columns = JSON.stringify({
  account_id: 'account_id',
  revenue: 'revenue',
  needs_csm: 'needs_csm',
});

/** Imports a list and returns the status of the response. */
async function send(list: string): Promise<number> {
  const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) };
  const response = await page.request.post('/api/import', {
    multipart: { kind: 'accounts', columns, file },
  });
  return response.status();
}

/** The stored accounts, and the number of rows of each import that the audit trail has. */
async function stored(server: AppServer) {
  const [accounts, entries] = await server.sql(
    'SELECT account_id, revenue FROM CSM_ROUTING_ACCOUNTS_V ORDER BY account_id',
    "SELECT details FROM CSM_ROUTING_AUDIT WHERE action = 'import.done' ORDER BY entry_number",
  );
  return {
    accounts: accounts.map(({ account_id, revenue }) => `${account_id} ${revenue}`),
    imports: entries.map(({ details }) => JSON.parse(String(details)).accounts.rows),
  };
}

/** Whether the search finds an account that needs a CSM. */
async function found(id: string): Promise<boolean> {
  const response = await page.request.get(`/api/accounts?q=${id}`);
  return JSON.stringify(await response.json()).includes(id);
}

const before = { accounts: oldRows, imports: [2] };
const after = { accounts: newRows, imports: [2, 3] };

async function expectVerifiedAudit(): Promise<void> {
  const response = await page.request.post('/api/audit/verify', { data: {} });
  expect(await response.json()).toMatchObject({ problems: [] });
}

/** Waits for the log's line of an import whose client left, and returns all lines of that request. */
async function linesOfInterrupted(server: AppServer, from: number): Promise<LogLine[]> {
  const find = () =>
    logLines(server, from).find(
      ({ msg, path, aborted }) => msg === 'request' && path === '/api/import' && aborted,
    );
  await expect.poll(find).toMatchObject({ level: 'info', status: 499 });
  // What belongs to it is logged before the next request.
  await page.request.get('/api/health');
  const id = find()?.requestId;
  return logLines(server, from).filter(({ requestId }) => requestId === id);
}

const isProblem = ({ level }: LogLine) => level !== 'debug' && level !== 'info';

test('an upload whose connection breaks halfway changes nothing, and works when it is sent again', async ({
  server,
}) => {
  const from = server.output.length;
  const { hostname, port, host } = new URL(server.url);
  const cookies = await page.context().cookies();
  const boundary = 'a-boundary';
  const part = (name: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = `${part('kind', 'accounts')}${part('columns', columns)}${part('file"; filename="list.csv', newList)}--${boundary}--\r\n`;
  const headers = [
    'POST /api/import HTTP/1.1',
    `Host: ${host}`,
    `Origin: ${server.url}`,
    `Cookie: ${cookies.map(({ name, value }) => `${name}=${value}`).join('; ')}`,
    `Content-Type: multipart/form-data; boundary=${boundary}`,
    `Content-Length: ${body.length}`,
  ];
  // What arrives would be a list of its own.
  const half = body.slice(0, body.indexOf('New-2'));
  const connection = connect(Number(port), hostname);
  await once(connection, 'connect');
  await new Promise((sent) => connection.write(`${headers.join('\r\n')}\r\n\r\n${half}`, sent));
  connection.destroy();

  const lines = await linesOfInterrupted(server, from);
  expect(lines.filter(isProblem)).toEqual([]);
  expect(await stored(server)).toEqual(before);
  expect(await send(newList)).toBe(200);
  expect(await stored(server)).toEqual(after);
  await expectVerifiedAudit();
});

/** Chooses the new list on a page, up to its import. */
async function chooseList(tab: Page): Promise<void> {
  await tab.goto('/import');
  const list = { name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from(newList) };
  await tab.getByLabel('File to import').setInputFiles(list);
  await expect(importButton(tab)).toBeEnabled();
}

const importButton = (tab: Page) => tab.getByRole('button', { name: 'Import 3 accounts' });

test('a tab that is closed while the list is being stored loses nothing: the import is completed', async ({
  server,
  signInAs,
}) => {
  const tab = await signInAs('admin');
  await chooseList(tab);
  const from = server.output.length;
  const held = await server.hold('sources.insert-scores');
  await importButton(tab).click();
  await held.reached;
  await tab.close();
  await linesOfInterrupted(server, from);
  // Nobody sees a part of the new list meanwhile.
  expect(await found('Old-1')).toBe(true);
  expect(await found('New-1')).toBe(false);
  await held.release();

  await expect.poll(() => stored(server)).toEqual(after);
  expect(logLines(server, from).filter(isProblem)).toEqual([]);
  expect(await send(newList)).toBe(200);
  expect(await stored(server)).toEqual({ ...after, imports: [2, 3, 3] });
  await expectVerifiedAudit();
});
