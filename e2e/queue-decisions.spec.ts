import { existsSync } from 'node:fs';
import { accountQueries } from '@/test/support/guide-queries';
import { coolingAccount, coolingCsm } from './company/data';
import { expect, test } from './fixtures';
import { holdRequests } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

const account = { id: 'NEED-2', name: 'Quince "Q" O’Malley' };

test.beforeEach(({ server }) => server.reset());

test('accepting assigns the account to the recommended CSM', async ({ signInAs, guide }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  const csm = await queue.select(account.name);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${account.name} → ${csm}`);
  await expect(queue.row(account.name)).toHaveCount(0);

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

test('overriding assigns the account to another CSM and leaves the recommendation unaccepted', async ({
  signInAs,
  guide,
}) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await queue.select(account.name);
  await queue.button('Override').click();
  await queue.dialog.getByRole('option', { name: /^Dana Weiss/ }).click();
  await queue.dialog.getByLabel('The customer asked for someone else').check();
  await queue.dialog.getByRole('button', { name: 'Override' }).click();
  await queue.expectMessage(`Overridden: ${account.name} → Dana Weiss`);

  const [[recommendation], assignments] = await guide(...accountQueries(account.id));
  expect(recommendation).toMatchObject({
    was_assigned: false,
    actual_assigned_csm: 'Dana Weiss',
  });
  expect(assignments).toEqual([expect.objectContaining({ csm_name: 'Dana Weiss' })]);
});

test('rejecting leaves the account unassigned', async ({ signInAs, guide }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await queue.select(account.name);
  await queue.button('Reject').click();
  await queue.dialog.getByLabel('The account is not ready for a CSM').check();
  await queue.dialog.getByLabel(/^Note/).fill('They move in March. 🚚');
  await queue.dialog.getByRole('button', { name: 'Reject' }).click();
  await queue.expectMessage(`Rejected: ${account.name}`);

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

test('undoing restores both tables', async ({ signInAs, guide }) => {
  const before = await guide(...accountQueries(account.id));
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await queue.select(account.name);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${account.name}`);
  await queue.latestDecision.getByRole('button', { name: /^Undo/ }).click();
  await queue.expectMessage(`Undone: ${account.name}`);
  await expect(queue.row(account.name)).toBeVisible();
  expect(await guide(...accountQueries(account.id))).toEqual(before);
});

test('accepting a flagged row requires confirming the broken rule', async ({ signInAs, guide }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await queue.select('Cooled Storage');
  await queue.button('Accept').click();
  await expect(queue.dialog).toContainText('waits for the cooling period');
  await queue.dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(queue.row('Cooled Storage')).toBeVisible();

  await queue.button('Accept').click();
  await queue.dialog.getByRole('button', { name: 'Accept anyway (1 rule)' }).click();
  await queue.expectMessage(`Accepted: Cooled Storage → ${coolingCsm}`);
  const [[recommendation], , decisions] = await guide(
    ...accountQueries(coolingAccount),
    'SELECT set_aside FROM CSM_ROUTING_DECISIONS',
  );
  expect(recommendation).toMatchObject({ was_assigned: true });
  expect(JSON.stringify(decisions)).toContain('cooling');
});

test('the first of two concurrent decisions wins, and the second person learns who decided', async ({
  signInAs,
  guide,
}) => {
  const first = new QueuePageObject(await signInAs('manager'));
  const second = new QueuePageObject(await signInAs('admin'));
  // The second page does not learn about the first decision by itself.
  await holdRequests(second.page, '**/api/events**');
  await first.open();
  await second.open();
  const csm = await first.select(account.name);
  await second.select(account.name);
  await second.button('Reject').click();
  await first.button('Accept').click();
  await first.expectMessage(`Accepted: ${account.name}`);

  await second.dialog.getByLabel('The CSM is not a good fit for this account').check();
  await second.dialog.getByRole('button', { name: 'Reject' }).click();
  const happened = `Morgan Ellis already accepted this recommendation. The account went to ${csm}. Nothing was changed.`;
  await expect(second.alert).toContainText(`Not rejected: ${account.name}. ${happened}`);
  await second.alert.getByRole('button', { name: 'Show' }).click();
  await expect(second.heading(account.name)).toBeFocused();
  await expect(second.details).toContainText(happened);
  await expect(second.details).toContainText('by Morgan Ellis');
  await second.details.getByRole('button', { name: 'Dismiss' }).click();
  await expect(second.details).not.toContainText(happened);

  const [[recommendation], , [count]] = await guide(
    ...accountQueries(account.id),
    'SELECT COUNT(*) AS decisions FROM CSM_ROUTING_DECISIONS',
  );
  expect(recommendation).toMatchObject({ was_assigned: true, actual_assigned_csm: csm });
  expect(count).toEqual({ decisions: 1 });
});

test('a confirmed decision survives a crash of the server', async ({ signInAs, server }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  const csm = await queue.select(account.name);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${account.name}`);
  await server.kill();
  const [[recommendation], assignments] = await server.sql(...accountQueries(account.id));
  expect(recommendation).toMatchObject({ was_assigned: true, actual_assigned_csm: csm });
  expect(assignments).toEqual([expect.objectContaining({ csm_name: csm })]);
});

test('a stopped server closes its warehouse first', async ({ signInAs, server }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await queue.select(account.name);
  await queue.button('Accept').click();
  await queue.expectMessage(`Accepted: ${account.name}`);
  expect(existsSync(`${server.path}.wal`)).toBe(true);
  await server.stop();
  expect(existsSync(`${server.path}.wal`)).toBe(false);
});

test('a note that is too long is rejected before it is sent', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open();
  await queue.select(account.name);
  await queue.button('Reject').click();
  await queue.dialog.getByLabel('Other (explain in the note)').check();
  await queue.dialog.getByLabel(/^Note/).fill('x'.repeat(10_000));
  await expect(queue.dialog).toContainText('8,000 characters too many');
  await queue.dialog.getByRole('button', { name: 'Reject' }).click();
  await expect(queue.dialog).toContainText('The note is too long.');
  await expect(queue.row(account.name)).toBeVisible();
});

test('a viewer sees the decision buttons but cannot use them', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('viewer'));
  await queue.open();
  await queue.select(account.name);
  for (const name of ['Accept', 'Override', 'Reject'] as const) {
    await expect(queue.button(name)).toHaveAttribute('aria-disabled', 'true');
  }
  await expect(queue.details).toContainText('Only managers can decide');
  await queue.page.keyboard.press('a');
  await expect(queue.page.locator('[data-live-region]')).toContainText('Only managers can decide');
  await expect(queue.row(account.name)).toBeVisible();
});
