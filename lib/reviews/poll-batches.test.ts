import { describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { seedCompany } from '@/test/support/company';
import { setUpReviewContext } from '@/test/support/review-context';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { getRunReview } from './get-run-review';
import { collectBatches } from './poll-batches';

const office = setUpReviewContext();
const asBatch = { ...wholeBatch, review: 'batch' as const };

const countReviews = async () =>
  Number((await office.context.queryRows('SELECT COUNT(*) AS n FROM CSM_ROUTING_REVIEWS'))[0]?.n);

describe('a review as a batch', () => {
  it('is submitted with the run and saved once it has ended', async () => {
    await office.seed(12);
    const run = await runToCompletion(office.ctx, asBatch);
    expect(run.status).toBe('succeeded');
    expect(await getRunReview(office.ctx, run.id)).toMatchObject({
      call: { status: 'waiting', kind: 'batch', requested: 12, reviewed: null },
      counts: { unreviewed: 12 },
    });
    expect(office.claude.requests('message')).toEqual([]);
    expect(await collectBatches(office.ctx)).toBe(1);
    office.context.advanceHours(1);
    expect(await collectBatches(office.ctx)).toBe(0);
    const review = await getRunReview(office.ctx, run.id);
    expect(review).toMatchObject({
      call: { status: 'done', requested: 12, reviewed: 12, latencyMs: HOUR_MS, failure: null },
      counts: { unreviewed: 0 },
    });
    expect(review.spent.cost).toBeGreaterThan(0);
  });

  it('is saved once, however many look at the same time', async () => {
    await office.seed(3);
    await runToCompletion(office.ctx, asBatch);
    await collectBatches(office.ctx);
    await Promise.all([collectBatches(office.ctx), collectBatches(office.ctx)]);
    expect(await countReviews()).toBe(3);
    await collectBatches(office.ctx);
    expect(await countReviews()).toBe(3);
  });

  it('says why it came to nothing when it could not be handed in', async () => {
    await office.seed(2);
    office.claude.faults.plan({ when: ({ kind }) => kind === 'batch-create', do: { status: 401 } });
    const run = await runToCompletion(office.ctx, asBatch);
    expect(run.status).toBe('succeeded');
    expect((await getRunReview(office.ctx, run.id)).call).toMatchObject({
      status: 'failed',
      failureCode: 'bad_key',
    });
    expect(await collectBatches(office.ctx)).toBe(0);
  });

  it('is picked up by the next process', async () => {
    const files = await temporaryDuckDb(office.context.now());
    const ctx: Context = { ...office.ctx, warehouse: files.warehouse };
    await seedCompany(files.warehouse, {
      csms: [{ name: 'Ana Diaz' }],
      accounts: [{ id: 'A-1' }, { id: 'B-1', csm: 'Ana Diaz' }],
    });
    const run = await runToCompletion(ctx, asBatch);
    await collectBatches(ctx);
    await files.warehouse.close();
    const warehouse = await openDuckDb({ path: files.path });
    const next = { ...ctx, warehouse };
    expect(await collectBatches(next)).toBe(0);
    expect(await getRunReview(next, run.id)).toMatchObject({
      call: { status: 'done', reviewed: 1 },
      counts: { unreviewed: 0 },
    });
    await warehouse.close();
    await files.dispose();
  });
});
