import { existsSync } from 'node:fs';
import { accountQueries } from '@/test/support/guide-queries';
import { coolingAccount, coolingCsm } from './company/data';
import { expect, test } from './fixtures';
import { QueuePageObject } from './support/queue-page';

const account = { id: 'NEED-2', name: 'Quince "Q" O’Malley' };

test.beforeEach(({ server }) => server.reset());

test('accepting gives the account to the recommended CSM', async ({ signInAs, guide }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  const csm = await desk.select(account.name);
  await desk.button('Accept').click();
  await desk.expectMessage(`Accepted: ${account.name} → ${csm}`);
  await expect(desk.row(account.name)).toHaveCount(0);

  const [[recommendation], assignments] = await guide(...accountQueries(account.id));
  expect(recommendation).toMatchObject({
    recommended_csm: csm,
    was_assigned: true,
    actual_assigned_csm: csm,
  });
  expect(assignments).toEqual([
    expect.objectContaining({ csm_name: csm, assignment_method: 'batch_optimized' }),
  ]);
});

test('overriding gives it to another CSM and leaves the recommendation unaccepted', async ({
  signInAs,
  guide,
}) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  await desk.select(account.name);
  await desk.button('Override').click();
  await desk.dialog.getByRole('option', { name: /^Dana Weiss/ }).click();
  await desk.dialog.getByLabel('The customer asked for someone else').check();
  await desk.dialog.getByRole('button', { name: 'Override' }).click();
  await desk.expectMessage(`Overridden: ${account.name} → Dana Weiss`);

  const [[recommendation], assignments] = await guide(...accountQueries(account.id));
  expect(recommendation).toMatchObject({
    was_assigned: false,
    actual_assigned_csm: 'Dana Weiss',
  });
  expect(assignments).toEqual([expect.objectContaining({ csm_name: 'Dana Weiss' })]);
});

test('rejecting assigns nobody', async ({ signInAs, guide }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  await desk.select(account.name);
  await desk.button('Reject').click();
  await desk.dialog.getByLabel('The account is not ready for a CSM').check();
  await desk.dialog.getByLabel(/^Note/).fill('They move in March. 🚚');
  await desk.dialog.getByRole('button', { name: 'Reject' }).click();
  await desk.expectMessage(`Rejected: ${account.name}`);

  const [[recommendation], assignments, decisions] = await guide(
    ...accountQueries(account.id),
    `SELECT verb, reason, note, decided_by FROM CSM_ROUTING_DECISIONS`,
  );
  expect(recommendation).toMatchObject({ was_assigned: false, actual_assigned_csm: null });
  expect(assignments).toEqual([]);
  expect(decisions).toEqual([
    {
      verb: 'reject',
      reason: 'not_ready',
      note: 'They move in March. 🚚',
      decided_by: 'manager@demo.example',
    },
  ]);
});

test('undoing leaves both tables as they were', async ({ signInAs, guide }) => {
  const before = await guide(...accountQueries(account.id));
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  await desk.select(account.name);
  await desk.button('Accept').click();
  await desk.expectMessage(`Accepted: ${account.name}`);
  await desk.page.getByRole('button', { name: /^Undo/ }).click();
  await desk.expectMessage(`Undone: ${account.name}`);
  await expect(desk.row(account.name)).toBeVisible();
  expect(await guide(...accountQueries(account.id))).toEqual(before);
});

test('a flagged row is decided only after its rule was named and set aside', async ({
  signInAs,
  guide,
}) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  await desk.select('Cooled Storage');
  await desk.button('Accept').click();
  await expect(desk.dialog).toContainText('waits for the cooling period');
  await desk.dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(desk.row('Cooled Storage')).toBeVisible();

  await desk.button('Accept').click();
  await desk.dialog.getByRole('button', { name: 'Set this rule aside and accept' }).click();
  await desk.expectMessage(`Accepted: Cooled Storage → ${coolingCsm}`);
  const [[recommendation], , decisions] = await guide(
    ...accountQueries(coolingAccount),
    'SELECT set_aside FROM CSM_ROUTING_DECISIONS',
  );
  expect(recommendation).toMatchObject({ was_assigned: true });
  expect(JSON.stringify(decisions)).toContain('cooling');
});

test('of two people who decide one row the first wins, and the other is told who', async ({
  signInAs,
  guide,
}) => {
  const first = new QueuePageObject(await signInAs('manager'));
  const second = new QueuePageObject(await signInAs('admin'));
  await first.open();
  await second.open();
  const csm = await first.select(account.name);
  await second.select(account.name);
  await first.button('Accept').click();
  await first.expectMessage(`Accepted: ${account.name}`);

  await second.button('Reject').click();
  await second.dialog.getByLabel('The CSM is not a good fit for this account').check();
  await second.dialog.getByRole('button', { name: 'Reject' }).click();
  const notice = second.page.getByText(
    `Morgan Ellis already accepted this recommendation. The account went to ${csm}. Nothing was changed.`,
  );
  await expect(notice).toBeVisible();

  const [[recommendation], , [count]] = await guide(
    ...accountQueries(account.id),
    'SELECT COUNT(*) AS decisions FROM CSM_ROUTING_DECISIONS',
  );
  expect(recommendation).toMatchObject({ was_assigned: true, actual_assigned_csm: csm });
  expect(count).toEqual({ decisions: 1 });
});

test('a decision that was confirmed is there after the server is killed', async ({
  signInAs,
  server,
}) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  const csm = await desk.select(account.name);
  await desk.button('Accept').click();
  await desk.expectMessage(`Accepted: ${account.name}`);
  await server.kill();
  const [[recommendation], assignments] = await server.sql(...accountQueries(account.id));
  expect(recommendation).toMatchObject({ was_assigned: true, actual_assigned_csm: csm });
  expect(assignments).toEqual([expect.objectContaining({ csm_name: csm })]);
});

test('a server that is told to end closes its warehouse first', async ({ signInAs, server }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  await desk.select(account.name);
  await desk.button('Accept').click();
  await desk.expectMessage(`Accepted: ${account.name}`);
  expect(existsSync(`${server.path}.wal`)).toBe(true);
  await server.stop();
  expect(existsSync(`${server.path}.wal`)).toBe(false);
});

test('a note that is too long is refused before it is sent', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('manager'));
  await desk.open();
  await desk.select(account.name);
  await desk.button('Reject').click();
  await desk.dialog.getByLabel('Other (explain in the note)').check();
  await desk.dialog.getByLabel(/^Note/).fill('x'.repeat(10_000));
  await expect(desk.dialog).toContainText('8,000 characters too many');
  await desk.dialog.getByRole('button', { name: 'Reject' }).click();
  await expect(desk.dialog).toContainText('The note is too long.');
  await expect(desk.row(account.name)).toBeVisible();
});

test('a viewer sees the decisions and cannot make them', async ({ signInAs }) => {
  const desk = new QueuePageObject(await signInAs('viewer'));
  await desk.open();
  await desk.select(account.name);
  for (const name of ['Accept', 'Override', 'Reject'] as const) {
    await expect(desk.button(name)).toHaveAttribute('aria-disabled', 'true');
  }
  await expect(desk.record).toContainText('decisions are for managers');
  await desk.page.keyboard.press('a');
  await expect(desk.page.locator('[data-live-region]')).toContainText('managers decide');
  await expect(desk.row(account.name)).toBeVisible();
});
