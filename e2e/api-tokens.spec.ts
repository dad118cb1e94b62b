import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { postRun, waitForRun } from './server/runs-api';
import { expectAccessibleInAppearances } from './support/accessibility';

test.beforeEach(({ server }) => server.reset());

const row = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Tokens' }).getByRole('row').filter({ hasText: name });

/** Creates a token on the Members page and returns it. */
async function createToken(page: Page, name: string, scopes: readonly string[]): Promise<string> {
  await page.goto('/members');
  await page.getByRole('button', { name: 'Create token' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create API token' });
  await dialog.getByLabel('Name').fill(name);
  for (const scope of scopes) await dialog.getByLabel(scope).check();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const created = page.getByRole('dialog', { name: `Token ${name} is created` });
  const token = await created.getByLabel(`Token ${name}`).inputValue();
  await created.getByRole('button', { name: 'Done' }).click();
  return token;
}

test('an admin creates a token, a script starts a run with it, and it stops working when it is revoked', async ({
  signInAs,
  server,
}) => {
  const page = await signInAs('admin');
  await page.goto('/members');
  await expect(page.getByText('None. Create one for each script')).toBeVisible();
  const token = await createToken(page, 'Nightly run', ['runs:start', 'runs:read']);
  await expect(row(page, 'Nightly run')).toContainText('Active');
  await expect(row(page, 'Nightly run')).toContainText('Never');
  // It is shown once.
  await page.reload();
  expect(await page.content()).not.toContain(token);

  const started = await postRun(server, { mode: 'batch', batchSize: 1 }, { token });
  expect(started.status).toBe(202);
  const { runId } = await started.json();
  expect(await waitForRun(server, runId, token)).toMatchObject({
    status: 'succeeded',
    startedBy: 'token:Nightly run',
    startedByName: 'Nightly run',
  });
  await page.reload();
  await expect(row(page, 'Nightly run')).not.toContainText('Never');

  await page.getByRole('button', { name: 'Revoke token Nightly run' }).click();
  const confirmation = page.getByRole('dialog', { name: 'Revoke token Nightly run?' });
  await confirmation.getByRole('button', { name: 'Revoke token' }).click();
  await expect(row(page, 'Nightly run')).toContainText('Revoked');
  const refused = await postRun(server, { mode: 'batch', batchSize: 1 }, { token });
  expect(refused.status).toBe(401);
  expect((await refused.json()).error.message).toContain('Nightly run was revoked');
  expect(server.output).not.toContain(token);
});

test('the tokens, and the dialogs that create and revoke one, are accessible', async ({
  signInAs,
}) => {
  const page = await signInAs('admin');
  await createToken(page, 'BI', ['exports']);
  await expectAccessibleInAppearances(page);
  await page.getByRole('button', { name: 'Create token' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create API token' });
  await dialog.getByLabel('Name').fill('BI');
  await dialog.getByLabel('exports').check();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await expect(dialog.getByText('A token named BI is in use')).toBeVisible();
  await expectAccessibleInAppearances(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Revoke token BI' }).click();
  await expectAccessibleInAppearances(page);
});
