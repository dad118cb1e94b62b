import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { runScript } from './server/process';
import {
  allAppearances,
  expectAccessible,
  expectAccessibleInAppearances,
} from './support/accessibility';

test.beforeEach(({ server }) => server.reset());

const table = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_AUDIT';
const rows = (page: Page) =>
  page.getByRole('table', { name: 'Audit trail' }).getByRole('row').filter({ hasText: '@' });

/** Rejects the first recommendation of the queue, and returns its id. */
async function rejectFirst(page: Page): Promise<string> {
  await page.goto('/queue');
  const { rows: queue } = await (await page.request.get('/api/queue')).json();
  const recommendationId: string = queue[0].id;
  const request = { recommendationId, requestId: crypto.randomUUID(), verb: 'reject' };
  const response = await page.request.post('/api/decisions', {
    headers: { origin: new URL(page.url()).origin },
    data: { requests: [{ ...request, reason: 'wrong_fit' }] },
  });
  expect(response.ok()).toBe(true);
  return recommendationId;
}

test('an admin sees who decided what, filters it by URL, and exports all of it', async ({
  signInAs,
}) => {
  const manager = await signInAs('manager');
  const recommendation = await rejectFirst(manager);
  const page = await signInAs('admin');
  await page.goto('/runs');
  await page.getByRole('link', { name: 'Audit' }).click();
  await expect(page).toHaveURL('/audit');
  const newest = rows(page).filter({ hasText: 'Decisions made' }).first();
  await expect(newest).toContainText('manager@demo.example');
  await expect(newest).toContainText('Rejected: account');
  await expectAccessibleInAppearances(page, allAppearances);
  const link = newest.getByRole('link', { name: recommendation });
  await expect(link).toHaveAttribute('href', `/recommendations/${recommendation}`);

  const filters = page.getByRole('form', { name: 'Filters' });
  await filters.getByLabel('What').selectOption('Decisions made');
  await filters.getByLabel('Person').fill('MANAGER@demo');
  await filters.getByLabel('Period').selectOption('Last 7 days');
  await filters.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL('/audit?action=decision.made&person=MANAGER@demo&period=7d');
  await expect(rows(page).filter({ hasNotText: 'Decisions made' })).toHaveCount(0);
  await expect(newest).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export all (CSV)' }).click();
  const csv = await readFile(await (await downloading).path(), 'utf8');
  expect(csv).toContain('Audit trail');
  expect(csv).toContain('What: Decisions made; Person: MANAGER@demo; Period: Last 7 days');
  expect(csv).toMatch(/,Decisions made,\d+,Rejected: account/);

  await filters.getByLabel('About').fill('nothing has this text');
  await filters.getByRole('button', { name: 'Filter' }).click();
  await expect(page.getByText('No entry matches')).toBeVisible();
  await expectAccessible(page, 'no entry matches');
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL('/audit');
  await expect(newest).toBeVisible();
});

test('verifying names the entry that someone edited, in the browser and on the command line', async ({
  signInAs,
  server,
}) => {
  await rejectFirst(await signInAs('manager'));
  const page = await signInAs('admin');
  await page.goto('/audit');
  const verify = page.getByRole('button', { name: 'Verify' });
  await verify.click();
  await expect(page.getByText('Nothing was changed, removed, or inserted.')).toBeVisible();

  const [entries] = await server.sql(`SELECT MAX(entry_number) AS newest FROM ${table}`);
  const newest = Number(entries[0]?.newest);
  await server.sql(`UPDATE ${table} SET actor = 'zoe' WHERE entry_number = ${newest}`);
  await verify.click();
  const alert = page.getByRole('alert').filter({ hasText: 'The audit trail was edited' });
  await expect(alert).toContainText(`Entry ${newest.toLocaleString('en-US')} was changed.`);
  await expectAccessible(page, 'an edited audit trail');

  const verifying = await runScript('cli/audit.ts', ['--verify', '--json'], server.path);
  const { code, stdout, stderr } = verifying;
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  expect(JSON.parse(stdout).problems).toEqual([{ kind: 'changed', from: newest, to: newest }]);
});

test('the audit trail is for admins', async ({ signInAs }) => {
  const page = await signInAs('manager');
  await page.goto('/audit');
  await expect(page.getByText('Only admins can see the audit trail')).toBeVisible();
  await expectAccessible(page, 'only for admins');
  const headers = { origin: new URL(page.url()).origin };
  for (const response of [
    await page.request.get('/api/audit'),
    await page.request.get('/api/exports/audit'),
    await page.request.post('/api/audit/verify', { data: {}, headers }),
  ]) {
    expect(response.status()).toBe(403);
  }
});
