import { expect, it } from 'vitest';
import { recordAudit } from '@/lib/server/audit/audited-transaction';
import { connectLikeSnowflake } from '@/test/support/other-server';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { listAudit } from './list-audit';

const context = seededTestContext();

it('names the recommendations of decisions from before a move to Snowflake by their new ids', async () => {
  const ctx = context.as('Ada', 'admin');
  await recordAudit(ctx, { action: 'decision.made', subject: '7' });
  await recordAudit(ctx, { action: 'decision.made' });
  await recordAudit(ctx, { action: 'migration.done' });
  await recordAudit(ctx, { action: 'decision.made', subject: '7' });

  const ids = async (warehouse: typeof ctx.warehouse) => {
    const { entries } = await listAudit({ ...ctx, warehouse }, { pageSize: 4 });
    return entries.map(({ recommendationId }) => recommendationId);
  };
  const moved = connectLikeSnowflake(ctx.warehouse).warehouse;
  expect(await ids(moved)).toEqual([undefined, undefined, undefined, '1000000000007']);
  expect(await ids(ctx.warehouse)).toEqual([undefined, undefined, undefined, undefined]);
});
