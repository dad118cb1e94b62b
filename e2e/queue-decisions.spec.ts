import { existsSync } from 'node:fs';
import { coolingAccount, coolingCsm } from './company/cast';
import { outcomeQueries } from './desk/outcome';
import { QueueDesk } from './desk/queue-desk';
import { expect, test } from './fixtures';

const account = { id: 'NEED-2', name: 'Quince "Q" O’Malley' };

test.beforeEach(({ server }) => server.reset());

test('accepting gives the account to the recommended CSM', async ({ signInAs, guide }) => {
  const desk = new QueueDesk(await signInAs('manager'));
  await desk.open();
  const csm = await desk.choose(account.name);
  await desk.button('Accept').click();
  await desk.said(`Accepted: ${account.name} → ${csm}`);
  await expect(desk.row(account.name)).toHaveCount(0);

  const [[recommendation], assignments] = await guide(...outcomeQueries(account.id));
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
  const desk = new QueueDesk(await signInAs('manager'));
  await desk.open();
  await desk.choose(account.name);
  await desk.button('Override').click();
  await desk.dialog.getByRole('option', { name: /^Dana Weiss/ }).click();
  await desk.dialog.getByLabel('The customer asked for somebody').check();
  await desk.dialog.getByRole('button', { name: 'Override' }).click();
  await desk.said(`Overridden: ${account.name} → Dana Weiss`);

  const [[recommendation], assignments] = await guide(...outcomeQueries(account.id));
  expect(recommendation).toMatchObject({
    was_assigned: false,
    actual_assigned_csm: 'Dana Weiss',
  });
  expect(assignments).toEqual([expect.objectContaining({ csm_name: 'Dana Weiss' })]);
});

test('rejecting assigns nobody', async ({ signInAs, guide }) => {
  const desk = new QueueDesk(await signInAs('manager'));
  await desk.open();
  await desk.choose(account.name);
  await desk.button('Reject').click();
  await desk.dialog.getByLabel('The account is not ready for a CSM').check();
  await desk.dialog.getByLabel(/^Note/).fill('They move in March. 🚚');
  await desk.dialog.getByRole('button', { name: 'Reject' }).click();
  await desk.said(`Rejected: ${account.name}`);

  const [[recommendation], assignments, decisions] = await guide(
    ...outcomeQueries(account.id),
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
  const before = await guide(...outcomeQueries(account.id));
  const desk = new QueueDesk(await signInAs('manager'));
  await desk.open();
  await desk.choose(account.name);
  await desk.button('Accept').click();
  await desk.said(`Accepted: ${account.name}`);
  await desk.page.getByRole('button', { name: /^Undo/ }).click();
  await desk.said(`Undone: ${account.name}`);
  await expect(desk.row(account.name)).toBeVisible();
  expect(await guide(...outcomeQueries(account.id))).toEqual(before);
});

test('a flagged row is decided only after its rule was named and set aside', async ({
  signInAs,
  guide,
}) => {
  const desk = new QueueDesk(await signInAs('manager'));
  await desk.open();
  await desk.choose('Cooled Storage');
  await desk.button('Accept').click();
  await expect(desk.dialog).toContainText('waits for the cooling period');
  await desk.dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(desk.row('Cooled Storage')).toBeVisible();

  await desk.button('Accept').click();
  await desk.dialog.getByRole('button', { name: 'Set this rule aside and accept' }).click();
  await desk.said(`Accepted: Cooled Storage → ${coolingCsm}`);
  const [[recommendation], , decisions] = await guide(
    ...outcomeQueries(coolingAccount),
    'SELECT set_aside FROM CSM_ROUTING_DECISIONS',
  );
  expect(recommendation).toMatchObject({ was_assigned: true });
  expect(JSON.stringify(decisions)).toContain('cooling');
});

test('of two people who decide one row the first wins, and the other is told who', async ({
  signInAs,
  guide,
}) => {
  const first = new QueueDesk(await signInAs('manager'));
  const second = new QueueDesk(await signInAs('admin'));
  await first.open();
  await second.open();
  const csm = await first.choose(account.name);
  await second.choose(account.name);
  await first.button('Accept').click();
  await first.said(`Accepted: ${account.name}`);

  await second.button('Reject').click();
  await second.dialog.getByLabel('The CSM does not fit this account').check();
  await second.dialog.getByRole('button', { name: 'Reject' }).click();
  const notice = second.page.getByText(
    `Morgan Ellis already accepted it; the account went to ${csm}. Nothing was changed.`,
  );
  await expect(notice).toBeVisible();

  const [[recommendation], , [count]] = await guide(
    ...outcomeQueries(account.id),
    'SELECT COUNT(*) AS decisions FROM CSM_ROUTING_DECISIONS',
  );
  expect(recommendation).toMatchObject({ was_assigned: true, actual_assigned_csm: csm });
  expect(count).toEqual({ decisions: 1 });
});

test('a decision that was confirmed is there after the server is killed', async ({
  signInAs,
  server,
}) => {
  const desk = new QueueDesk(await signInAs('manager'));
  await desk.open();
  const csm = await desk.choose(account.name);
  await desk.button('Accept').click();
  await desk.said(`Accepted: ${account.name}`);
  await server.kill();
  const [[recommendation], assignments] = await server.sql(...outcomeQueries(account.id));
  expect(recommendation).toMatchObject({ was_assigned: true, actual_assigned_csm: csm });
  expect(assignments).toEqual([expect.objectContaining({ csm_name: csm })]);
});

test('a server that is told to end closes its warehouse first', async ({ signInAs, server }) => {
  const desk = new QueueDesk(await signInAs('manager'));
  await desk.open();
  await desk.choose(account.name);
  await desk.button('Accept').click();
  await desk.said(`Accepted: ${account.name}`);
  expect(existsSync(`${server.path}.wal`)).toBe(true);
  await server.stop();
  expect(existsSync(`${server.path}.wal`)).toBe(false);
});

test('a note that is too long is refused before it is sent', async ({ signInAs }) => {
  const desk = new QueueDesk(await signInAs('manager'));
  await desk.open();
  await desk.choose(account.name);
  await desk.button('Reject').click();
  await desk.dialog.getByLabel('Another reason, in the note').check();
  await desk.dialog.getByLabel(/^Note/).fill('x'.repeat(10_000));
  await expect(desk.dialog).toContainText('8,000 characters too many');
  await desk.dialog.getByRole('button', { name: 'Reject' }).click();
  await expect(desk.dialog).toContainText('The note is too long.');
  await expect(desk.row(account.name)).toBeVisible();
});

test('a viewer sees the decisions and cannot make them', async ({ signInAs }) => {
  const desk = new QueueDesk(await signInAs('viewer'));
  await desk.open();
  await desk.choose(account.name);
  for (const name of ['Accept', 'Override', 'Reject'] as const) {
    await expect(desk.button(name)).toHaveAttribute('aria-disabled', 'true');
  }
  await expect(desk.record).toContainText('decisions are for managers');
  await desk.page.keyboard.press('a');
  await expect(desk.page.locator('[data-live-region]')).toContainText('managers decide');
  await expect(desk.row(account.name)).toBeVisible();
});
