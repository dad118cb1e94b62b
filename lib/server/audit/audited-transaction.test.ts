import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { verifyAudit } from '@/lib/audit/verify-audit';
import {
  type AuditHead,
  auditEntriesFrom,
  auditText,
  FIRST_AUDIT_HASH,
  readAuditHead,
} from '@/lib/warehouse/sql/audit';
import { insertNote } from '@/lib/warehouse/sql/notes';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { recordStatements } from '@/test/support/statement-spy';
import { auditedTransaction, recordAudit } from './audited-transaction';

const context = seededTestContext();

const entries = () => context.warehouse.read(auditEntriesFrom(1, 1_000));
const notes = () =>
  context.queryRows('SELECT note FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_NOTES');
const noteOf = (note: string) =>
  insertNote({
    id: note,
    accountId: 'A1',
    recommendationId: null,
    note,
    by: context.ctx.person,
    at: context.now(),
  });

let before: number;
beforeEach(async () => {
  before = (await entries()).length;
});

it('saves a change together with who did what, when, and to what', async () => {
  await auditedTransaction(context.ctx, 'test.note', async (session, record) => {
    await session.write(noteOf('kept'));
    record({ action: 'token.created', subject: 'T-1', details: { name: "O'Brien 🐎" } });
    record({ action: 'token.revoked', subject: 'T-1' });
  });
  const [first, second] = (await entries()).slice(before);
  expect(first).toMatchObject({
    actor: 'mia.manager@example.com',
    actor_name: 'Mia Manager',
    action: 'token.created',
    happened_at: context.now(),
    subject: 'T-1',
    details: '{"name":"O\'Brien 🐎"}',
  });
  expect(second).toMatchObject({ action: 'token.revoked', details: '{}' });
});

it('records nothing for a change that fails, and changes nothing for one that is not recorded', async () => {
  const failed = auditedTransaction(context.ctx, 'test.note', async (session, record) => {
    await session.write(noteOf('lost'));
    record({ action: 'token.created' });
    throw new Error('fails');
  });
  await expect(failed).rejects.toThrow('fails');
  expect(await entries()).toHaveLength(before);
  expect(await notes()).not.toContainEqual({ note: 'lost' });
});

it('chains each entry to the one before by SHA-256, and the head to the last', async () => {
  // Concurrent transactions, each of which must see the head of the one before.
  await Promise.all(
    ['a', 'b', 'c', 'd'].map((subject) =>
      recordAudit(context.as(subject, 'admin'), { action: 'sign-in', subject }),
    ),
  );
  let hash = FIRST_AUDIT_HASH;
  const all = await entries();
  for (const [index, row] of all.entries()) {
    const { happened_at: at, actor, actor_name: actorName, action, subject, details } = row;
    const text = auditText({ at, actor, actorName, action, subject, details });
    expect(row).toMatchObject({ entry_number: index + 1, previous_hash: hash });
    hash = createHash('sha256')
      .update(`${hash} ${index + 1} ${text}`)
      .digest('hex');
    expect(row.entry_hash).toBe(hash);
  }
  expect(all).toHaveLength(before + 4);
  expect(await context.warehouse.read(readAuditHead())).toEqual([
    { entry_number: before + 4, entry_hash: hash },
  ]);
});

it('appends several entries after the head that the transaction read, and after the right one if it was another', async () => {
  const append = (subject: string, head: AuditHead | undefined) =>
    recordStatements(context.ctx, (ctx) =>
      auditedTransaction(ctx, 'test.several', async (_session, record, expectHead) => {
        expectHead(head);
        record({ action: 'token.created', subject });
        record({ action: 'token.revoked', subject });
      }),
    );
  const [head] = await context.warehouse.read(readAuditHead());
  const appended = ['audit.set-head', 'audit.append-several', 'COMMIT'];
  expect(await append('known', head)).toEqual(appended);
  // Meanwhile, the head has moved.
  const locked = ['audit.set-head', 'audit.lock-head', 'audit.head', ...appended];
  expect(await append('moved', head)).toEqual(locked);
  expect(await append('unknown', undefined)).toEqual(locked.slice(1));
  expect((await entries()).slice(before).map(({ subject }) => subject)).toEqual(
    ['known', 'moved', 'unknown'].flatMap((subject) => [subject, subject]),
  );
  expect(await verifyAudit(context.as('Ann', 'admin'), {})).toMatchObject({ problems: [] });
});
