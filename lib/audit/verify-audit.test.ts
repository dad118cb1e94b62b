import { expect, it } from 'vitest';
import { auditedTransaction, recordAudit } from '@/lib/server/audit/audited-transaction';
import { readAuditHead } from '@/lib/warehouse/sql/audit';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { withStatementSpy } from '@/test/support/statement-spy';
import { expectAppError } from '@/test/support/test-context';
import { verifyAudit } from './verify-audit';

const context = seededTestContext();

const admin = () => context.as('Ann', 'admin');
const table = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_AUDIT';
const record = (count: number) =>
  auditedTransaction(context.ctx, 'test', async (_, add) => {
    for (let n = 0; n < count; n++) add({ action: 'sign-in', subject: `S${n}` });
  });

it('reads a long audit trail in parts, and finds what was removed and inserted in each', async () => {
  await record(2_500);
  const { newest, problems } = await verifyAudit(admin(), {});
  expect(problems).toEqual([]);
  await context.warehouse.script(`
    DELETE FROM ${table} WHERE entry_number IN (1, 700, 1000, 1001, 2002);
    INSERT INTO ${table} SELECT * FROM ${table} WHERE entry_number IN (999, 1002, 2500)`);
  const verified = await verifyAudit(admin(), {});
  expect(verified).toMatchObject({ newest, entries: newest - 2 });
  const at = (kind: string, from: number, to = from) => ({ kind, from, to });
  expect(verified.problems).toEqual([
    at('removed', 1),
    at('removed', 700),
    at('inserted', 999),
    at('removed', 1_000, 1_001),
    at('inserted', 1_002),
    at('removed', 2_002),
    at('inserted', 2_500),
  ]);
  await context.warehouse.script(`DELETE FROM ${table} WHERE entry_number > 0;
    UPDATE ${table}_HEAD SET entry_number = 0, entry_hash = REPEAT('0', 64)`);
});

it('does not take entries for inserted or missing that are added while it reads', async () => {
  await record(3);
  let added = 0;
  const busy = withStatementSpy(admin(), async () => {
    if (added++ < 6) await record(1);
  });
  expect((await verifyAudit(busy, {})).problems).toEqual([]);
});

it('compares the log’s heads', async () => {
  await recordAudit(context.ctx, { action: 'sign-in' });
  const [head] = await context.warehouse.read(readAuditHead());
  const { entry_number: entry = 0, entry_hash: hash = '' } = head ?? {};
  const same = await verifyAudit(admin(), { heads: [{ entry, hash }] });
  expect(same).toMatchObject({ heads: 1, problems: [] });
  const other = await verifyAudit(admin(), { heads: [{ entry, hash: 'f'.repeat(64) }] });
  expect(other.problems).toMatchObject([{ kind: 'rewritten', to: entry }]);
});

it('refuses to record, and so to change anything, without a head', async () => {
  await context.warehouse.script(`CREATE TABLE kept AS SELECT * FROM ${table}_HEAD;
    DELETE FROM ${table}_HEAD`);
  const refused = recordAudit(context.ctx, { action: 'sign-in' });
  expect((await expectAppError(refused)).code).toBe('warehouse_missing');
  const { newest, problems } = await verifyAudit(admin(), {});
  expect(problems).toEqual([{ kind: 'no_head', from: newest, to: newest }]);
  await context.warehouse.script(`INSERT INTO ${table}_HEAD SELECT * FROM kept; DROP TABLE kept`);
});
